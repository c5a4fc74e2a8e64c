"""签发后未起运: a manifest was issued, and the load neither left nor was the manifest cancelled.

While it stands open its drums are bound to a trip that does not take place.
"""

from collections.abc import Iterator

from ledger.fact import Title
from ledger.hazardous_waste.manifest import Manifest
from projections.rules.case import Case
from projections.rules.conventions import day_after
from projections.rules.finding import Finding
from projections.rules.limits import Limits, of_deadline
from projections.rules.rule import Rule, Text

RULE = Rule(
    __name__,
    title=Title("签发后未起运", "Issued and not dispatched"),
    why=Title(
        "联单签发后长期不起运，所列废物被占用，去向不明。",
        "A manifest that stays open without a departure binds the waste that it lists and does not tell where it is.",
    ),
    says=Title(
        "{issued_at} 签发，至 {due_at} 未起运也未作废",
        "Issued {issued_at}, and by {due_at} neither dispatched nor cancelled",
    ),
    duty=(Text("危险废物转移管理办法 16"),),
    parameters=(of_deadline("dispatch"),),
)
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
