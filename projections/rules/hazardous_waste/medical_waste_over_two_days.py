"""医疗废物暂存超过两天: medical waste lies longer than two days in the storage of a medical institution.

The article was seen in quotations only; the competent authority is that for health.
"""

from ledger.subjects import establishment_in
from projections.rules.containers import holder, is_medical, kept_since, waste_of
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
    is_exempt,
)

ARTICLE = "医疗废物管理条例（全文未核对）"

RULE = Rule(
    __name__,
    duty=(Text(ARTICLE), Law("90", "544")),
    parameters=(Parameter("hours", 48, "hours", ("医疗卫生机构暂存", "storage there"), "statute", ARTICLE),),
    competent="health",
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
