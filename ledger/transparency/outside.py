"""Places outside the database where what was published is kept, so that the database's owner cannot take it back."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ledger.transparency.tiles import Tile

TileOf = Callable[[Tile], bytes]
"""The bytes of a tile as the log has it now."""


class Place(Protocol):
    """Where checkpoints are kept outside."""

    def latest(self) -> bytes | None:
        """The note kept last, or None before the first."""
        ...

    def keep(self, note: bytes, size: int, since: int, tile_of: TileOf) -> None:
        """Keep a checkpoint of `size` leaves where one of `since` leaves is kept so far; raises OSError."""
        ...

    def remove(self) -> None:
        """Take away what is kept, and nothing else that is there."""
        ...


class FileCopy:
    """The newest checkpoint in a file, best on another machine's disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def latest(self) -> bytes | None:
        """The note kept last, or None before the first."""
        return self.path.read_bytes() if self.path.exists() else None

    def keep(self, note: bytes, size: int, since: int, tile_of: TileOf) -> None:  # noqa: ARG002  (a file has no tiles)
        """Put a newer note in the place of the older one."""
        put(self.path, note)

    def remove(self) -> None:
        """Take the file away."""
        self.path.unlink(missing_ok=True)


def put(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file whole: a crash, of the machine too, leaves the old one or the new one."""
    beside = path.with_name(path.name + ".new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make the names in a folder as durable as the files are."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
