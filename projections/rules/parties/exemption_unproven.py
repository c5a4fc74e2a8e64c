"""豁免条件未证明: a load went under an exemption, and nothing shows that its condition is met."""

from ledger.hazardous_waste.manifest import Manifest
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Text, day_of
from projections.rules.loads import dispatch_of

RULE = Rule(
    __name__,
    duty=(Text("国家危险废物名录 附录 危险废物豁免管理清单"), Text("危险废物转移管理办法 2(2)", "2022-01-01")),
    parameters=(Parameter("working_days", 5, "working_days", ("使用后补交证明", "to show it after it was used")),),
)


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the exemption, as long as a load went under it."""
    issued, left = case.last(Manifest.Issued), dispatch_of(case)
    if issued is None or left is None or issued.says.exemption is None:
        return
    claim = case.known.case(issued.says.exemption)
    claimed = claim.first()
    if claimed is None or any(step.says.evidence for step in claim.steps()):
        return
    yield Finding(
        subject=claim.subject,
        since=limits.ends("working_days", left.at),
        severity="warning",
        evidence=(claimed.position, left.position),
        against=claimed.speaker,
        place=claim.state.establishment or "",
        day=day_of(left.at),
        inputs={"item": claim.state.item, "left_at": left.at},
    )
