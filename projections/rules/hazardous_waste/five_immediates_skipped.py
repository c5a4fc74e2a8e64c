"""五即缺项: a drum was stored, or taken out, without having been packaged, weighed or labelled.

Only where supervision is 重点, and of what stands in containers: neither tanks and pipelines nor medical waste.
"""

from itertools import combinations
from typing import Final

from ledger.fact import AnyFact
from ledger.hazardous_waste.container import Container
from projections.rules.containers import owner
from projections.rules.five_immediates import POLICY, is_held_to_them
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, Text, day_of

STEPS: Final[dict[str, type[AnyFact]]] = {
    "packaged": Container.Packaged,
    "weighed": Container.Weighed,
    "labelled": Container.Labelled,
}
MISSING: Final = [some for number in (1, 2, 3) for some in combinations(STEPS, number)]
DUTY: Final = (Text(POLICY), Law("78", "532(1)"), Text("HJ 1259-2022 6.2"))
WITHOUT_LABEL: Final = ["+".join(some) for some in MISSING if "labelled" in some]

RULE = Rule(
    __name__,
    version=2,
    duty=DUTY,
    duties=dict.fromkeys(WITHOUT_LABEL, (Law("77", "531"), *DUTY)),
    fines=dict.fromkeys(WITHOUT_LABEL, "hw_label"),
)


@RULE.judges("container")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the container; a warning where the label is missing, the only step whose absence is fined."""
    kept = case.first(Container.Stored, Container.Withdrawn)
    if kept is None or kept.before.confirmed_by is not None or not is_held_to_them(case, kept.at):
        return
    done = {type(step.says) for step in case.steps(*STEPS.values()) if step.at <= kept.at}
    missing = [name for name, step in STEPS.items() if step not in done]
    if missing:
        yield Finding(
            subject=case.subject,
            since=limits.settled(kept.at),
            severity="warning" if "labelled" in missing else "notice",
            evidence=(kept.position,),
            against=owner(case),
            place=case.state.establishment,
            day=day_of(kept.at),
            inputs={"kept_at": kept.at, "missing": missing},
            variant="+".join(missing),
        )
