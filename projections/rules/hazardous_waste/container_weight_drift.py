"""容器重量漂移: two weighings of a drum differ by more than scales may, and nothing tells what was added or taken.

Not compared: a weighing before the drum was closed, and two between which waste was poured, treated or declared lost.
"""

from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.repacking import Repacking
from ledger.hazardous_waste.treatment import Treatment
from projections.rules.containers import place_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Parameter, Rule, Step, day_of
from projections.rules.readings import Reading, may_differ_by

RULE = Rule(
    __name__,
    duty=(Law("78", "532(1)"),),
    parameters=(
        Parameter("percent", 1, "percent", ("相差超过前次的百分之几", "of the first mass")),
        Parameter("percent_volatile", 3, "percent", ("易挥发废物减少超过的百分之几", "of it, of what is volatile")),
        Parameter("kg", 2, "kg", ("且超过多少千克", "and at least so much")),
    ),
)
BETWEEN = (Container.Closed, Container.LossDeclared, Container.Withdrawn, Repacking.Repacked, Treatment.Completed)


@RULE.judges("container")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each pair of weighings that follow each other."""
    first: Step | None = None
    for step in case.steps(Container.Weighed, *BETWEEN):
        if not isinstance(step.says, Container.Weighed):
            first = None if _explains(step) else first
            continue
        if first is not None:
            yield from _pair(case, first, step, limits)
        first = step


def _explains(step: Step) -> bool:
    """Taken out whole, it weighs what it weighed; of a part, or before it was closed, it does not."""
    return not isinstance(step.says, Container.Withdrawn) or step.says.mass_g is not None


def _pair(case: Case, first: Step, second: Step, limits: Limits) -> Iterator[Finding]:
    one, other = _reading(first), _reading(second)
    change = other.mass_g - one.mass_g
    day = day_of(second.at)
    volatile = change < 0 and _is_volatile(case)
    share = limits.value("percent_volatile" if volatile else "percent", day) * one.mass_g / 100
    least = max(share, limits.value("kg", day) * 1000)
    if abs(change) <= least or abs(change) <= may_differ_by(one, other, case.known, limits):
        return
    yield Finding(
        subject=case.subject,
        cause=f"{first.at} {second.at}",
        since=second.recorded_at,
        severity="notice" if change > 0 else "warning",
        evidence=(first.position, second.position),
        against=second.speaker,
        place=place_of(case, case.known),
        day=day,
        inputs={"first_at": first.at, "first_g": one.mass_g, "second_at": second.at, "second_g": other.mass_g},
    )


def _reading(step: Step) -> Reading:
    return Reading(step.says.gross_g - step.says.tare_g, step.at, step.says.scale, step.says.mass_method)


def _is_volatile(case: Case) -> bool:
    state: ContainerState = case.state
    return bool(state.profile and case.known.case(state.profile).state.volatile)
