"""The figures of the first page: containers by where they are, from the register's counts."""

from collections.abc import Iterable
from typing import NamedTuple

from api.pages.words import OTHER_STEPS, STEPS
from projections.hazardous_waste.registered import CANCELLED, PROVISIONAL, Tally


class Figures(NamedTuple):
    """How many containers there are at each step, and how much lies in storage."""

    containers: int
    at: dict[str, int]
    """Step → containers whose last step it is; with those of PROVISIONAL and CANCELLED beside the steps."""
    stored_g: int
    stored_unweighed: int

    @property
    def under_way(self) -> int:
        """Containers between generation and storage."""
        return sum(self.at[step] for step in (*STEPS, "repacked") if step not in {"stored", "withdrawn"})

    @property
    def open(self) -> int:
        """Containers of which anything stands."""
        return self.containers - self.at[CANCELLED]


def figures(tallies: Iterable[Tally]) -> Figures:
    """The figures of containers that were counted by stage."""
    every = list(tallies)
    at = dict.fromkeys((*STEPS, *OTHER_STEPS), 0)
    for tally in every:
        if tally.stage in at:
            at[tally.stage] += tally.containers
    at[PROVISIONAL] = sum(tally.containers for tally in every if tally.provisional)
    at[CANCELLED] = sum(tally.containers for tally in every if tally.stage == "provisional")
    stored = [tally for tally in every if tally.stage == "stored"]
    return Figures(
        containers=sum(tally.containers for tally in every),
        at=at,
        stored_g=sum(tally.net_g for tally in stored),
        stored_unweighed=sum(tally.unweighed for tally in stored),
    )
