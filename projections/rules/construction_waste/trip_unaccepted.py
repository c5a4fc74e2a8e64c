"""起运后未消纳: a load left, and no site took it, nobody brought it back, and no other conveyance went on with it.

A receipt that comes late clears it. Where the load was seen to fall elsewhere, unloaded_off_site says so instead.
"""

from ledger.subjects import kind_of
from projections.rules.language import (
    Case,
    Finding,
    Iterator,
    Law,
    Limits,
    Parameter,
    Rule,
    Text,
    day_after,
    of_deadline,
)
from projections.rules.trips import carrier_of, departure_of

RULE = Rule(
    __name__,
    duty=(Text("沪府办发〔2024〕30号 三（一）", until="2026-08-14"), Law(None, "518(1)"), Law("63(2)", "520(2)")),
    parameters=(
        of_deadline("acceptance_by_truck"),
        of_deadline("acceptance_by_vessel"),
        Parameter("days_until_serious", 7, "days", ("起运后多久为严重", "after the departure, until it is serious")),
    ),
    competent="greening",
)


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the trip, while its loop is open."""
    left = departure_of(case)
    if left is None or case.state.settled:
        return
    by_water = kind_of(left.says.conveyance) == "vessel"
    due = limits.ends("hours_by_vessel" if by_water else "hours_by_truck", left.at)
    yield Finding(
        subject=case.subject,
        since=limits.settled(due),
        severity="warning",
        serious_from=limits.ends("days_until_serious", left.at),
        evidence=(left.position,),
        against=carrier_of(case),
        place=left.says.gate,
        day=day_after(due),
        inputs={"departed_at": left.at, "due_at": due, "conveyance": left.says.conveyance},
    )
