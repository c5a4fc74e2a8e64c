"""豁免条件未证明: a load went under an exemption, and nothing shows that its condition is met."""

from collections.abc import Iterator

from ledger.fact import Title
from ledger.hazardous_waste.manifest import Manifest
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Finding
from projections.rules.limits import Limits, Parameter
from projections.rules.loads import dispatch_of
from projections.rules.rule import Rule, Text

RULE = Rule(
    __name__,
    title=Title("豁免条件未证明", "Exemption not proved"),
    why=Title(
        "豁免只在满足清单条件时成立，检测或去向证明应当留存。",
        "An exemption holds only where its condition is met: the test or the destination is to be shown.",
    ),
    says=Title(
        "按豁免清单第 {item} 项转移，至今无证明材料", "Moved under item {item}, and no evidence of its condition"
    ),
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
