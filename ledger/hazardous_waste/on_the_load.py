"""What a fact about a manifest does to a container: to those that it names, or to all that the manifest carries.

A container stays its owner's duty until a receiver accepts it; what is refused is its owner's still.
"""

from typing import ClassVar

from ledger.fact import Fact, OnManifest, Part


class OnTheLoad(Fact, frozen=True, kw_only=True):
    """A step of a trip; where it names no container it acts on the whole load, so ask only for what is on board."""

    ACTS_ON = ("container",)
    PUTS: ClassVar[OnManifest]
    """Where a container is by this step."""
    HOLDER: ClassVar[str | None] = None
    """The field that names who has it then; else it is whoever states the step."""
    NEEDS_A_LIST: ClassVar[bool] = False
    """Whether without a list of containers it acts on none."""

    @property
    def puts(self) -> OnManifest:
        """Where a container is by this step."""
        return self.PUTS

    @property
    def is_of_the_whole_load(self) -> bool:
        """Whether it speaks of no part of the load, and so of all of it."""
        parts = getattr(self, "containers", None) or getattr(self, "lines", None)
        return not self.NEEDS_A_LIST and not parts

    def part_of(self, subject: str) -> Part | None:
        """What it does to a container that it names, or to any one where it names none."""
        if subject not in (getattr(self, "containers", None) or ()) and not self.is_of_the_whole_load:
            return None
        return Part(self.puts, holder=getattr(self, self.HOLDER) if self.HOLDER is not None else None)
