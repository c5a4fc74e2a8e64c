"""五即缺项: a drum was stored, or taken out, without having been packaged, weighed or labelled.

Only where supervision is 重点, and of what stands in containers: neither tanks and pipelines nor medical waste.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from ledger.fact import AnyFact, Title
from ledger.hazardous_waste.container import Container
from projections.rules.case import Case
from projections.rules.containers import owner
from projections.rules.conventions import day_of
from projections.rules.finding import Finding
from projections.rules.five_immediates import POLICY, is_held_to_them
from projections.rules.limits import Limits
from projections.rules.rule import Law, Rule, Text

STEPS: Final[dict[str, type[AnyFact]]] = {
    "packaged": Container.Packaged,
    "weighed": Container.Weighed,
    "labelled": Container.Labelled,
}
WORDS: Final = {"packaged": "包装", "weighed": "称重", "labelled": "打码"}

MISSING: Final = [some for number in (1, 2, 3) for some in combinations(STEPS, number)]
DUTY: Final = (Text(POLICY), Law("78", "532(1)"), Text("HJ 1259-2022 6.2"))
WITHOUT_LABEL: Final = ["+".join(some) for some in MISSING if "labelled" in some]

RULE = Rule(
    __name__,
    title=Title("五即缺项", "A step of 五即 left out"),
    why=Title(
        "未包装、未称重或未打码就入库的容器，以后无法与重量和标签对应。",
        "A drum that is stored unpacked, unweighed or unlabelled cannot be matched with a mass or a label any more.",
    ),
    says=Title("{kept_at} 入库或出库前五即缺项", "Stored or taken out {kept_at} with a step of 五即 left out"),
    variants={
        "+".join(some): Title(
            f"{{kept_at}} 入库或出库前未{'、未'.join(WORDS[each] for each in some)}",
            f"Stored or taken out {{kept_at}} without having been {' or '.join(some)}",
        )
        for some in MISSING
    },
    duty=DUTY,
    duties=dict.fromkeys(WITHOUT_LABEL, (Law("77", "531"), *DUTY)),
    fines=dict.fromkeys(WITHOUT_LABEL, "hw_label"),
    exempt=Title("储罐、管道、散装废物和医疗废物", "tanks, pipelines, waste in bulk and medical waste"),
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
