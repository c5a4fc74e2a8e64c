"""Publishing checkpoints while the server runs: every second, or as soon as 256 facts are new."""

import logging
from pathlib import Path
from threading import Event, Thread

from api.settings import Settings
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS
from ledger.store.tree import TreeStore
from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import NoteKey
from ledger.transparency.sequencer import FileCopy, Published, Sequencer

EVERY_S = 1.0
logger = logging.getLogger("bihuan.publishing")


def sequencer_of(ledger: Ledger, settings: Settings) -> Sequencer:
    """The sequencer of this installation, with its key and the copies outside the database.

    Raises TransparencyError for a key file that holds no key, or that of a log with another origin.
    """
    key = log_key(key_path(ledger, settings), ledger.opened.origin)
    return Sequencer(key, TreeStore(ledger.recorder.engine), map(FileCopy, copies_of(ledger, settings)))


def key_path(ledger: Ledger, settings: Settings) -> Path:
    """Where the log's signing key is."""
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


def log_key(path: Path, origin: str) -> NoteKey:
    """The log's signing key; one is made, for this user's eyes only, where there is none."""
    if path.exists():
        key = NoteKey.parse(path.read_text(encoding="ascii").strip())
        if key.name != origin:
            raise TransparencyError(f"{path} holds the key of the log {key.name}, this log is {origin}")
        return key
    key = NoteKey.generate(origin)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(key.private_text + "\n", encoding="ascii")
    return key


class Publisher:
    """A thread that publishes; it stops by itself when the log is no longer the one that was published."""

    def __init__(self, ledger: Ledger, sequencer: Sequencer) -> None:
        self._ledger = ledger
        self.sequencer = sequencer
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
