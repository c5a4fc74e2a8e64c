"""docs/permissions.md, read back: the walk expects exactly what people are told there, and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


class Door(NamedTuple):
    """One route, as the page tells of it."""

    method: str
    path: str
    open_to: str
    shows: str

    @property
    def wants_a_key(self) -> bool:
        return self.open_to == "whoever has a key"

    @property
    def wants_a_person(self) -> bool:
        return self.open_to in {"whoever is signed in", "administrators of their organisation"}

    @property
    def shows_the_same(self) -> bool:
        return self.shows in {"the same to everybody", "the same to whoever has a key"}

    @property
    def shows_what_its_asker_may_see(self) -> bool:
        return self.shows == "what its asker may see"


def _rows(heading: str) -> Iterator[list[str]]:
    section = PAGE.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    return ([cell.strip().strip("`") for cell in line.split("|")[1:-1]] for line in table[2:])


STATED_BY: dict[str, list[str]] = {name: who.split("; ") for name, _, who, _ in _rows("Who may state what")}
"""Type → who may state it, each by its relation to the subject."""

SEEN_BY: dict[str, str] = dict(_rows("Who sees what"))
"""Who → what they see."""

DOORS: dict[str, Door] = {
    route: Door(*route.split(" "), open_to, shows) for route, _, open_to, shows in _rows("Which doors want a key")
}
"""Method and path → the door."""
