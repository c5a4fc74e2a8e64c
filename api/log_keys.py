"""The file of the log's keys: two that sign, and behind them the public halves of those that signed before.

PRIVATE+KEY+ORIGIN+…            signs checkpoints
PRIVATE+KEY+ORIGIN/receipts+…   signs receipts
ORIGIN+…                        the former ones, the newest first
ORIGIN/receipts+…
"""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from api.settings import Settings
from ledger.log import Ledger
from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import NoteKey, Verifier
from ledger.transparency.outside import sync
from ledger.transparency.receipt import ORIGIN_END


class LogKeys(NamedTuple):
    """The keys of a log: one signs checkpoints, the other the receipts given before there is one."""

    log: NoteKey
    receipts: NoteKey
    former: tuple[Verifier, ...] = ()

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """The public halves of all keys, those that sign now first."""
        return self.log.verifier, self.receipts.verifier, *self.former

    @property
    def of_checkpoints(self) -> tuple[Verifier, ...]:
        """Those under which a checkpoint of this log may stand, the newest first."""
        return tuple(each for each in self.verifiers if each.name == self.log.name)

    @property
    def text(self) -> str:
        """What stands in the file."""
        private = (self.log.private_text, self.receipts.private_text)
        return "".join(f"{line}\n" for line in (*private, *(each.text for each in self.former)))

    @classmethod
    def generate(cls, origin: str, former: tuple[Verifier, ...] = ()) -> "LogKeys":
        """New keys, drawn at random."""
        return cls(NoteKey.generate(origin), NoteKey.generate(origin + ORIGIN_END), former)


def key_path(ledger: Ledger, settings: Settings) -> Path:
    """Where the log's keys are."""
    return Path(settings.log_key_file or beside(ledger, ".key"))


def next_path(path: Path) -> Path:
    """Where the keys are that are about to take their place."""
    return path.with_name(path.name + ".next")


def beside(ledger: Ledger, end: str) -> str:
    """A file of this log's own where none is named: beside a SQLite file, else in the working directory."""
    url = ledger.recorder.engine.url
    is_file = url.get_backend_name() == "sqlite" and url.database
    return f"{url.database if is_file else 'bihuan'}{end}"


def log_keys(path: Path, origin: str) -> LogKeys:
    """The log's keys; they are made, for this user's eyes only, where there are none."""
    if not path.exists():
        write_keys(path, LogKeys.generate(origin))
    return read_keys(path, origin)


def read_keys(path: Path, origin: str) -> LogKeys:
    """The keys in a file; raises TransparencyError where they are none, or those of another log."""
    lines = path.read_text(encoding="ascii").split()
    keys = [NoteKey.parse(text) for text in lines[:2]]
    if [key.name for key in keys] != [origin, origin + ORIGIN_END]:
        names = ", ".join(key.name for key in keys) or "none"
        raise TransparencyError(f"{path} holds the keys {names}, this log is {origin}")
    return LogKeys(keys[0], keys[1], tuple(Verifier.parse(text) for text in lines[2:]))


def write_keys(path: Path, keys: LogKeys) -> None:
    """Keep keys where there are none yet: of two processes one does, and a crash leaves all of them or nothing."""
    with NamedTemporaryFile("w", encoding="ascii", dir=path.parent, prefix=path.name + ".") as file:  # mode 0600
        file.write(keys.text)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
    sync(path.parent)
