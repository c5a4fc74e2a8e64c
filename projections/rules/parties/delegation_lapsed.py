"""委托终止后代填: facts were told for another after the delegation for them had ended.

Readings of the ground are taken all the same; acts are refused. One flag of the delegation for a day.
"""

from collections.abc import Iterator

from ledger.fact import Title
from projections.rules.case import Case, Step
from projections.rules.conventions import day_of
from projections.rules.finding import Finding
from projections.rules.limits import Limits
from projections.rules.rule import ANY, Rule, Text

RULE = Rule(
    __name__,
    title=Title("委托终止后仍代为填报", "Stated under a delegation that had ended"),
    why=Title(
        "委托已终止，谁对这些记录负责就说不清了。",
        "The delegation had ended: whose word these facts are is not clear any more.",
    ),
    says=Title(
        "委托于 {ended_at} 终止，此后仍代为填报", "Ended {ended_at}, and facts were stated under it after that"
    ),
    duty=(Text("本系统规则：代为陈述须经委托，并被接受"),),
    competent="any",
)


@RULE.judges(ANY)
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """The facts of a day under one delegation are one flag."""
    for step in case.steps(own=True):
        lapsed = _lapsed(case, step) if step.fact.statement.on_behalf_of else None
        if lapsed is not None:
            yield Finding(
                subject=lapsed.subject,
                cause=day_of(step.at),
                since=step.at,
                severity="notice",
                evidence=(step.position,),
                against=f"organisation:{step.fact.statement.stated_by}",
                place=next(iter(lapsed.state.establishments), ""),
                day=day_of(step.at),
                inputs={"ended_at": lapsed.state.ended_at, "on_behalf_of": step.speaker},
            )
            return


def _lapsed(case: Case, step: Step) -> Case | None:
    """The delegation that had ended, where none was in force."""
    said = step.fact.statement
    granted = [
        each
        for each in case.known.all_of("delegation", step.speaker, step.at)
        if each.state.to == f"organisation:{said.stated_by}" and each.state.covers([said.type], ())
    ]
    if any(each.state.in_force(step.at) for each in granted):
        return None
    ended = [each for each in granted if (each.state.ended_at or "9") <= step.at]
    return max(ended, key=lambda each: each.state.ended_at, default=None)
