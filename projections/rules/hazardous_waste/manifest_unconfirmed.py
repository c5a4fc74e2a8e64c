"""接受后未确认: the load is with the receiver, who does not say within five working days what it took.

The clock begins with the acceptance, else with the receipt; while neither is told, with the arrival: never with the
departure. A confirmation that comes late is a notice, and no fine attaches to mere lateness since 2026-08-15.
"""

from ledger.hazardous_waste.manifest import Manifest
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Text, day_after, of_deadline

RULE = Rule(
    __name__,
    duty=(Text("危险废物转移管理办法 18(1)"),),
    fine="hw_manifest",
    parameters=(
        of_deadline("confirmation"),
        Parameter("working_days_until_warning", 5, "working_days", ("再过多久为警告", "until it is a warning")),
    ),
)


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the manifest, while nothing is confirmed, or for a confirmation that came late."""
    arrived, received = case.first(Manifest.Arrived), case.first(Manifest.Received)
    began = received or arrived
    if began is None or case.first(Manifest.EnteredFromPaper) or case.state.receiver is None:
        return
    start = (received.says.accepted_at or received.at) if received else began.at
    due = limits.ends("working_days", start)
    if received and received.recorded_at <= due:
        return
    worse = limits.further("working_days_until_warning", due)
    yield Finding(
        subject=case.subject,
        since=due,
        severity="notice",
        warning_from=worse if received is None or received.recorded_at > worse else None,
        evidence=tuple(step.position for step in (arrived, received) if step),
        against=case.state.receiver,
        place=case.state.to_establishment,
        day=day_after(due),
        inputs={"since_at": start, "due_at": due} | ({"confirmed_at": received.recorded_at} if received else {}),
        variant="late" if received else "",
        fine=day_after(due) < "2026-08-15",
    )
