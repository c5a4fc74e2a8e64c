"""Until when waste may be kept beyond the year: by the latest decision, as known at any position of the log."""

from sqlalchemy import select

from ledger.log import Ledger
from projections.kept import stood
from projections.parties.extensions import Extension, ExtensionView
from projections.runner import Runner
from tests.api.least_statements import PLACE
from tests.ledger.test_standing import bureau
from tests.specification import BAY, BUREAU, SITE, Scenario, said


def longer(until: str, *codes: str) -> dict[str, object]:
    return {"waste_codes": list(codes), "valid_until": until}


def known(runner: Runner, ledger: Ledger, position: int) -> set[Extension]:
    runner.reach(ExtensionView.NAME, ledger.head()[0])
    with runner.reading(ExtensionView.NAME) as view:
        rows = view.connection.execute(select(view.tables).where(stood(view.tables, position)))
        return {Extension(row.facility, row.waste_code, row.valid_until) for row in rows}


def test_the_latest_decision_counts_and_the_past_stays_what_was_known(ledger: Ledger, scenario: Scenario) -> None:
    runner = Runner(ledger, [ExtensionView()])
    scenario.given(bureau(), said("establishment.registered", SITE, PLACE))
    positions = [
        scenario.when(said(name, BAY, data, by=BUREAU, at=f"2026-11-24T{hour}:00:00+08:00"))[0].position
        for name, data, hour in [
            ("storage.extension_granted", longer("2027-06-30", "HW06", "HW08"), "08"),
            ("storage.extension_granted", longer("2027-12-31", "HW06"), "09"),
        ]
    ]
    wrong = {"position": positions[0], "reason": "误", "data": longer("2027-03-31", "HW08")}
    positions.append(
        scenario.when(said("fact.corrected", BAY, wrong, by=BUREAU, at="2026-11-24T10:00:00+08:00"))[0].position
    )
    first = {Extension(BAY, "HW06", "2027-06-30"), Extension(BAY, "HW08", "2027-06-30")}
    second = {Extension(BAY, "HW06", "2027-12-31"), Extension(BAY, "HW08", "2027-06-30")}
    third = {Extension(BAY, "HW06", "2027-12-31"), Extension(BAY, "HW08", "2027-03-31")}
    assert [known(runner, ledger, position) for position in (positions[0] - 1, *positions)] == [
        set(),
        first,
        second,
        third,
    ]
