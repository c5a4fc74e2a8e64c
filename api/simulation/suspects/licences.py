"""Receivers whose licence is missing, over, suspended, too small or about to end, and who sends to them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from api.simulation import waste
from api.simulation.firms import BURNER, CITY_BUREAU
from api.simulation.happening import Happening
from api.simulation.shanghai import at, day_of
from api.simulation.suspects.cast import Founded, contract, licence, line, planned, suspect
from api.simulation.suspects.stage import Stage

SENDER = suspect(1, "北蔡精密涂装", waste.PAINT, waste.PICKLING)
NONE = suspect(2, "顺达再生资源", roles=("receiver",))
EXPIRED = suspect(3, "新场固废处置", roles=("receiver",))
SUSPENDED = suspect(4, "航头焚烧", roles=("receiver",))
SMALL = suspect(5, "泥城小型焚烧", roles=("receiver",))
RENEWED = suspect(6, "大团环保", roles=("receiver",))
PLACES = (SENDER, NONE, EXPIRED, SUSPENDED, SMALL, RENEWED)
NUMBERS = {
    place.uscc: f"沪环危许〔示范〕{10 + n:03d}" for n, place in enumerate((EXPIRED, SUSPENDED, SMALL, RENEWED))
}
CATEGORY, METHOD = ["HW12"], ["D10"]
SMALL_T = 1
LASTS = {SMALL.uscc: timedelta(days=20), RENEWED.uscc: timedelta(days=9)}
"""Of whom the licence ends so many days after the month."""


def _valid(holder: str, until: date) -> tuple[date, date]:
    if holder == EXPIRED.uscc:
        return until - timedelta(days=1_200), until - timedelta(days=140)
    ends = until + LASTS.get(holder, timedelta(days=900))
    return ends - timedelta(days=1_500), ends


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """The licences, the contracts and the plan; the plan names all of the receivers."""
    day, last = day_of(opened_at), day_of(until)
    yield (
        CITY_BUREAU,
        [
            licence(NUMBERS[h.uscc], h, CATEGORY, METHOD, _valid(h.uscc, last), SMALL_T if h is SMALL else 900)
            for h in (EXPIRED, SUSPENDED, SMALL, RENEWED)
        ],
    )
    takers = dict.fromkeys((NONE, EXPIRED, SUSPENDED, SMALL, RENEWED), waste.PAINT) | {BURNER: waste.PICKLING}
    lines = [line(of.code, of.method, taker) for taker, of in takers.items()]
    contracts = [contract(SENDER, taker, day, [of.code]) for taker, of in takers.items()]
    yield SENDER.uscc, [*contracts, *planned(SENDER, {day.year, last.year}, lines)]


def play(stage: Stage) -> None:
    """One drum to each of them; to the one that is suspended one before and one after."""
    world = stage.world
    for number, (receiver, of, what) in enumerate(
        (
            (NONE, waste.PAINT, "接受单位没有经营许可证"),
            (EXPIRED, waste.PAINT, "接受单位许可证已过期"),
            (BURNER, waste.PICKLING, "接受单位许可证不含该类别"),
        ),
        start=2,
    ):
        drum = stage.filled(SENDER, stage.at(number - 1, 9), of)
        trip = stage.sent(SENDER, receiver, [drum], stage.at(number, 10))
        world.inject("receiver_unlicensed", trip.number, trip.leaves_at, what, severity="serious")
    _suspended(stage)
    _too_much(stage)
    world.inject("licence_expiring", _subject(SMALL.uscc), world.start, "许可证二十天后到期", severity="notice")
    _renewed(stage)


def _subject(holder: str) -> str:
    return f"licence:{NUMBERS[holder]}"


def _of_city(when: datetime, what: str, holder: str, data: dict[str, Any]) -> Happening:
    return Happening(when, CITY_BUREAU, "office", f"licence.{what}", _subject(holder), f"{what}-{holder}", data)


def _suspended(stage: Stage) -> None:
    before, after = (stage.filled(SENDER, stage.at(1, 9, 30 + 10 * n), waste.PAINT) for n in range(2))
    in_time = stage.sent(SENDER, SUSPENDED, [before], stage.at(3, 13, 30))
    stage.world.lawful("receiver_unlicensed", in_time.number, "暂扣之前起运", in_time.leaves_at)
    why = {"establishment": SUSPENDED.establishment, "reason": "焚烧炉排放超标，限期整改"}
    stage.world.tell([_of_city(stage.at(4, 10), "suspended", SUSPENDED.uscc, why)])
    late = stage.sent(SENDER, SUSPENDED, [after], stage.at(6, 13, 30))
    what = "许可证暂扣期间起运"
    stage.world.inject("receiver_unlicensed", late.number, late.leaves_at, what, severity="serious")


def _too_much(stage: Stage) -> None:
    """Ten drums, each a tenth of what the licence allows in a year and more; they fill within two days."""
    drums = [stage.filled(SENDER, stage.at(1 + n // 5, 13, 10 * (n % 5)), waste.PAINT, 141 + 3 * n) for n in range(8)]
    trip = stage.sent(SENDER, SMALL, drums, stage.at(4, 14))
    key, what = f"{stage.day(4).year}", f"年接受量超过许可的 {SMALL_T} 吨"
    stage.world.inject(
        "receiver_unlicensed", _subject(SMALL.uscc), trip.confirms_at, what, key=key, severity="warning"
    )


def _renewed(stage: Stage) -> None:
    valid = (stage.day(3), stage.day(3) + timedelta(days=1_700))
    _, _, terms = licence(NUMBERS[RENEWED.uscc], RENEWED, CATEGORY, METHOD, valid, 900)
    when = at(stage.day(3), time(9, 50))
    stage.world.tell([_of_city(when, "changed", RENEWED.uscc, terms)])
    stage.world.lawful("licence_expiring", _subject(RENEWED.uscc), "到期前已换证", when)
