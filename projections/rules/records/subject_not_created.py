"""缺少建档记录: something is said of a thing, and nobody has told by which fact it came to be."""

from typing import Final

from ledger.catalogue import CATALOGUE
from ledger.subjects import establishment_in, kind_of, owner_of
from projections.custody.state import is_provisional
from projections.rules.language import ANY, Case, Finding, Iterator, Law, Limits, Rule, Text, day_of

CREATED: Final = {kind for known in CATALOGUE.values() if known.today.CREATES for kind in known.today.kinds()}

RULE = Rule(__name__, duty=(Law("36、78", "489、532(1)"), Text("HJ 1259-2022 6.2")), competent="any")


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
