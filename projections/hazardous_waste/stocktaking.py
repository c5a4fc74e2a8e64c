"""Stocktaking 盘点: the stock by the facts, held against what somebody found."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from projections.hazardous_waste.stock_rows import Count


class Taken(NamedTuple):
    """All that was stated to have been found at one time; a long list comes in numbered parts."""

    counted_at: str
    positions: tuple[int, ...]
    containers: tuple[str, ...]
    by_container: bool
    """Whether containers were told, and not only a mass."""
    mass_g: int | None
    waste_codes: frozenset[str]
    """The only ones that were counted; empty: everything was."""


class Taking(NamedTuple):
    """A count, and how the stock of a later instant differs from it, whatever moved in between left out."""

    taken: Taken
    missing: list[str]
    """Counted, and not in stock by the facts: nothing says that it left since."""
    left_since: list[str]
    """Counted, and gone by a fact that happened after the count."""
    uncounted: list[str]
    """In stock since before the count, and not counted."""
    stored_since: list[str]
    """In stock by a fact that happened after the count."""
    in_stock_g: int
    """The mass in stock now of what the count was about."""


def taken_together(counts: Sequence[Count]) -> Taken | None:
    """What was counted at one time, as one; None for nothing."""
    if not counts:
        return None
    found = [name for count in counts if count.containers for name in msgspec.json.decode(count.containers)]
    codes = {count.waste_code for count in counts}
    masses = [count.mass_g for count in counts if count.mass_g is not None]
    return Taken(
        counted_at=counts[0].counted_at,
        positions=tuple(count.fact for count in counts),
        containers=tuple(dict.fromkeys(found)),
        by_container=any(count.containers is not None for count in counts),
        mass_g=sum(masses) if masses else None,
        waste_codes=frozenset() if None in codes else frozenset(code for code in codes if code is not None),
    )


def taking(taken: Taken, stock: Sequence[tuple[Any, ...]], left_at: Mapping[str, str]) -> Taking:
    """The count held against the stock: its containers, each with since when it lies there and its mass in grams."""
    lying = {container: since for container, since, _ in stock}
    counted = set(taken.containers)
    gone = sorted(counted - lying.keys())
    uncounted = sorted(lying.keys() - counted) if taken.by_container else []
    return Taking(
        taken=taken,
        missing=[each for each in gone if left_at.get(each, "") <= taken.counted_at],
        left_since=[each for each in gone if left_at.get(each, "") > taken.counted_at],
        uncounted=[each for each in uncounted if lying[each] <= taken.counted_at],
        stored_since=[each for each in uncounted if lying[each] > taken.counted_at],
        in_stock_g=sum(mass or 0 for _, _, mass in stock),
    )
