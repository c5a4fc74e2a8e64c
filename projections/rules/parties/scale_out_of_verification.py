"""计量器具不合规称量: weighed on a scale whose verification had ended, beyond its range, or after a failed check.

A scale is judged by its verifications where any were told, and by its range where it is registered.
"""

from typing import Any

from ledger.parties.scale import Scale, ScaleState
from ledger.subjects import owner_of
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Step, Text, day_of
from projections.rules.readings import is_verified

RULE = Rule(
    __name__,
    duty=(Text("计量法 9（全文未核对）"), Text("GB 18597-2023 4.7")),
    parameters=(Parameter("least_divisions", 20, "divisions", ("最小称量", "the least that it may weigh")),),
    competent="any",
)


@RULE.judges("container", "manifest", "consignment", "trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """The readings of a month are one flag of their scale."""
    for step in case.steps(own=True):
        name, mass = getattr(step.says, "scale", None), _mass(step.says)
        wrong = list(_wrong(case, step, name, mass, limits)) if name and mass else []
        if name and wrong:
            owner = f"organisation:{owner_of(name)}"
            yield Finding(
                subject=name,
                cause=day_of(step.at)[:7],
                since=step.at,
                severity="notice",
                evidence=(step.position,),
                against=owner,
                place=owner,
                day=day_of(step.at),
                inputs={"wrong": wrong, "mass_g": mass, "weighed_at": step.at},
            )
            return


def _mass(says: Any) -> int:
    """What stood on the scale."""
    return getattr(says, "gross_g", None) or getattr(says, "mass_g", None) or 0


def _wrong(case: Case, step: Step, name: str, mass: int, limits: Limits) -> Iterator[str]:
    scale = case.known.case(name, step.at)
    state: ScaleState = scale.state_at(step.at)
    verified = any(each.at <= step.at for each in scale.steps(Scale.Verified))
    if verified and not is_verified(state, step.at):
        yield f"检定已过期或不合格 out of verification ({state.valid_until or state.result})"
    if state.max_g is not None and mass > state.max_g:
        yield "超过最大称量 above its maximum"
    if state.division_g is not None and mass < limits.value("least_divisions", day_of(step.at)) * state.division_g:
        yield "低于最小称量 below its minimum"
    if state.passed is False:
        yield "日常核查不合格 failed its last check"
