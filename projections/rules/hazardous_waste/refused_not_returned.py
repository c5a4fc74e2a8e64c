"""拒收后未退回: what the receiver refused is neither back in storage nor on its way under another manifest."""

from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import STILL_REFUSED, ContainerFate
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, Text, day_after, of_deadline

RULE = Rule(
    __name__,
    duty=(Text("危险废物转移管理办法 18(2)"), Law("79", "533(1)")),
    parameters=(of_deadline("return"), of_deadline("no_return")),
)
BACK = frozenset({"stored", "treated", "emptied", "lost"})
"""Steps in a container's life after which it is not on the road any more, told or not as returned."""


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the manifest, while anything of what was refused is outstanding."""
    refused = [step for step in case.steps(Manifest.Received) if step.says.refused]
    containers = [each for each in case.state.fates if each.fate in STILL_REFUSED and not _is_elsewhere(each, case)]
    lines = [each for each in case.state.line_fates if each.fate in STILL_REFUSED]
    if not refused or not (containers or lines) or case.state.transferor is None:
        return
    start = refused[-1].at
    due = limits.ends("working_days", start)
    yield Finding(
        subject=case.subject,
        since=due,
        severity="warning",
        serious_from=limits.ends("working_days_until_broken", start),
        evidence=tuple(step.position for step in refused),
        against=case.state.transferor,
        place=case.state.from_establishment,
        day=day_after(due),
        inputs={
            "refused_at": start,
            "due_at": due,
            "refused_g": sum(each.mass_g for each in containers) + sum(each.refused_g for each in lines),
            "containers": [each.container for each in containers],
        },
    )


def _is_elsewhere(fate: ContainerFate, case: Case) -> bool:
    """Whether the container itself is told to be back in storage, or on another manifest."""
    state = case.known.case(fate.container).state
    return state.stage in BACK or state.manifest not in {None, case.subject}
