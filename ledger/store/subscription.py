"""Following the log: woken at once by this process, and by PostgreSQL or a look at the file for the others."""

from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from eventsourcing.dcb.api import DCBQuery
from eventsourcing.dcb.persistence import DCBListenNotifySubscription

if TYPE_CHECKING:
    from ledger.store.recorder import Recorder

CHANNEL = "bihuan_log"
LOOK_EVERY_S = 0.2
"""How long another process's write to a SQLite file may go unseen."""


class LogSubscription(DCBListenNotifySubscription["Recorder"]):
    """Events beyond a position, in order, without gaps; blocks at the end of the log until stopped."""

    def __init__(self, recorder: "Recorder", query: DCBQuery | None = None, after: int | None = None) -> None:
        super().__init__(recorder=recorder, query=query, after=after)
        self._stopping = Event()
        recorder.listen(self._has_been_notified)
        watch = self._watch_server if recorder.engine.dialect.name == "postgresql" else self._watch_file
        self._watcher = Thread(target=watch, daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the iteration; safe to call twice."""
        super().stop()
        self._stopping.set()
        self._recorder.unlisten(self._has_been_notified)

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        super().__exit__(*args, **kwargs)
        self._watcher.join()

    def _watch_server(self) -> None:
        try:
            with self._recorder.engine.connect() as connection:
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
        except BaseException as error:
            self._thread_error = self._thread_error or error
            self.stop()

    def _watch_file(self) -> None:
        seen = self._recorder.head()
        while not self._stopping.wait(LOOK_EVERY_S):
            head = self._recorder.head()
            if head != seen:
                seen = head
                self._has_been_notified.set()
