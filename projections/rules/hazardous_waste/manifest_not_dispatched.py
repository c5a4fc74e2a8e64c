"""签发后未起运: a manifest was issued, and the load neither left nor was the manifest cancelled.

While it stands open its drums are bound to a trip that does not take place.
"""

from ledger.hazardous_waste.manifest import Manifest
from projections.rules.language import Case, Finding, Iterator, Limits, Rule, Text, day_after, of_deadline

RULE = Rule(__name__, duty=(Text("危险废物转移管理办法 16"),), parameters=(of_deadline("dispatch"),))
MOVED = (
    Manifest.Loaded,
    Manifest.Collected,
    Manifest.HandedOver,
    Manifest.Arrived,
    Manifest.Received,
    Manifest.Cancelled,
    Manifest.EnteredFromPaper,
)
"""What is said of a trip that took place, or will not."""


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the manifest, until it leaves or is cancelled."""
    issued = case.first(Manifest.Issued)
    if issued is None or case.first(*MOVED) is not None:
        return
    due = limits.ends("hours", issued.at)
    yield Finding(
        subject=case.subject,
        since=due,
        severity="notice",
        evidence=(issued.position,),
        against=case.state.transferor,
        place=case.state.from_establishment,
        day=day_after(due),
        inputs={"issued_at": issued.at, "due_at": due},
    )
