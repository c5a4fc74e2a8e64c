"""Of many processes one follows the log and folds what is new into the views; when it dies, another does."""

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Final

from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS
from ledger.store.growth import growth_of
from ledger.store.leadership import leadership_of

PLACE: Final = "views"
"""The place of who follows the log for them."""
TRY_EVERY_S: Final = 1.0
"""How soon another process takes the place of one that died."""
logger = logging.getLogger("bihuan.views")


class Follower:
    """A thread that has the views folded while its process holds the place."""

    def __init__(self, ledger: Ledger, advance: Callable[[int], bool], make_ready: Callable[[], None]) -> None:
        self.leads = False
        self._recorder, self._head = ledger.recorder, ledger.head
        self._advance, self._make_ready = advance, make_ready
        self._leadership = leadership_of(ledger.recorder.engine, PLACE)
        self._ending = Event()
        self._thread = Thread(target=self._run, name="views", daemon=True)

    def start(self) -> None:
        """Begin, or wait for the place."""
        self._thread.start()

    def stop(self) -> None:
        """End, and let another process follow."""
        self._ending.set()
        self._recorder.wake()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._lead()
            except DATABASE_ERRORS as error:
                logger.warning("views wait, the database does not answer: %s", str(error.args[0])[:200])
            except Exception:
                logger.exception("views wait")  # whatever it is, the facts are safe and the next try may do
            finally:
                self.leads = False
                self._leadership.release()
            self._ending.wait(TRY_EVERY_S)

    def _lead(self) -> None:
        """Follow while the place is held; back at once where another process holds it."""
        if not self._leadership.held():
            return
        with suppress(ViewStoppedError):  # the others are ready, and it is named by /health/ready
            self._make_ready()
        self.leads = True
        with growth_of(self._recorder) as grown:
            while not self._ending.is_set() and self._leadership.held():
                while self._advance(self._head()[0]) and not self._ending.is_set():
                    pass
                grown()
