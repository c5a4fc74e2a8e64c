"""缺少建档记录: something is said of a thing, and nobody has told by which fact it came to be."""

from collections.abc import Iterator
from typing import Final

from ledger.catalogue import CATALOGUE
from ledger.fact import Title
from ledger.subjects import establishment_in, kind_of, owner_of
from projections.custody.state import is_provisional
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Finding
from projections.rules.limits import Limits
from projections.rules.rule import ANY, Law, Rule, Text

CREATED: Final = {kind for known in CATALOGUE.values() if known.today.CREATES for kind in known.today.kinds()}

RULE = Rule(
    __name__,
    title=Title("缺少建档记录", "The fact that creates it is missing"),
    why=Title(
        "有后续记录而没有产生、起运或登记记录，链条缺了开头。",
        "There are later steps and no generation, departure or registration: the chain lacks its beginning.",
    ),
    says=Title(
        "自 {first_at} 起已有 {facts} 条记录，至今没有建档记录",
        "{facts} facts since {first_at}, and none that creates it",
    ),
    duty=(Law("36、78", "489、532(1)"), Text("HJ 1259-2022 6.2")),
    competent="any",
)  # fmt: skip


@RULE.judges(ANY)
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the subject, until the fact is told."""
    if kind_of(case.subject) not in CREATED or not is_provisional(case.subject, list(case.standing)):
        return
    first = next(case.steps())
    owner = owner_of(case.subject)
    yield Finding(
        subject=case.subject,
        since=limits.settled(first.at),
        severity="notice",
        evidence=(first.position,),
        against=f"organisation:{owner}" if owner else first.speaker,
        place=establishment_in(case.subject) or (f"organisation:{owner}" if owner else first.speaker),
        day=day_of(first.at),
        inputs={"first_at": first.at, "facts": len(case.standing)},
    )
