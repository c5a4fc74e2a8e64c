"""Stocktakings 盘点 as rules look at them: which containers were found in a facility at which time."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ledger.hazardous_waste.storage_count import StorageCount
from ledger.hazardous_waste.tank import Tank
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


class Count(NamedTuple):
    """What was found of one waste at one time."""

    at: str
    positions: tuple[int, ...]
    mass_g: int | None
    """Where a mass was told; None where its containers were."""
    meter: str | None = None
    method: str | None = None
    is_level: bool = False
    """Of a tank: the readings hold it already."""


def counts(facility: Case, code: str) -> list[Count]:
    """Every count of a waste in a facility, in their order; a mass counts where its code was told with it."""
    told: dict[str, list[Step]] = defaultdict(list)
    found: list[Count] = []
    for step in facility.steps(StorageCount.Counted, Tank.Metered):
        match step.says:
            case Tank.Metered(level_g=int(level)) as now if now.waste_code in {None, code}:
                found.append(
                    Count(step.at, (step.position,), level, now.meter, now.mass_method or "flow_meter", True)
                )
            case StorageCount.Counted() as now if now.waste_code in (
                {None, code} if now.containers is not None else {code}
            ):
                told[step.at].append(step)
    for at, steps in told.items():
        if _is_whole(steps):
            by_mass = all(step.says.containers is None for step in steps)
            mass = sum(step.says.mass_g for step in steps) if by_mass else None
            found.append(Count(at, tuple(step.position for step in steps), mass))
    return sorted(found)


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
        if _is_whole(steps):
            yield Stocktake(
                at,
                tuple(step.position for step in steps),
                frozenset(each for step in steps for each in step.says.containers),
                frozenset(step.says.waste_code for step in steps),
            )


def _is_whole(steps: list[Step]) -> bool:
    """Whether no numbered part of it is missing."""
    return {step.says.part or 1 for step in steps} >= set(range(1, (steps[0].says.parts or 1) + 1))
