"""Mass of construction waste is conserved: across trips, diversions, transloading, yards, refusals and returns.

Whatever happens, and in whatever order it is told, what left the projects is on sites, back, gone on from yards to a
project, or still on a conveyance; no account makes or loses a gram. And the view kept live is the one built anew.
"""

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.log import Ledger
from ledger.posting import Posting
from projections import runner as running
from projections.catalogue import VIEWS
from projections.construction_waste.accounts import occupancy_of, permit_use_of, state_then
from projections.construction_waste.balance import flows_of
from projections.construction_waste.spoil_view import SpoilView
from projections.custody.acting import acting_on
from projections.custody.asked_at import asked_at
from projections.custody.moment import moment_of
from projections.kept import STILL
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario, kg, said
from tests.spoil import (
    CARRIER,
    CITY,
    CITY_SITE,
    CONTRACTOR,
    OPERATOR_OF_CITY_SITE,
    OPERATOR_OF_SITE,
    PERMIT,
    PROJECT,
    SITE,
    WHARF,
    YARD,
    accepted,
    departed,
    founded,
    org,
    permitted,
    ready,
    step,
    trip,
)

FATES = (
    "on the way",
    "accepted",
    "diverted",
    "refused and returned",
    "partly refused",
    "transloaded",
    "into the yard",
)
A_TRUCK = st.tuples(st.sampled_from(FATES), st.integers(1, 20_000), st.integers(0, 100))


def at(minute: int) -> str:
    return f"2026-11-23T{8 + minute // 60:02d}:{minute % 60:02d}:00+08:00"


def told(name: str, fate: str, kilograms: int, number: int, part: int) -> list[Posting]:
    """What is stated of one truck of so many kilograms; of the part so many hundredths."""
    it, mass = f"{name}-{number}", str(kg(str(kilograms)) / 1000)
    some = kilograms * part // 100
    facts = [departed(it, str(kg(mass) + 13), at=at(number))]
    receipt = {"at": at(number + 40), "tonnes": mass}
    match fate:
        case "accepted":
            first = {"tonnes": str(kg(str(some)) / 1000), "receipt": f"R-{it}a", "more_follows": True}
            facts += [accepted(it, **first, at=at(n)) for n in (number + 35, number + 55)]  # one is a reprint
            facts.append(accepted(it, str(kg(str(kilograms - some)) / 1000), at=at(number + 40)))
        case "diverted":
            elsewhere = {"to_site": CITY_SITE, "decided_by": org(CITY), "reason": "关闭"}
            facts.append(step("diverted", it, by=CARRIER, at=at(number + 10), **elsewhere))
            facts.append(accepted(it, site=CITY_SITE, by=OPERATOR_OF_CITY_SITE, **receipt))
        case "refused and returned":
            facts.append(step("refused", it, at=at(number + 30), site=SITE, reason="混装"))
            facts.append(step("returned", it, by=CARRIER, at=at(number + 50)))
        case "partly refused":
            facts.append(step("refused", it, at=at(number + 30), site=SITE, reason="混装", mass_kg=some))
            facts.append(accepted(it, str(kg(str(kilograms - some)) / 1000), at=at(number + 40)))
            facts.append(step("returned", it, by=CARRIER, at=at(number + 50), mass_kg=some))
        case "transloaded":
            onto = {"site": WHARF, "into": trip(f"{name}-B"), "mass_kg": kilograms}
            facts.append(step("transloaded", it, by=CARRIER, at=at(number + 40), **onto))
        case "into the yard":
            facts.append(accepted(it, site=YARD, **receipt))
            facts.append(
                said("site.removed", YARD, {"mass_kg": some, "to": PROJECT}, by=OPERATOR_OF_SITE, at=at(300))
            )
    return facts


def everything(runner: Runner, ledger: Ledger) -> list[list[Any]]:
    runner.reach("spoil", ledger.head()[0])
    with runner.reading("spoil") as view:
        return [sorted(map(tuple, view.connection.execute(select(t))), key=str) for t in view.tables]


def in_hand(ledger: Ledger, subject: str) -> int:
    head = ledger.head()[0]
    naming = [each.fact for each in acting_on(ledger, subject, head)]
    return moment_of(subject, ledger.recorded(subject=subject), naming, head).state.in_hand_g or 0


