"""Licences by both clocks: what was in force at an instant, by what was known at any position of the log."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.errors import BihuanError
from ledger.log import Ledger
from projections import runner as running
from projections.custody.moment import moment_of
from projections.kept import stood
from projections.parties.licence_rows import Licence, in_force, licence_at
from projections.parties.licences import LicenceView, licences_of
from projections.runner import Runner
from tests.api.least_statements import PLACE, TERMS
from tests.ledger.test_standing import bureau
from tests.properties.wire_data import ON_A_STORE
from tests.specification import BUREAU, SITE, Scenario, said

HOLDER = TERMS["holder"]
Step = tuple[str, int, int]

DECISIONS = st.tuples(
    st.sampled_from(["granted", "changed", "suspended", "revoked", "corrected", "withdrawn"]),
    st.integers(8, 11),
    st.integers(0, 30),
)


@pytest.fixture
def runner(ledger: Ledger) -> Runner:
    return Runner(ledger, [LicenceView()])


def decide(scenario: Scenario, licence: str, step: str, hour: int, pick: int = 0) -> int:
    """State one decision, or something of an earlier one; the position, 0 where it was refused."""
    at = f"2026-11-24T{hour:02d}:00:00+08:00"
    data: dict[str, Any] = TERMS if step in {"granted", "changed"} else {"establishment": SITE}
    name, told = f"licence.{step}", scenario.facts(licence)
    if step in {"corrected", "withdrawn"}:
        about = [fact for fact in told if fact.fact.type == "licence.granted"]
        if not about:
            return 0
        name, data = f"fact.{step}", {"position": about[pick % len(about)].position, "reason": "误"}
        if step == "corrected":
            data |= {"data": TERMS, "time": at}
            at = "2026-11-24T11:30:00+08:00"
    try:
        return scenario.when(said(name, licence, data, by=BUREAU, at=at))[0].position
    except BihuanError:
        return 0


def test_what_was_known_of_a_licence_stands_at_every_position(
    ledger: Ledger, scenario: Scenario, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(bureau(), said("establishment.registered", SITE, PLACE))
    rounds = count()

    @settings(ON_A_STORE, max_examples=25)
    @given(st.lists(DECISIONS, min_size=1, max_size=9), st.integers(1, 5))
    def known_then(steps: list[Step], stretch: int) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        licence = f"licence:L-{next(rounds)}"
        heads = [decide(scenario, licence, *step) for step in steps]
        runner.reach("licence", ledger.head()[0])
        with runner.reading("licence") as view:
            table = view.tables
            for head in filter(None, heads):
                where = table.c.licence == licence, stood(table, head)
                rows = {Licence(*row[:2], *row[4:]) for row in view.connection.execute(select(table).where(*where))}
                moment = moment_of(licence, ledger.recorded(subject=licence, upto=head), [], head)
                assert rows == set(licence_at(licence, moment).values())

    known_then()


def known(runner: Runner, position: int, hour: str) -> list[str]:
    instant = f"2026-11-24T{hour}:00.000000Z"
    return [each.licence for each in in_force(licences_of(runner, HOLDER, position), SITE, instant)]


def test_a_suspension_told_late_changes_what_is_known_now_and_not_what_was_known(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.given(bureau(), said("establishment.registered", SITE, PLACE))
    granted = decide(scenario, "licence:L-1", "granted", 8)
    suspended = decide(scenario, "licence:L-1", "suspended", 9)
    given_back = decide(scenario, "licence:L-1", "changed", 10)
    assert [known(runner, granted, at) for at in ("00:30", "01:30")] == [["licence:L-1"], ["licence:L-1"]]
    assert [known(runner, suspended, at) for at in ("00:30", "01:30", "02:30")] == [["licence:L-1"], [], []]
    assert [known(runner, given_back, at) for at in ("00:30", "01:30", "02:30")] == [
        ["licence:L-1"],
        [],
        ["licence:L-1"],
    ]
    assert known(runner, granted, "00:30") == ["licence:L-1"]
    assert in_force(licences_of(runner, HOLDER, given_back), SITE, "2036-01-01T00:00:00.000000Z") == []


def test_it_is_in_force_from_its_first_day_to_its_last_in_shanghai() -> None:
    day = {"valid_from": "2026-11-24", "valid_until": "2026-11-24"}
    row = Licence("licence:L-1", "2026-01-01T00:00:00.000000Z", "9", "granted", None, None, SITE, "[]", "[]", 1,
                  **day, decision=None)  # fmt: skip
    told = {at: row.is_in_force(f"2026-11-{at}:00:00.000000Z") for at in ("23T15", "23T16", "24T15", "24T16")}
    assert told == {"23T15": False, "23T16": True, "24T15": True, "24T16": False}
