"""Stocktakings 盘点 as rules look at them: which containers were found in a facility at which time."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ledger.hazardous_waste.storage_count import StorageCount
from projections.rules.case import Case, Step


class Stocktake(NamedTuple):
    """All containers that were found at one time."""

    at: str
    positions: tuple[int, ...]
    containers: frozenset[str]
    waste_codes: frozenset[str | None]
    """The only ones that were counted; with None among them, everything was."""

    def is_about(self, waste_code: str | None) -> bool:
        """Whether waste of a code would have been found."""
        return None in self.waste_codes or waste_code in self.waste_codes


def stocktakes(facility: Case, behind: str) -> Iterator[Stocktake]:
    """Those of a facility behind an instant in which containers were told, the last first.

    What was told in numbered parts of which some are missing is left out.
    """
    told: dict[str, list[Step]] = defaultdict(list)
    for step in facility.steps(StorageCount.Counted):
        if step.at > behind and step.says.containers is not None:
            told[step.at].append(step)
    for at in sorted(told, reverse=True):
        steps = told[at]
        if {step.says.part or 1 for step in steps} >= set(range(1, (steps[0].says.parts or 1) + 1)):
            yield Stocktake(
                at,
                tuple(step.position for step in steps),
                frozenset(each for step in steps for each in step.says.containers),
                frozenset(step.says.waste_code for step in steps),
            )
