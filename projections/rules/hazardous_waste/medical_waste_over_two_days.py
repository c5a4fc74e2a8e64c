"""医疗废物暂存超过两天: medical waste lies longer than two days in the storage of a medical institution.

The article was seen in quotations only; the competent authority is that for health.
"""

from collections.abc import Iterator

from ledger.fact import Title
from ledger.subjects import establishment_in
from projections.rules.case import Case
from projections.rules.containers import holder, is_medical, kept_since, waste_of
from projections.rules.conventions import day_after, is_exempt
from projections.rules.finding import Finding
from projections.rules.limits import Limits, Parameter
from projections.rules.rule import Law, Rule, Text

ARTICLE = "医疗废物管理条例（全文未核对）"

RULE = Rule(
    __name__,
    title=Title("医疗废物暂存超过两天", "Medical waste stored over two days"),
    why=Title("医疗废物久存会腐败并传播感染。", "Medical waste that is kept rots and spreads infection."),
    says=Title("{stored_at} 入库，至 {due_at} 未转出", "Stored {stored_at}, and not handed over by {due_at}"),
    duty=(Text(ARTICLE), Law("90", "544")),
    parameters=(Parameter("hours", 48, "hours", ("医疗卫生机构暂存", "storage there"), "statute", ARTICLE),),
    competent="health",
    exempt=Title("已证明的收集环节豁免（19张床位以下）", "proved exemptions of collection (up to 19 beds)"),
)


@RULE.judges("container")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the container while it is in stock there."""
    here, code = establishment_in(case.state.facility or ""), waste_of(case.state, case.known)
    if here is None or not is_medical(code) or case.known.case(here).state.kind != "medical":
        return
    stored = kept_since(case, here, case.known)
    if stored is None or is_exempt(case.known, here, code, "collection", stored.at):
        return
    due = limits.ends("hours", stored.at)
    yield Finding(
        subject=case.subject,
        since=due,
        severity="warning",
        evidence=(stored.position,),
        against=holder(case),
        place=here,
        day=day_after(due),
        inputs={"stored_at": stored.at, "due_at": due, "waste_code": code},
    )