def test_no_gram_is_made_or_lost(ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(founded(scenario))
    live, rounds = Runner(ledger, [SpoilView()]), count()
    past: list[tuple[int, list[int]]] = []
    conserved: dict[str, int] = {"left": 0, "back": 0, "barge": 0, "away": 0, "on": 0}

    @settings(ON_A_STORE, max_examples=25)
    @given(
        st.lists(A_TRUCK, min_size=1, max_size=6), st.booleans(), st.integers(1, 9), st.randoms(use_true_random=False)
    )
    def conserves(trucks: list[Any], barge_left: bool, stretch: int, random: Any) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        name = f"N{next(rounds)}"
        facts = [f for n, (fate, mass, part) in enumerate(trucks) for f in told(name, fate, mass, n, part)]
        loaded = sum(mass for fate, mass, _ in trucks if fate == "transloaded")
        if barge_left:
            barge = departed(f"{name}-B", at=at(200), conveyance="vessel:413000000", gate="gate:310115.W-01.G1")
            barge.data.update(volume_m3=kg(str(loaded)) / 1000, density=1)
            del barge.data["gross_kg"], barge.data["tare_kg"]
            facts.append(barge)
        random.shuffle(facts)
        scenario.given(*facts)
        conserved["left"] += sum(mass for _, mass, _ in trucks) * 1000
        conserved["back"] += 1000 * sum(
            mass if fate == "refused and returned" else mass * part // 100
            for fate, mass, part in trucks
            if fate in {"refused and returned", "partly refused"}
        )
        conserved["away"] += 1000 * sum(m * p // 100 for fate, m, p in trucks if fate == "into the yard")
        conserved["on"] += sum(in_hand(ledger, trip(f"{name}-{n}")) for n in range(len(trucks)))
        conserved["on"] += in_hand(ledger, trip(f"{name}-B")) if loaded else 0
        now = asked_at(ledger, RecordedSettings(ledger))
        stocks = [
            occupancy_of(live, now, each, state_then(ledger, each, now)).stock_g
            for each in (SITE, CITY_SITE, YARD, WHARF)
        ]
        past.append((ledger.head()[0], stocks))
        assert conserved["left"] == sum(stocks) + conserved["back"] + conserved["away"] + conserved["on"]
        assert permit_use_of(live, now, PERMIT, None).drawn.mass_g == conserved["left"]
        took = sum(flow.mass_g for flow in flows_of(ledger, live, now, "2026"))
        assert took == sum(stocks) + conserved["away"]
        found = everything(live, ledger)
        if random.random() < 0.3:
            rebuilt = Runner(ledger, [SpoilView()])
            rebuilt.rebuild("spoil")
            assert everything(rebuilt, ledger) == found

    conserves()
    now = asked_at(ledger, RecordedSettings(ledger))
    for position, stocks in past:
        then = now._replace(position=position, is_now=False)
        held = [occupancy_of(live, then, each, None).stock_g for each in (SITE, CITY_SITE, YARD, WHARF)]
        assert held == stocks, "what was known then is told as it was told then"
    haul, entry, tally, flow = everything(live, ledger)
    assert sum(row[-1] for row in tally if row[1] != "drawn") == sum(row[7] for row in entry if row[3] == STILL)
    assert sum(row[-1] for row in flow) == sum(row[7] for row in entry if row[3] == STILL and row[4] == "accepted")
    assert {row[7] for row in haul} == {"open", "closed"}


def test_every_view_folds_what_is_said_of_construction_waste(ledger: Ledger, scenario: Scenario) -> None:
    ready(founded(scenario)).given(*(f for n, fate in enumerate(FATES) for f in told("V", fate, 9_000, n, 50)))
    runner = Runner(ledger, VIEWS)
    for view in VIEWS:
        runner.reach(view.NAME, ledger.head()[0])
    assert runner.stopped() == {}


def test_what_is_corrected_and_withdrawn_is_put_right_in_the_sums_and_the_past_stays(
    ledger: Ledger, scenario: Scenario
) -> None:
    ready(founded(scenario)).given(departed(), accepted(tonnes="17"))
    scenario.given(
        said("site.removed", SITE, {"mass_kg": 5_000, "to": PROJECT}, by=OPERATOR_OF_SITE, at=at(600)),
        said("spoil.backfilled", PROJECT, {"mass_kg": 9_000}, by=CONTRACTOR, at=at(600)),
    )
    before = ledger.head()[0]
    runner = Runner(ledger, [SpoilView()])

    def holds(position: int | None = None) -> tuple[int, int]:
        now = asked_at(ledger, RecordedSettings(ledger))
        then = now if position is None else now._replace(position=position, is_now=False)
        stock = occupancy_of(runner, then, SITE, state_then(ledger, SITE, then)).stock_g
        filled = sum(f.mass_g for f in flows_of(ledger, runner, then, "2026") if f.destination == "on_site")
        return stock, filled

    assert holds() == (12_000_000, 9_000_000)
    (removed,) = (f for f in ledger.recorded(subject=SITE) if f.fact.type == "site.removed")
    (filled,) = (f for f in ledger.recorded(subject=PROJECT) if f.fact.type == "spoil.backfilled")
    (receipt,) = (f for f in ledger.recorded(subject=trip(1)) if f.fact.type == "trip.accepted")
    wrong = {"data": {"mass_kg": 4_000, "to": PROJECT}, "reason": "误记"}
    scenario.given(said("fact.corrected", SITE, {"position": removed.position, **wrong}, by=OPERATOR_OF_SITE))
    assert holds() == (13_000_000, 9_000_000)
    scenario.given(
        said("fact.withdrawn", PROJECT, {"position": filled.position, "reason": "重复"}, by=CONTRACTOR),
        said("fact.withdrawn", trip(1), {"position": receipt.position, "reason": "误收"}, by=OPERATOR_OF_SITE),
    )
    assert holds() == (-4_000_000, 0)
    assert holds(before) == (12_000_000, 9_000_000)
    rebuilt = Runner(ledger, [SpoilView()])
    rebuilt.rebuild("spoil")
    assert everything(rebuilt, ledger) == everything(runner, ledger)


def test_a_departure_that_is_corrected_draws_on_the_permit_that_it_names_then(
    ledger: Ledger, scenario: Scenario
) -> None:
    ready(founded(scenario)).given(permitted("permit:2"), departed(), accepted())
    runner = Runner(ledger, [SpoilView()])

    def drawn() -> list[int]:
        now = asked_at(ledger, RecordedSettings(ledger))
        return [permit_use_of(runner, now, each, None).drawn.mass_g for each in (PERMIT, "permit:2")]

    assert drawn() == [17_000_000, 0]
    (left, *_) = ledger.recorded(subject=trip(1))
    data = {"position": left.position, "data": departed(permit="permit:2", gross="31").data, "reason": "证号误填"}
    correction = said("fact.corrected", trip(1), data, by=CARRIER)
    scenario.given(correction)
    # the site relied on the departure: the correction waits for it
    assert drawn() == [17_000_000, 0]
    position = scenario.receipts[0].position
    scenario.given(said("fact.correction_confirmed", trip(1), {"position": position}, by=OPERATOR_OF_SITE))
    assert drawn() == [0, 18_000_000]


def test_a_trip_costs_the_same_whatever_its_site_had_before(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many stored facts are read, to decide and to keep the accounts, for the first trip and the thousandth."""
    ready(founded(scenario))
    runner = Runner(ledger, [SpoilView()])
    read: list[int] = []
    for name, found in (("leaves", lambda a: a[0]), ("decoded", lambda a: a), ("leaves_at", lambda a: a)):
        really = getattr(ledger.recorder, name)

        def counted(*args: Any, really: Any = really, found: Any = found, **more: Any) -> Any:
            answer = really(*args, **more)
            read.append(len(found(answer)))
            return answer

        monkeypatch.setattr(ledger.recorder, name, counted)

    def cost_of(number: int) -> int:
        runner.reach("spoil", ledger.head()[0])
        read.clear()
        removed = {"mass_kg": 1_000, "to": PROJECT}
        scenario.given(
            departed(number), accepted(number), said("site.removed", SITE, removed, by=OPERATOR_OF_SITE, at=at(700))
        )
        runner.reach("spoil", ledger.head()[0])
        return sum(read)

    early = cost_of(1)
    for first in range(2, 1_000, 100):
        scenario.when(*(departed(n) for n in range(first, first + 100)))
        scenario.when(*(accepted(n) for n in range(first, first + 100)))
        removals = ({"mass_kg": 1, "to": PROJECT} for _ in range(100))
        scenario.when(*(said("site.removed", SITE, r, by=OPERATOR_OF_SITE, at=at(600)) for r in removals))
    assert cost_of(5_000) == early
    assert early < 100
