"""The first morning: organisations, their places, facilities, scales and profiles, and each supervision class."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from api.simulation.district import BUREAU, DIVISION, OPERATOR, Place
from api.simulation.happening import Happening, Post
from api.simulation.shanghai import SHANGHAI, SHIFT

HANDFUL = 10


def founding(start: datetime, places: Sequence[Place]) -> Iterator[Post]:
    """The posts that bring the district into an empty ledger, some seconds after one another."""
    now = start
    for poster, happenings in _statements(places, start.astimezone(SHANGHAI).year):
        for first in range(0, len(happenings), HANDFUL):
            now += timedelta(seconds=7)
            said = (_said(now, *each) for each in happenings[first : first + HANDFUL])
            yield Post(now, poster, [each.event(poster) for each in said])


Said = tuple[str, str, dict[str, Any]]


def _said(now: datetime, type_: str, subject: str, data: dict[str, Any]) -> Happening:
    # the office writes down what it sees some seconds before it presses the key
    return Happening(now - timedelta(seconds=5), "office", type_, subject, f"{subject}-{type_}", data)


def _statements(places: Sequence[Place], year: int) -> Iterator[tuple[str, list[Said]]]:
    yield OPERATOR, [*_authorities(), *map(_organisation, places)]
    for place in places:
        yield place.uscc, [*_place(place)]
    yield BUREAU, [_assigned(place, year) for place in places]


def _authorities() -> Iterator[Said]:
    yield (
        "organisation.registered",
        f"organisation:{OPERATOR}",
        {"name": "浦东新区固废闭环账本运营方（演示）", "roles": ["administrator"], "division": DIVISION},
    )
    yield (
        "organisation.registered",
        f"organisation:{BUREAU}",
        {
            "name": "浦东新区生态环境局（演示）",
            "roles": ["authority"],
            "division": DIVISION,
            "competence": ["ecology"],
            "level": "district",
        },
    )


def _organisation(place: Place) -> Said:
    data = {"name": place.name, "roles": ["generator"], "division": DIVISION}
    return "organisation.registered", f"organisation:{place.uscc}", data


def _place(place: Place) -> Iterator[Said]:
    yield (
        "establishment.registered",
        place.establishment,
        {
            "organisation": f"organisation:{place.uscc}",
            "name": place.name,
            "division": DIVISION,
            "place": place.address,
            "kind": place.trade.kind,
            "shifts": [SHIFT],
        },
    )
    kind, capacity_t = place.supervision.storage
    zones = sorted({waste.zone for waste in place.trade.wastes})
    here = {"establishment": place.establishment}
    yield "facility.registered", place.workshop, {**here, "kind": "production", "name": "生产车间"}
    stored = {"kind": kind, "name": "危险废物贮存设施", "capacity_t": capacity_t, "zones": zones}
    yield "facility.registered", place.storage, {**here, **stored}
    if place.treats:
        treats = {"kind": "treatment", "name": "废酸中和装置"}
        yield "facility.registered", f"facility:{place.number}.TS002", {**here, **treats}
    scale = {"kind": "floor" if place.connected else "platform", "max_kg": 2_000, "division_kg": place.division_kg}
    yield "scale.registered", place.scale, scale
    for waste in place.trade.wastes:
        yield "waste_profile.registered", place.profile(waste), waste.profile


def _assigned(place: Place, year: int) -> Said:
    source = f"{year}年度浦东新区危险废物监管类别名单（演示）"
    data = {"class": place.supervision.name, "year": year, "source": source}
    return "supervision_class.assigned", place.establishment, data
