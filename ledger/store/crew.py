"""Other processes that check stretches of the log while this one does, and hand back what they claim.

Each is a fresh interpreter with a connection of its own, told through a pipe what to check. Nothing that they say is
a verdict: who finds anything odd says just that, and who dies says nothing. They end when this process does.
"""

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import NamedTuple, Self

from ledger.fact import AnyFact
from ledger.store.stretch import Claims

AT_ONCE = 2
"""Stretches that a process has to do or is doing, so that it never waits."""

WAITING = 32
"""Stretches that may be done before the one that is wanted next: a bound on memory."""


class Stretch(NamedTuple):
    """So many facts from a position on."""

    first: int
    size: int


class Source(NamedTuple):
    """Which log is checked, as it was at which moment, by which vocabulary, and of which types words are wanted."""

    url: str
    snapshot: str | None
    types: dict[int, str]
    vocabulary: tuple[type[AnyFact], ...]
    wanted: frozenset[str] | None


Here = Callable[[Stretch], Claims | None]
"""Checks a stretch in this process."""

Checked = Generator[tuple[Stretch, Claims | None]]
"""Stretches and their claims."""


class Slot:
    """A stretch, and its claims once it is done; None stays there where they cannot be had."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch
        self.done = False
        self.claims: Claims | None = None

    def fill(self, claims: Claims | None) -> None:
        """It is done."""
        self.done, self.claims = True, claims


class Member:
    """One process, and the stretches that it was given and has not answered."""

    def __init__(self) -> None:
        self.pipe, theirs = Pipe()
        command = [sys.executable, "-m", "ledger.store.crew_member", str(theirs.fileno())]
        # in a session of its own: Ctrl-C is heard by this process alone, which then ends the others
        self.process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()
        self.given: deque[Slot] = deque()
        self.lives = True

    def tell(self, message: Source | Stretch | None) -> None:
        """The log that is to be checked, a stretch of it, or that it is over."""
        with self._perhaps_its_death():
            self.pipe.send_bytes(pickle.dumps(message))

    def give(self, slot: Slot) -> None:
        """One more stretch to check."""
        self.given.append(slot)
        self.tell(slot.stretch)

    def hear(self) -> None:
        """Take the next answer, waiting for it; a dead process leaves it to others."""
        with self._perhaps_its_death():
            self.given[0].fill(pickle.loads(self.pipe.recv_bytes()))
            self.given.popleft()
        while self.given and not self.lives:
            self.given.popleft().fill(None)

    def rest(self) -> None:
        """Let go of the log: what is still given is heard and forgotten."""
        while self.given:
            self.hear()
        self.tell(None)
        with self._perhaps_its_death():
            self.pipe.recv_bytes()

    def dismiss(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait()
        self.pipe.close()

    @contextmanager
    def _perhaps_its_death(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError):
            self.lives = False


class Crew:
    """So many processes beside this one; good for several verifications, one after another."""

    def __init__(self, others: int) -> None:
        self.members = [Member() for _ in range(others)]

    @property
    def processes(self) -> list[int]:
        """Their process numbers."""
        return [member.process.pid for member in self.members]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for member in self.members:
            member.dismiss()

    def check(self, source: Source, stretches: Iterator[Stretch], here: Here) -> Checked:
        """Each stretch in order with its claims; None for one that is odd or whose checker died.

        This process checks too, while no answer is due: so nothing waits for the others to start.
        """
        for member in self.members:
            member.tell(source)
        waiting: deque[Slot] = deque()
        try:
            while True:
                self._hear_all()
                while len(waiting) < WAITING and (free := self._free()) and (stretch := next(stretches, None)):
                    waiting.append(Slot(stretch))
                    free.give(waiting[-1])
                if waiting and waiting[0].done:
                    slot = waiting.popleft()
                    yield slot.stretch, slot.claims
                elif len(waiting) < WAITING and (stretch := next(stretches, None)):
                    waiting.append(Slot(stretch))
                    waiting[-1].fill(here(stretch))
                elif waiting:
                    wait([member.pipe for member in self.members if member.given])
                else:
                    return
        finally:
            for member in self.members:
                member.rest()

    def _free(self) -> Member | None:
        """Who has the least to do, unless all have enough."""
        able = [member for member in self.members if member.lives and len(member.given) < AT_ONCE]
        return min(able, key=lambda member: len(member.given), default=None)

    def _hear_all(self) -> None:
        for member in self.members:
            while member.given and (member.pipe.poll() or not member.lives):
                member.hear()
