"""Publishing checkpoints while the server runs: every second, or as soon as 256 facts are new."""

import logging
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import NamedTuple

from api.log_keys import beside, key_path, log_keys, next_path
from api.settings import Settings
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS
from ledger.store.leadership import leadership_of
from ledger.store.tree import TreeStore
from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import NoteKey, Verifier
from ledger.transparency.mirror import Mirror
from ledger.transparency.outside import FileCopy, Place
from ledger.transparency.sequencer import Published, Sequencer

EVERY_S = 1.0
TICK_S = 0.1
PATIENCE_S = 10.0
"""How long a bundle waits for the process that publishes."""
REST = 19
"""So many times as long as a publication took, the next one is kept waiting: the facts themselves come first."""
MANY = 256
"""So many new facts are not kept waiting for the second to pass."""

logger = logging.getLogger("bihuan.publishing")


class Signing(NamedTuple):
    """What an installation signs with."""

    sequencer: Sequencer
    receipts: NoteKey
    verifiers: tuple[Verifier, ...]
    """The public halves of all its keys, those that sign now first."""


def signing_of(ledger: Ledger, settings: Settings) -> Signing:
    """The keys and the sequencer of this installation, with the places outside the database.

    Raises TransparencyError for a key file that holds no keys, or those of a log with another origin, and while a
    change of keys is unfinished.
    """
    path = key_path(ledger, settings)
    if next_path(path).exists():
        raise TransparencyError(
            f"a change of keys is unfinished, {next_path(path)} is there: run bihuan log-key change"
        )
    keys = log_keys(path, ledger.opened.origin)
    sequencer = Sequencer(
        keys.log, TreeStore(ledger.recorder.engine), places_of(ledger, settings), keys.of_checkpoints[1:]
    )
    return Signing(sequencer, keys.receipts, keys.verifiers)


def places_of(ledger: Ledger, settings: Settings) -> list[Place]:
    """Where checkpoints are kept outside the database: folders end in a slash and hold the tiles too."""
    named = settings.checkpoint_copies or beside(ledger, ".mirror/")
    paths = [path.strip() for path in named.split(",") if path.strip()]
    return [Mirror(Path(path)) if path.endswith("/") else FileCopy(Path(path)) for path in paths]


def rest_after(took: float) -> float:
    """Seconds until the leader looks at the log again, after a look or a publication that took so long."""
    return min(max(TICK_S, REST * took), EVERY_S)


class Publisher:
    """A thread that publishes while it leads; it stops by itself when the log is no longer the one published.

    Of all publishers of a log, in whatever process, one leads. The others only serve what it published, and one of
    them takes its place when it is gone.
    """

    def __init__(self, ledger: Ledger, signing: Signing, heads_every_s: float = 3600) -> None:
        self._ledger = ledger
        self.sequencer = signing.sequencer
        self.receipt_key = signing.receipts
        self.verifiers = signing.verifiers
        self.stopped_because: str | None = None
        self.leads = False
        self._store = TreeStore(ledger.recorder.engine)
        self._leadership = leadership_of(ledger.recorder.engine)
        self._published_size = 0
        self._published_at = float("-inf")
        self._heads_every_s = heads_every_s
        self._heads_at: float | None = None
        self._stepping = Lock()
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

    def due(self, head: int, now: float) -> bool:
        """Whether to publish a log of `head` facts at this instant, in seconds of a clock that never falls."""
        return head - self._published_size >= MANY or now - self._published_at >= EVERY_S

    def covering(self, size: int) -> Published:
        """A checkpoint of at least so many facts: made now where this one leads, else awaited from who does.

        Raises TransparencyError when nothing is signed any more, or not in time.
        """
        deadline = monotonic() + PATIENCE_S
        while self.stopped_because is None:
            self.step(monotonic(), at_once=True)
            if not self._thread.is_alive():
                self.release()
            published = self.latest()
            if published is not None and published.checkpoint.size >= size:
                return published
            if monotonic() > deadline or self._stopping.wait(TICK_S):
                raise TransparencyError(f"no checkpoint of {size} facts is published yet; the server's log says why")
        raise TransparencyError(f"nothing is signed any more: {self.stopped_because}")

    def step(self, now: float, *, at_once: bool = False) -> None:
        """Look at the log once, and publish if it is due, or wanted at once, and this is the one who leads."""
        with self._stepping:
            self._step(now, at_once)

    def _step(self, now: float, at_once: bool) -> None:
        try:
            if not at_once and not self.due(self._store.size(), now):
                return
            self.leads = self._leadership.held()
            if self.leads and not at_once:
                self._record_heads(now)
                self._published_at = now  # what fails is tried again in a second, not at each look
            if self.leads:
                self._published_size = self.sequencer.publish(self._ledger.recorder.now()).checkpoint.size
        except TransparencyError as error:
            self.stopped_because = str(error)
            logger.critical("nothing is signed any more: %s", error)
        except DATABASE_ERRORS as error:
            self.leads = False
            logger.warning("no checkpoint this time, the database does not answer: %s", error)
        except OSError as error:
            logger.critical("no checkpoint: a copy outside the database cannot be kept: %s", error)

    def _record_heads(self, now: float) -> None:
        """State the heads of all tags when their time has come; the first time begins with the first look."""
        if self._heads_at is None:
            self._heads_at = now
        elif now - self._heads_at >= self._heads_every_s:
            self._heads_at = now
            self._ledger.record_heads()

    def release(self) -> None:
        """Let another one lead."""
        self.leads = False
        self._leadership.release()

    def _run(self) -> None:
        try:
            while self.stopped_because is None:
                began = monotonic()
                self.step(began)
                if self._stopping.wait(rest_after(monotonic() - began) if self.leads else EVERY_S):
                    self.step(monotonic(), at_once=True)
                    return
        finally:
            self.release()
