"""Publishing checkpoints while the server runs: every second, or as soon as 256 facts are new."""

import logging
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from api.settings import Settings
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS
from ledger.store.tree import TreeStore
from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import NoteKey
from ledger.transparency.receipt import ORIGIN_END
from ledger.transparency.sequencer import FileCopy, Published, Sequencer

EVERY_S = 1.0
logger = logging.getLogger("bihuan.publishing")


class LogKeys(NamedTuple):
    """The keys of a log: one signs checkpoints, the other the receipts given before there is one."""

    log: NoteKey
    receipts: NoteKey


class Signing(NamedTuple):
    """What an installation signs with."""

    sequencer: Sequencer
    receipts: NoteKey


def signing_of(ledger: Ledger, settings: Settings) -> Signing:
    """The keys and the sequencer of this installation, with the copies outside the database.

    Raises TransparencyError for a key file that holds no keys, or those of a log with another origin.
    """
    keys = log_keys(key_path(ledger, settings), ledger.opened.origin)
    copies = map(FileCopy, copies_of(ledger, settings))
    return Signing(Sequencer(keys.log, TreeStore(ledger.recorder.engine), copies), keys.receipts)


def key_path(ledger: Ledger, settings: Settings) -> Path:
    """Where the log's signing keys are."""
    return Path(settings.log_key_file or beside(ledger, ".key"))


def copies_of(ledger: Ledger, settings: Settings) -> list[Path]:
    """Where checkpoints are kept outside the database."""
    named = settings.checkpoint_copies or beside(ledger, ".checkpoint")
    return [Path(path) for path in named.split(",") if path]


def beside(ledger: Ledger, end: str) -> str:
    """A file of this log's own where none is named: beside a SQLite file, else in the working directory."""
    url = ledger.recorder.engine.url
    is_file = url.get_backend_name() == "sqlite" and url.database
    return f"{url.database if is_file else 'bihuan'}{end}"


def log_keys(path: Path, origin: str) -> LogKeys:
    """The log's keys; they are made, for this user's eyes only, where there are none."""
    if not path.exists():
        made = (NoteKey.generate(origin), NoteKey.generate(origin + ORIGIN_END))
        path.touch(mode=0o600, exist_ok=False)
        path.write_text("".join(f"{key.private_text}\n" for key in made), encoding="ascii")
    keys = [NoteKey.parse(line) for line in path.read_text(encoding="ascii").split()]
    if [key.name for key in keys] != [origin, origin + ORIGIN_END]:
        names = ", ".join(key.name for key in keys) or "none"
        raise TransparencyError(f"{path} holds the keys {names}, this log is {origin}")
    return LogKeys(*keys)


class Publisher:
    """A thread that publishes; it stops by itself when the log is no longer the one that was published."""

    def __init__(self, ledger: Ledger, signing: Signing) -> None:
        self._ledger = ledger
        self.sequencer = signing.sequencer
        self.receipt_key = signing.receipts
        self.stopped_because: str | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        """Publish from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Publish once more, and end."""
        self._stopping.set()
        self._thread.join()

    def latest(self) -> Published | None:
        """The checkpoint published last."""
        return self.sequencer.latest()

    def _run(self) -> None:
        while self.stopped_because is None:
            self._publish()
            if self._stopping.wait(EVERY_S):
                self._publish()
                return

    def _publish(self) -> None:
        try:
            self.sequencer.publish(self._ledger.recorder.now())
        except TransparencyError as error:
            self.stopped_because = str(error)
            logger.critical("nothing is signed any more: %s", error)
        except DATABASE_ERRORS as error:
            logger.warning("no checkpoint this time, the database does not answer: %s", error)
        except OSError as error:
            logger.critical("no checkpoint: a copy outside the database cannot be kept: %s", error)
