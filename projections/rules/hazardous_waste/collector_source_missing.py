"""收集合并来源不明: a collector poured waste together, of some of which nobody says whose it was or how much.

What a source was poured from itself is told of that source, by a flag of its own.
"""

from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.repacking import Repacking
from projections.rules.containers import owner, place_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, Step, Text, day_of

RULE = Rule(__name__, duty=(Text("危险废物转移管理办法 16(2)"), Law("80", "534")))


@RULE.judges("container")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the container, from the first pouring on of which a source is not known."""
    for step in case.steps(Repacking.Repacked):
        if all(each.container != case.subject for each in step.says.into) or not _is_collector(case, step):
            continue
        unknown = [each.container for each in step.says.from_ if not _is_known(case, each.container, step)]
        if unknown:
            yield Finding(
                subject=case.subject,
                since=limits.settled(step.at),
                severity="warning",
                evidence=(step.position,),
                against=owner(case),
                place=place_of(case, case.known),
                day=day_of(step.at),
                inputs={"poured_at": step.at, "sources": unknown},
            )
            return


def _is_collector(case: Case, step: Step) -> bool:
    return "collector" in case.known.case(step.speaker).state.roles


def _is_known(case: Case, source: str, step: Step) -> bool:
    """Whether a source was generated, or poured together itself, and its mass told before it was poured out."""
    above = case.known.case(source, step.at)
    before: ContainerState = ContainerState()
    generated = False
    for each in above.steps():
        if (each.at, each.position) >= (step.at, step.position):
            break
        before = each.after
        generated |= isinstance(each.says, Container.Generated | Repacking.Repacked)
    return generated and before.remaining_g is not None
