"""Waiting for the log to grow: woken by PostgreSQL, by this process, or by a look at the file for the others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from ledger.store.recorder import Recorder

CHANNEL = "bihuan_log"
LOOK_EVERY_S = 0.2
"""How long another process's write to a SQLite file may go unseen."""

Wait = Callable[[], None]
"""Blocks until the log may have grown, and never longer than LOOK_EVERY_S."""


@contextmanager
def growth_of(recorder: "Recorder") -> Iterator[Wait]:
    """How to wait for the next append by anybody; raises DBAPIError when the server goes away.

    What is appended once this was entered wakes the wait that follows; look at the log before the first wait.
    """
    watched = _on_server if recorder.engine.dialect.name == "postgresql" else _in_file
    with watched(recorder) as wait:
        yield wait


@contextmanager
def _on_server(recorder: "Recorder") -> Iterator[Wait]:
    with recorder.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        raised = connection.dialect.loaded_dbapi.Error
        try:
            driver.rollback()
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")

            def wait() -> None:
                for _ in driver.notifies(timeout=LOOK_EVERY_S, stop_after=1):
                    pass

            yield wait
            driver.execute("UNLISTEN *")
            driver.autocommit = False
        except BaseException as error:
            # the pool must not hand out a connection that still listens
            with suppress(Exception):
                connection.invalidate()
            if isinstance(error, raised):
                # the engine does not see what goes past it, so its errors are given their usual types here
                raise DBAPIError.instance(f"LISTEN {CHANNEL}", None, error, raised) from error
            raise


@contextmanager
def _in_file(recorder: "Recorder") -> Iterator[Wait]:
    appended = Event()
    recorder.listen(appended)

    def wait() -> None:
        appended.wait(LOOK_EVERY_S)
        appended.clear()

    try:
        yield wait
    finally:
        recorder.unlisten(appended)
