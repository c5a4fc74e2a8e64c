"""五即超时: the steps were done, but too long after each other; no text numbers how long that is.

The clock starts when the drum is closed, or else with its generation, never with its first filling. One flag for all
drums of an establishment of one day and step. What was stored before the step is a matter of five_immediates_skipped.
"""

from ledger.hazardous_waste.container import Container
from projections.rules.containers import owner
from projections.rules.five_immediates import POLICY, end_of_shift, is_held_to_them
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Step, Text, day_of

RULE = Rule(
    __name__,
    version=2,
    duty=(Text(POLICY),),
    parameters=(
        Parameter("minutes_to_weighing", 60, "minutes", ("封口后多久称重", "from closing to weighing")),
        Parameter("minutes_to_labelling", 15, "minutes", ("称重后多久打码", "from weighing to labelling")),
        Parameter("hours_to_storing", 12, "hours", ("打码后多久入库", "from labelling to storing")),
    ),
)


@RULE.judges("container")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each step that came late, under the establishment and the day on which it came."""
    closed = case.first(Container.Closed) or case.first(Container.Generated)
    if closed is None or not is_held_to_them(case, closed.at):
        return
    weighed, labelled, stored = (
        case.first(each) for each in (Container.Weighed, Container.Labelled, Container.Stored)
    )
    yield from _late(case, "weighed", closed, weighed, limits.ends("minutes_to_weighing", closed.at))
    if weighed is not None:
        yield from _late(case, "labelled", weighed, labelled, limits.ends("minutes_to_labelling", weighed.at))
    if labelled is not None:
        shift = end_of_shift(case.known, case.state.establishment, labelled.at)
        latest = limits.ends("hours_to_storing", labelled.at)
        yield from _late(case, "stored", labelled, stored, min(shift or latest, latest))


def _late(case: Case, name: str, since: Step, step: Step | None, due: str) -> Iterator[Finding]:
    kept = case.first(Container.Stored, Container.Withdrawn)
    if step is None or step.at <= due or (kept is not None and kept.at < step.at):
        return
    yield Finding(
        subject=case.state.establishment,
        cause=f"{day_of(step.at)} {name}",
        since=due,
        severity="notice",
        evidence=(since.position, step.position),
        against=owner(case),
        place=case.state.establishment,
        day=day_of(step.at),
        inputs={"from_at": since.at, "done_at": step.at, "due_at": due},
        variant=name,
    )
