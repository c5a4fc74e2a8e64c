"""委托终止后代填: facts were told for another after the delegation for them had ended.

Readings of the ground are taken all the same; acts are refused. One flag of the delegation for a day.
"""

from projections.rules.language import ANY, Case, Finding, Iterator, Limits, Rule, Step, Text, day_of

RULE = Rule(__name__, duty=(Text("本系统规则：代为陈述须经委托，并被接受"),), competent="any")


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
