"""Entries 分录: what one fact does to the account of an establishment, and where a container lay for how long.

An entry tells two masses. `book_g` is what it adds to the figures of the balance: what was generated and received,
less what was treated, dispatched and declared lost. `stock_g` is what it adds to the contents as they were last read.
A leak is in no figure, but the next reading shows it: then the two sums differ by it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple, Protocol

from ledger.correction import Effective

Kind = Literal["generated", "received", "repacked", "treated", "dispatched", "lost", "read", "metered", "level"]
FIGURES: Final[tuple[Kind, ...]] = ("generated", "received", "repacked", "treated", "dispatched", "lost")
OUTWARD: Final = frozenset({"treated", "dispatched", "lost"})
"""Figures that a balance takes away; their entries are below nothing, but for what came back."""


class Lived(Protocol):
    """A subject as it stood once: a moment of its life, or the case that a rule judges."""

    @property
    def standing(self) -> Sequence[Effective]:
        """What counted, in occurred order."""

    @property
    def after(self) -> Sequence[Any]:
        """The state after each of those."""

    @property
    def state(self) -> Any:
        """After all of them."""


class Entry(NamedTuple):
    """What a fact about a container, a tank, a load in bulk or a treatment does to one establishment's account."""

    vessel: str
    fact: int
    """Position of the fact; of one that was corrected the original's."""
    part: int
    """Which of its entries it is."""
    kind: Kind
    establishment: str
    """An organisation, where it accepted something and no establishment is told."""
    waste_code: str | None
    profile: str | None
    """By which the code is known where none is told."""
    at: str
    book_g: int
    stock_g: int
    read_g: int | None
    """The mass that somebody read or declared for this; None where it follows from an earlier reading."""
    method: str | None
    scale: str | None


class Stay(NamedTuple):
    """That a container lay in a facility from one instant until another."""

    vessel: str
    fact: int
    facility: str
    establishment: str
    waste_code: str | None
    profile: str | None
    since: str
    until: str


def numbered(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of one life, those of each fact counted from one on."""
    parts: Counter[int] = Counter()
    for entry in entries:
        parts[entry.fact] += 1
        yield entry._replace(part=parts[entry.fact])


STILL_THERE: Final = "9999"
"""`until` of what has not left: behind any instant."""
