"""Whether a manifest's number, its own or the official one, stands for another manifest too.

A number that is used twice is recorded, for refusing it would destroy the evidence; here it is seen, whichever of the
two was told first.
"""

from collections.abc import Iterator

from ledger.correction import Correction, effective
from ledger.fact import AnyFact
from ledger.hazardous_waste.manifest import Manifest
from ledger.log import Ledger
from projections.custody.beside import facts_beside

BINDING = (Manifest.NumberBound.TOPIC, Correction.Corrected.TOPIC)
"""Types that may bind a number that they name."""


def official_numbers(ledger: Ledger, manifest: str, upto: int) -> set[str]:
    """The official numbers that are bound to a manifest, as it stands; more than one is a mistake of somebody's."""
    return {says.official for says in _told(ledger, manifest, upto) if isinstance(says, Manifest.NumberBound)}


def is_number_used_twice(ledger: Ledger, manifest: str, upto: int) -> bool:
    """Whether more than one manifest goes by the number of this one, or by its official number."""
    numbers = {manifest, *official_numbers(ledger, manifest, upto)}
    return any(len(_that_go_by(ledger, number, upto)) > 1 for number in numbers)


def _that_go_by(ledger: Ledger, number: str, upto: int) -> set[str]:
    """The manifests to which a number is bound, and the one that was issued under it."""
    named = {fact.fact.subject for fact in ledger.recorded(tag=number, types=BINDING, upto=upto)}
    bound = {each for each in named if number in official_numbers(ledger, each, upto)}
    issued = any(isinstance(says, Manifest.Issued) for says in _told(ledger, number, upto))
    return bound | ({number} if issued else set())


def _told(ledger: Ledger, manifest: str, upto: int) -> Iterator[AnyFact]:
    life = ledger.recorded(subject=manifest, upto=upto)
    return (each.statement.data for each in effective(life, facts_beside(ledger, manifest, life, upto)))
