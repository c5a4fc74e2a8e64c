"""A view that fails on a fact stops alone, in all processes, until another version comes or it is rebuilt."""

import logging
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, IntegrityError

from ledger.clock import write_instant
from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS, to_write
from projections.bookkeeping import Mark, Stop, stop, stops
from projections.view import View

logger = logging.getLogger("bihuan.views")


class Stopping:
    """Which views of a log stopped."""

    def __init__(self, ledger: Ledger, engine: Engine) -> None:
        self._ledger = ledger
        self._engine = engine

    def check(self, view: View[Any, Any]) -> None:
        """Raise ViewStoppedError if a view of this version stopped."""
        for name, failed in self.stopped([view]).items():
            raise _refusal(name, f"stopped: {failed.why}")

    def stopped(self, views: Iterable[View[Any, Any]]) -> dict[str, Stop]:
        """Those that stopped under this release, in the version that it has of them."""
        versions = {view.NAME: view.VERSION for view in views}
        with self._engine.connect() as connection:
            found = stops(connection, versions)
        return {name: failed for name, failed in found.items() if failed.version == versions[name]}

    def stop(self, view: View[Any, Any], first: int, last: int, error: Exception) -> ViewStoppedError:
        """Keep for all processes that a view goes no further than before these positions; what to raise then."""
        failed = Stop(view.VERSION, write_instant(self._ledger.recorder.now()), _why(error, first, last))
        with to_write(self._engine) as connection:
            stop(connection, view.NAME, failed)
        logger.error("the view %s stopped: %s", view.NAME, failed.why, exc_info=error)
        return _refusal(view.NAME, f"stopped: {failed.why}")

    def refused(self, view: View[Any, Any], first: int, last: int, error: Exception) -> ViewStoppedError:
        """What to raise when fresh tables cannot be filled while others serve: nothing stops."""
        logger.error("the view %s cannot be rebuilt", view.NAME, exc_info=error)
        return _refusal(view.NAME, f"cannot be rebuilt, what it had goes on serving: {_why(error, first, last)}")


def _why(error: Exception, first: int, last: int) -> str:
    """In words for the operator: the kind of error, and on which facts."""
    place = f"at position {first}" if first == last else f"between positions {first} and {last}"
    return f"{type(error).__name__} {place}: {str(getattr(error, 'orig', error))[:500]}"


def is_of_the_view(error: Exception) -> bool:
    """Whether the view itself is at fault: not the database that does not answer, nor what stopped before."""
    if isinstance(error, IntegrityError | DataError):  # rows that cannot be written today cannot be tomorrow
        return True
    return not isinstance(error, (ViewStoppedError, *DATABASE_ERRORS))


def checked(view: View[Any, Any], mark: Mark | None) -> Mark:
    """The mark of a view that was made ready; raises ViewStoppedError when another release has taken it over."""
    assert mark is not None
    if mark.version != view.VERSION:
        raise _refusal(
            view.NAME, f"is of version {mark.version}, this process has {view.VERSION}: start it again, or"
        )
    return mark


def _refusal(name: str, told: str) -> ViewStoppedError:
    return ViewStoppedError.because("view_stopped", f"the view {name} {told}; `bihuan rebuild {name}`")
