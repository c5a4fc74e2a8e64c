"""Following the log as the library does: events one by one, blocking at the end."""

from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from eventsourcing.dcb.api import DCBQuery
from eventsourcing.dcb.persistence import DCBListenNotifySubscription

from ledger.store.growth import growth_of

if TYPE_CHECKING:
    from ledger.store.recorder import Recorder


class LogSubscription(DCBListenNotifySubscription["Recorder"]):
    """Events beyond a position, in order, without gaps; blocks at the end of the log until stopped."""

    def __init__(self, recorder: "Recorder", query: DCBQuery | None = None, after: int | None = None) -> None:
        super().__init__(recorder=recorder, query=query, after=after)
        self._stopping = Event()
        self._watcher = Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """End the iteration; safe to call twice."""
        super().stop()
        self._stopping.set()

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        super().__exit__(*args, **kwargs)
        self._watcher.join()

    def _watch(self) -> None:
        try:
            with growth_of(self._recorder) as wait:
                while not self._stopping.is_set():
                    self._has_been_notified.set()  # at first for what came before this could be woken
                    wait()
        except BaseException as error:
            self._thread_error = self._thread_error or error
            self.stop()
