"""One writer for a process: what many ask at the same time is read, decided and appended at once.

While the writer is busy with one gather, the next one waits and grows. A request that comes alone is taken at once;
only when the gather before was a crowd does the writer wait up to two milliseconds for as many again.
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Condition, Thread
from time import monotonic
from typing import NamedTuple

from ledger.errors import ContentionError
from ledger.log import Ledger
from ledger.numbering import Asking, Drafts
from ledger.receipts import Answer

REQUESTS_MAX = 256
EVENTS_MAX = 2_000
PATIENCE_S = 0.002


class Waiting(NamedTuple):
    """Drafted requests of one caller, and where their answers go."""

    requests: Sequence[Drafts | Asking]
    answers: "Future[list[Answer]]"
    events: int


class Gathering:
    """The writer of one ledger; its thread begins with the first request."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._changed = Condition()
        self._waiting: deque[Waiting] = deque()
        self._wakes_at = 1
        self._crowd = 1
        self._closing = False
        self._thread: Thread | None = None

    def state(self, requests: Sequence[Drafts | Asking]) -> "Future[list[Answer]]":
        """Hand over what `Ledger.drafted` made; each request is answered for itself, as `Ledger.state` does.

        The future raises what the store raises, to everybody whose requests were gathered together.
        """
        events = sum(len(each.drafts if isinstance(each, Asking) else each) for each in requests)
        waiting = Waiting(requests, Future(), events)
        with self._changed:
            if self._closing:
                raise ContentionError.because("stopping", "this server is stopping; nothing was stored, post again")
            if self._thread is None:
                self._thread = Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()
            self._waiting.append(waiting)
            if len(self._waiting) >= self._wakes_at:
                self._changed.notify()
        return waiting.answers

    def close(self) -> None:
        """Answer everybody who was taken in, and end."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while gather := self._next():
            # a caller that went away while it waited is not stated for
            self._answer([each for each in gather if each.answers.set_running_or_notify_cancel()])

    def _next(self) -> list[Waiting]:
        """What is decided together; nothing when the writer is to end."""
        with self._changed:
            self._wait_for(1, None)
            if self._crowd > 1:
                self._wait_for(self._crowd, PATIENCE_S)
            gather = self._taken()
            self._crowd = len(gather)
            return gather

    def _wait_for(self, count: int, patience: float | None) -> None:
        deadline = None if patience is None else monotonic() + patience
        self._wakes_at = count
        while len(self._waiting) < count and not self._closing:
            left = None if deadline is None else deadline - monotonic()
            if not self._changed.wait(left):
                break
        self._wakes_at = count

    def _taken(self) -> list[Waiting]:
        taken: list[Waiting] = []
        requests = events = 0
        while self._waiting:
            first = self._waiting[0]
            requests, events = requests + len(first.requests), events + first.events
            if taken and (requests > REQUESTS_MAX or events > EVENTS_MAX):
                break
            taken.append(self._waiting.popleft())
        return taken

    def _answer(self, gather: list[Waiting]) -> None:
        try:
            answers = iter(self._ledger.state_drafted([each for waiting in gather for each in waiting.requests]))
        except BaseException as error:  # whatever it is, nobody may be left waiting
            for waiting in gather:
                waiting.answers.set_exception(error)
            return
        for waiting in gather:
            waiting.answers.set_result([next(answers) for _ in waiting.requests])
