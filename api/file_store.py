"""Files on disk, each under its SHA-256: written aside, hashed on the way, made durable, and only then named."""

import hashlib
import os
import tempfile
from pathlib import Path

from api.log_keys import beside
from api.settings import Settings
from ledger.log import Ledger
from ledger.transparency.outside import sync

PRIVATE_FOLDER = 0o700
INCOMING = "incoming"


def files_folder(ledger: Ledger, settings: Settings) -> Path:
    """Where this installation keeps its files."""
    return Path(settings.files or beside(ledger, ".files"))


class FileStore:
    """A folder of files; made when the first one comes. For this user's eyes only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where a file is kept, if it is: in one of 256 folders, by the first byte of its hash."""
        return self.folder / sha256[:2] / sha256

    def receive(self) -> "Incoming":
        """A place for a file on its way in."""
        return Incoming(self)


class Incoming:
    """A file on its way in. It is kept under its hash, whole and durable, or not at all."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self.size = 0
        self._hash = hashlib.sha256()
        _make(store.folder)
        _make(store.folder / INCOMING)
        number, name = tempfile.mkstemp(dir=store.folder / INCOMING)  # readable by this user alone
        self._file = os.fdopen(number, "wb")
        self._path = Path(name)

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> None:
        """More of the file."""
        self._file.write(chunk)
        self._hash.update(chunk)
        self.size += len(chunk)

    def keep(self) -> None:
        """Give the file its name; whoever put the same before has put the same bytes."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        kept = self._store.path_of(self.sha256)
        _make(kept.parent)
        self._path.replace(kept)
        sync(kept.parent)

    def discard(self) -> None:
        """Remove what was not kept; safe to call in any case."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        sync(folder.parent)
