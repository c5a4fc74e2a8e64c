"""The figures of the first page: containers by where they are, from the containers' register."""

from collections.abc import Iterable
from typing import NamedTuple

from api.pages.words import OTHER_STEPS, STEPS
from projections.hazardous_waste.container_register import Line


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
        """Containers whose loops are open: nothing that can be recorded so far closes one."""
        return self.containers - self.at[CANCELLED]


PROVISIONAL, CANCELLED = "provisional", "cancelled"


def is_cancelled(line: Line) -> bool:
    """Whether all that was stated about a container was withdrawn."""
    return line.state.stage == "provisional"


def is_provisional(line: Line) -> bool:
    """Whether a container has steps, but no standing fact by which it came to be."""
    return line.provisional and not is_cancelled(line)


def is_at(line: Line, place: str) -> bool:
    """Whether a container belongs to a figure of the first page."""
    match place:
        case "provisional":
            return is_provisional(line)
        case "cancelled":
            return is_cancelled(line)
    return line.state.stage == place


def figures(lines: Iterable[Line]) -> Figures:
    """The figures of some containers."""
    every = list(lines)
    places = (*STEPS, *OTHER_STEPS, PROVISIONAL, CANCELLED)
    stored = [line.state for line in every if line.state.stage == "stored"]
    return Figures(
        containers=len(every),
        at={place: sum(is_at(line, place) for line in every) for place in places},
        stored_g=sum(state.net_g or 0 for state in stored),
        stored_unweighed=sum(state.net_g is None for state in stored),
    )
