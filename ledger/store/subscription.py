"""Following the log: woken at once by this process, and by PostgreSQL or a look at the file for the others.

A database that does not answer is waited for: whoever follows misses nothing, and need not begin again.
"""

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from eventsourcing.dcb.api import DCBQuery
from eventsourcing.dcb.persistence import DCBListenNotifySubscription

from ledger.store.engine import DATABASE_ERRORS, usual_errors

if TYPE_CHECKING:
    from ledger.store.recorder import Recorder

CHANNEL = "bihuan_log"
LOOK_EVERY_S = 0.2
"""How long another process's write to a SQLite file may go unseen."""
RETRY_S = 0.5
"""How long to wait before a database that did not answer is asked again."""
logger = logging.getLogger("bihuan.subscription")


class LogSubscription(DCBListenNotifySubscription["Recorder"]):
    """Events beyond a position, in order, without gaps; blocks at the end of the log until stopped."""

    def __init__(self, recorder: "Recorder", query: DCBQuery | None = None, after: int | None = None) -> None:
        self._stopping = Event()
        super().__init__(recorder=recorder, query=query, after=after)
        recorder.listen(self._has_been_notified)
        watch = self._watch_server if recorder.engine.dialect.name == "postgresql" else self._watch_file
        self._watcher = Thread(target=self._watch, args=(watch,), daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the iteration; safe to call twice."""
        super().stop()
        self._stopping.set()
        self._recorder.unlisten(self._has_been_notified)

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

    def _watch(self, watch: Any) -> None:
        while not self._stopping.is_set():
            try:
                watch()
            except DATABASE_ERRORS as error:
                self._wait_for_the_database(error)
            except BaseException as error:
                self._thread_error = self._thread_error or error
                self.stop()

    def _wait_for_the_database(self, error: Exception) -> None:
        logger.warning("following the log waits, the database does not answer: %s", str(error.args[0])[:200])
        self._stopping.wait(RETRY_S)

    def _watch_server(self) -> None:
        with self._recorder.engine.connect() as connection, usual_errors(connection, f"LISTEN {CHANNEL}"):
            driver: Any = connection.connection.driver_connection
            driver.rollback()
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            self._has_been_notified.set()  # what came between the first look and LISTEN
            while not self._stopping.is_set():
                for _ in driver.notifies(timeout=LOOK_EVERY_S, stop_after=1):
                    self._has_been_notified.set()
            driver.execute("UNLISTEN *")
            driver.autocommit = False

    def _watch_file(self) -> None:
        seen = self._recorder.head()
        while not self._stopping.wait(LOOK_EVERY_S):
            head = self._recorder.head()
            if head != seen:
                seen = head
                self._has_been_notified.set()
