"""One tail of the log per process, for all who listen: a thread reads each new fact once, and keeps the newest few.

A listener holds nothing but its position. While that lies within what is kept, it reads from memory; one that fell
behind reads pages from the log itself until it has caught up. So a slow listener costs nobody memory, and nothing is
left out or told twice.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Event, Thread
from typing import Any

from api.answers import encode
from api.events import shown
from ledger.credentials import Credentials
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS
from ledger.store.growth import LOOK_EVERY_S, growth_of
from projections.runner import Runner

KEPT_MAX = 1_000
PAGE = 500
BATCH = 200
RETRY_S = 1.0
READERS = 4
"""How many streams that fell behind read the log at the same time, so that requests find a thread too."""
logger = logging.getLogger("bihuan.tail")


class Followed:
    """A fact that went by, and its frame, made once for all who are sent it."""

    def __init__(self, fact: Recorded[Any]) -> None:
        self.fact = fact

    @cached_property
    def frame(self) -> bytes:
        """As a server-sent event: the position as its id, so that a client that comes back says where it was."""
        return b"id: %d\nevent: %s\ndata: %s\n\n" % (
            self.fact.position,
            self.fact.fact.type.encode(),
            encode(shown(self.fact)),
        )


class Listener:
    """One open stream: by whose key, where there is one, and whether it is to end."""

    def __init__(self, credential: str | None) -> None:
        self.credential = credential
        self.changed = asyncio.Event()
        self._ended = False

    def has_ended(self) -> bool:
        """Whether the stream is to send nothing more."""
        return self._ended

    def end(self) -> None:
        """End the stream."""
        self._ended = True
        self.changed.set()


class Tail:
    """Follows the log while anybody listens. All of it but the thread lives in the server's event loop."""

    def __init__(self, ledger: Ledger, views: Runner, credentials: Credentials, check_keys_every_s: float) -> None:
        self.views = views
        self.ledger = ledger
        self.credentials = credentials
        self.check_keys_every_s = check_keys_every_s
        self.listeners: set[Listener] = set()
        self.readers = asyncio.Semaphore(READERS)
        self._closed = False
        self._following: _Following | None = None
        self._threads: list[_Following] = []
        self._kept: list[Followed] = []
        self._before: int | None = None
        """The position just before the oldest that is kept; None while nothing is followed."""

    @contextmanager
    def listening(self, credential: str | None) -> Iterator[Listener]:
        """Be woken when the log grows; the first listener starts the thread, and the last ends it."""
        listener = Listener(credential)
        if self._closed:
            listener.end()
        self.listeners.add(listener)
        if self._following is None and not self._closed:
            self._following = _Following(self, asyncio.get_running_loop())
            self._following.start()
            self._threads = [*filter(Thread.is_alive, self._threads), self._following]
        try:
            yield listener
        finally:
            self.listeners.discard(listener)
            if not self.listeners:
                self._stop()

    def beyond(self, position: int) -> list[Followed] | None:
        """The next that were followed beyond a position; None when the log itself must be read for them."""
        if self._before is None or position < self._before:
            return None
        offset = position - self._before
        return self._kept[offset : offset + BATCH]

    def close(self) -> None:
        """End every stream at once, and those that come later; the server is about to stop."""
        self._closed = True
        for listener in self.listeners:
            listener.end()
        self._stop()

    async def aclose(self) -> None:
        """The same, and wait until nothing reads the log for it any more."""
        self.close()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _stop(self) -> None:
        if self._following is not None:
            self._following.stopping.set()
        self._following, self._kept, self._before = None, [], None

    def take(self, following: "_Following", facts: list[Recorded[Any]], after: int, keys: frozenset[str]) -> None:
        """What the thread read beyond `after`, and the keys that were still good after it was read."""
        if following is not self._following:
            return
        if self._before is None:
            self._before = after
        self._kept += map(Followed, facts)
        surplus = max(0, len(self._kept) - KEPT_MAX)
        del self._kept[:surplus]
        self._before += surplus
        for listener in self.listeners:
            if listener.credential not in keys and listener.credential in following.asked:
                listener.end()
            listener.changed.set()

    def fail(self, following: "_Following") -> None:
        """The thread has ended by an error that is ours: end the streams, and begin anew with the next."""
        if following is self._following:
            for listener in self.listeners:
                listener.end()
            self._stop()


class _Following(Thread):
    """The thread, from the first listener to the last."""

    def __init__(self, tail: Tail, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="tail", daemon=True)
        self.stopping = Event()
        self.asked: frozenset[str] = frozenset()
        """The credentials whose keys were looked at with the page that is handed over."""
        self._tail = tail
        self._loop = loop
        self._position: int | None = None
        self._keys_checked_at = 0.0

    def run(self) -> None:
        """Follow until nobody listens any more; a database that does not answer is waited for."""
        while not self.stopping.is_set():
            try:
                self._follow()
            except DATABASE_ERRORS as error:
                logger.warning("the streams wait, the database does not answer: %s", str(error.args[0])[:200])
                self.stopping.wait(RETRY_S)
            except Exception:
                logger.exception("the streams end, the log cannot be followed")
                self._in_loop(lambda: self._tail.fail(self))
                return

    def _follow(self) -> None:
        with growth_of(self._tail.ledger.recorder) as wait:
            while not self.stopping.is_set():
                if not self._look():
                    wait()

    def _look(self) -> bool:
        """Hand over what is new; whether there may be more already."""
        ledger = self._tail.ledger
        begins = self._position is None
        after = ledger.head()[0] if self._position is None else self._position
        facts = [] if begins else ledger.recorded(after=after, limit=PAGE)
        self._position = facts[-1].position if facts else after
        due = time.monotonic() - self._keys_checked_at >= self._tail.check_keys_every_s
        if facts or begins or due:
            self._hand_over(facts, after)
        return begins or len(facts) == PAGE

    def _hand_over(self, facts: list[Recorded[Any]], after: int) -> None:
        """The keys are looked at after the facts were read: what was stated after a revocation is not sent."""
        self.asked = frozenset(each.credential for each in self._tail.listeners.copy() if each.credential)
        keys = self._tail.credentials.in_force(self.asked)
        self._keys_checked_at = time.monotonic()
        taken = Event()

        def take() -> None:
            self._tail.take(self, facts, after, keys)
            taken.set()

        self._in_loop(take)
        while not taken.wait(LOOK_EVERY_S) and not self.stopping.is_set():
            pass

    def _in_loop(self, act: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(act)
        except RuntimeError:  # the loop was closed: nobody is left to be told
            self.stopping.set()
