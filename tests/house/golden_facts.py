"""The golden bytes: for every type and version ever stored, F of a full example, as it must read for ever."""

from pathlib import Path
from typing import Any, NamedTuple

from ledger.catalogue import CATALOGUE
from ledger.fact import Recorded
from ledger.leaf import join

FOLDER = Path(__file__).parent / "golden"


class Golden(NamedTuple):
    """The example of one type in one version; `F` has no line feed behind it, for it is what was hashed."""

    type: str
    version: int
    fact: bytes
    tags: list[str]

    def read(self) -> Recorded[Any]:
        """The example in the words of its own version."""
        return CATALOGUE[self.type].read(join(self.fact, 4712, "2026-11-24T00:03:02.118204Z", 4))


def golden_facts() -> list[Golden]:
    """Every example that is kept."""
    return [_golden(path) for path in sorted(FOLDER.glob("*.json"))]


def _golden(path: Path) -> Golden:
    name, _, version = path.stem.rpartition(".v")
    tags = path.with_suffix(".tags").read_text(encoding="utf-8").splitlines()
    return Golden(name, int(version), path.read_bytes(), tags)
