"""Following the log as the library does: events one by one, blocking at the end.

A database that does not answer is waited for: whoever follows misses nothing, and need not begin again.
"""

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from eventsourcing.dcb.api import DCBQuery
from eventsourcing.dcb.persistence import DCBListenNotifySubscription

from ledger.store.engine import DATABASE_ERRORS
from ledger.store.growth import growth_of

if TYPE_CHECKING:
    from ledger.store.recorder import Recorder

RETRY_S = 0.5
"""How long to wait before a database that did not answer is asked again."""
logger = logging.getLogger("bihuan.subscription")


class LogSubscription(DCBListenNotifySubscription["Recorder"]):
    """Events beyond a position, in order, without gaps; blocks at the end of the log until stopped."""

    def __init__(self, recorder: "Recorder", query: DCBQuery | None = None, after: int | None = None) -> None:
        self._stopping = Event()
        super().__init__(recorder=recorder, query=query, after=after)
        self._watcher = Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the iteration; safe to call twice."""
        super().stop()
        self._stopping.set()

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        super().__exit__(*args, **kwargs)
        self._watcher.join()

    def _pull(self) -> None:
        while not self._stopping.is_set():
            try:
                super()._pull()
                return
            except DATABASE_ERRORS as error:
                # what was handed on is counted, so this goes on exactly behind it
                self._wait_for_the_database(error)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                self._wake_when_it_grows()
            except DATABASE_ERRORS as error:
                self._wait_for_the_database(error)
            except BaseException as error:
                self._thread_error = self._thread_error or error
                self.stop()

    def _wake_when_it_grows(self) -> None:
        with growth_of(self._recorder) as wait:
            while not self._stopping.is_set():
                self._has_been_notified.set()  # at first for what came before this could be woken
                wait()

    def _wait_for_the_database(self, error: Exception) -> None:
        logger.warning("following the log waits, the database does not answer: %s", str(error.args[0])[:200])
        self._stopping.wait(RETRY_S)
