"""许可证即将到期: fewer working days remain than a renewal is to be applied for before.

A licence that has ended is no flag of this rule: who takes waste in then has no licence.
"""

from ledger.parties.licence import Licence
from projections.clocks import end_of
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Text

ARTICLE = "危险废物经营许可证管理办法（2016修订）13"

RULE = Rule(
    __name__,
    duty=(Text(ARTICLE),),
    parameters=(
        Parameter(
            "working_days", 30, "working_days", ("届满前申请换证", "to apply before it ends"), "statute", ARTICLE
        ),
    ),
)


@RULE.judges("licence")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each of its terms, from the last day for applying to its end."""
    state, term = case.state, case.last(Licence.Granted, Licence.Changed)
    if term is None or state.stage == "revoked":
        return
    since = limits.before("working_days", state.valid_until)
    yield Finding(
        subject=case.subject,
        cause=state.valid_until,
        since=since,
        severity="notice",
        evidence=(term.position,),
        against=state.holder,
        place=state.establishment,
        day=state.valid_until,
        inputs={"valid_until": state.valid_until},
        ends=end_of(state.valid_until),
    )
