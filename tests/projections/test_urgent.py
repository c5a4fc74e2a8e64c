"""The deadlines of an organisation that pass first: found among any number, those that are due first coming first."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.clock import write_instant
from ledger.log import Ledger
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import EVERYBODY as ALL
from projections.loops.lists import DUTIES, Filter, page_of, reached
from projections.loops.status import deadlines
from projections.loops.urgent import first_due
from projections.loops.view import LoopView
from projections.parties.extensions import ExtensionView
from projections.parties.licences import LicenceView
from projections.parties.party import PartyView
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings
from tests.manifests import TRADE, issue, registered
from tests.properties.trade_histories import EVERYBODY, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, said

VIEWS = LoopView(), PartyView(), LicenceView(), ExtensionView()
LATER = timedelta(days=40)


def due_of(runner: Runner, ledger: Ledger, organisation: str, limit: int) -> list[tuple[str, str]]:
    now, then = instants(ledger)
    told = first_due(runner, organisation, now, then, lambda _: then.as_of, limit)
    return [(each["due"], each["subject"]) for each in told]


def instants(ledger: Ledger) -> tuple[AskedAt, AskedAt]:
    settings_ = RecordedSettings(ledger)
    now = asked_at(ledger, settings_)
    return now, asked_at(ledger, settings_, write_instant(ledger.recorder.now() + LATER))


def by_all_loops(runner: Runner, ledger: Ledger, organisation: str) -> list[tuple[str, str]]:
    """The same, from every loop of the organisation."""
    now, then = instants(ledger)
    reached(runner, now.position)
    found = []
    for status in ("broken", "overdue"):
        wanted = Filter(organisation=organisation, status=status)
        listed = page_of(runner, ALL, then, wanted, ("", ""), 10_000)
        for row in listed.rows:
            waits = listed.waits.get((row.subject, row.loop), ()) if row.loop in DUTIES else ()
            found += [
                (each["due"], row.subject)
                for each in deadlines(waits, now.clocks, listed.keepers)
                if each["due"] <= then.as_of
            ]
    return sorted(found)


def manifest(serial: int) -> str:
    return f"manifest:20263101{serial:06d}"


def test_the_oldest_come_first_of_more_than_are_listed_whatever_their_numbers(
    ledger: Ledger, scenario: Scenario
) -> None:
    scenario.given(*TRADE, registered(SITE, "310115", PLANT))
    runner, days = Runner(ledger, VIEWS), 24
    for day in range(days):
        one = drum(f"U-{day}")
        scenario.given(generated(one, at="2026-10-01T08:00:00+08:00"))
        at = f"2026-10-{25 - day:02d}T08:00:00+08:00"
        scenario.given(said("manifest.issued", manifest(day), issue(containers=[one]), at=at))
    reached(runner, ledger.head()[0])
    listed = due_of(runner, ledger, PLANT, 5)
    assert [subject for _, subject in listed] == [manifest(days - 1 - n) for n in range(5)]
    assert listed == by_all_loops(runner, ledger, PLANT)[:5]
    assert due_of(runner, ledger, OTHER_PLANT, 5) == []


def test_it_tells_what_all_loops_of_the_organisation_do(ledger: Ledger, scenario: Scenario) -> None:
    scenario.given(*EVERYBODY)
    runner, rounds = Runner(ledger, VIEWS), iter(range(1, 10_000))
    seen: list[Any] = []

    @settings(ON_A_STORE, max_examples=15)
    @given(histories(), st.integers(1, 30))
    def as_told(history: Any, limit: int) -> None:
        tell(scenario, str(next(rounds)), history)
        reached(runner, ledger.head()[0])
        told = by_all_loops(runner, ledger, PLANT)
        assert [due for due, _ in due_of(runner, ledger, PLANT, limit)] == [due for due, _ in told[:limit]]
        assert sorted(due_of(runner, ledger, PLANT, 10_000)) == told
        seen.extend(told)

    as_told()
    assert seen
