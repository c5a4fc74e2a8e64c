"""Loops in sums for a page: how many stand how, what share of those that count is closed, by count and by mass."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from api.loops import COUNTED
from projections.loops.figures import Group


class Sums:
    """Of some loops: how many have each status, and their mass in grams."""

    def __init__(self) -> None:
        self.loops: dict[str, int] = defaultdict(int)
        self.grams: dict[str, int] = defaultdict(int)

    def add(self, group: Group) -> None:
        """Count the loops of a place."""
        self.loops[group.status] += group.loops
        self.grams[group.status] += group.mass_g

    @property
    def late(self) -> int:
        """Overdue, or broken."""
        return self.loops["overdue"] + self.loops["broken"]

    @property
    def counted(self) -> int:
        """All that were to close."""
        return sum(self.loops[status] for status in COUNTED)

    @property
    def rate(self) -> str | None:
        """Per cent of them that are closed, never rounded up to all; None where there are none."""
        return percent(self.loops["closed"], self.counted)

    @property
    def rate_by_mass(self) -> str | None:
        """The same of their mass."""
        return percent(self.grams["closed"], sum(self.grams[status] for status in COUNTED))


def sums_of(groups: Iterable[Group]) -> Sums:
    """Of all of them together."""
    found = Sums()
    for group in groups:
        found.add(group)
    return found


def percent(share: int, whole: int) -> str | None:
    """One decimal, rounded down: 100.0 is said of all alone; None of nothing."""
    return None if not whole else f"{1000 * share // whole / 10:.1f}%"


def sums_by(groups: Iterable[Group], key: Callable[[Group], str]) -> dict[str, Sums]:
    """Sums of what has a key in common, by that."""
    found: dict[str, Sums] = defaultdict(Sums)
    for group in groups:
        found[key(group)].add(group)
    return dict(sorted(found.items()))
