"""Keeps views up to date with the log: a stretch at a time, rows and position in one transaction, exactly once."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, MetaData

from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS, one_snapshot, to_write
from projections.bookkeeping import Mark, alone, await_readers, mark_of, move, prepare
from projections.view import View

STRETCH: Final = 2_000
"""Facts folded in one transaction: on SQLite it keeps posters waiting while it writes."""
LOOK_EVERY_S: Final = 1.0
logger = logging.getLogger("bihuan.views")


class Reading(NamedTuple):
    """A view as one snapshot shows it."""

    connection: Connection
    tables: Any
    position: int


class Runner:
    """The views of one log, in one process; others may run the same on the same database."""

    def __init__(self, ledger: Ledger, views: Sequence[View[Any, Any]]) -> None:
        self._ledger = ledger
        self._engine = ledger.recorder.engine
        self.views = {view.NAME: view for view in views}
        self.stopped: dict[str, str] = {}
        """Views whose fold raised, and why; the others go on."""
        self._folding = {name: Lock() for name in self.views}
        self._ready: set[str] = set()
        self._made: dict[tuple[str, int], Any] = {}
        self._woken = Event()
        self._ending = False
        self._thread: Thread | None = None

    def reach(self, name: str, position: int) -> None:
        """Fold the log into a view up to a position at least; raises ViewStoppedError when it cannot."""
        view = self.views[name]
        self._make_ready(view)
        if self._standing(name).position >= position:
            return
        with self._folding[name]:
            while self._step(view, position):
                pass

    @contextmanager
    def reading(self, name: str) -> Iterator[Reading]:
        """The tables of a view that was reached, and the position they reflect, in one transaction."""
        with one_snapshot(self._engine) as connection:
            mark = mark_of(connection, name)
            assert mark is not None  # whoever reads has reached a position before
            yield Reading(connection, self._tables(self.views[name], mark.filling), mark.position)

    def rebuild(self, name: str, told: Callable[[int], None] = lambda _: None, *, needed: bool = True) -> int:
        """Fill fresh tables while the old ones serve, then let them take their place; gives the position reached.

        Unless it is `needed` in any case, tables of this version are left as they are.
        """
        view = self.views[name]
        prepare(self._engine)
        with alone(self._engine, name):
            old = self._mark(name)
            if old is not None and old.version == view.VERSION and not needed:
                return old.position
            fresh = Mark(view.VERSION, old.filling + 1 if old else 1, 0)
            self._recreate(view, fresh.filling)
            serving = False
            while not serving:
                fresh, serving = self._fill(view, fresh)
                told(fresh.position)
            if old is not None:
                self._drop(view, old.filling)
        return fresh.position

    def start(self) -> None:
        """Follow the log from now on."""
        self._ledger.recorder.listen(self._woken)
        self._thread = Thread(target=self._follow, name="views", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End following."""
        self._ending = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()
        self._ledger.recorder.unlisten(self._woken)

    def _follow(self) -> None:
        while not self._ending:
            self._woken.clear()
            for name in self.views.keys() - self.stopped.keys():
                try:
                    self.reach(name, self._ledger.head()[0])
                except ViewStoppedError:
                    continue  # logged when it stopped, and named by /health/ready
                except DATABASE_ERRORS as error:
                    logger.warning("views wait, the database does not answer: %s", error)
            self._woken.wait(LOOK_EVERY_S)

    def _make_ready(self, view: View[Any, Any]) -> None:
        """Tables of this version: made where there are none, filled anew where they are of another."""
        if view.NAME in self.stopped:
            raise _stopped(view, self.stopped[view.NAME])
        if view.NAME in self._ready:
            return
        with self._folding[view.NAME]:
            prepare(self._engine)
            self.rebuild(view.NAME, needed=False)
            self._ready.add(view.NAME)

    def _fill(self, view: View[Any, Any], fresh: Mark) -> tuple[Mark, bool]:
        """One stretch into fresh tables; they serve as soon as they have caught up with the old ones."""
        changes, position = self._next(view, fresh.position, self._ledger.head()[0])
        fresh = fresh._replace(position=position)
        with to_write(self._engine) as connection:
            now = mark_of(connection, view.NAME, to_move=True)
            if changes is not None:
                view.write(connection, self._tables(view, fresh.filling), changes)
            serving = now is None or fresh.position >= now.position
            if serving:
                move(connection, view.NAME, fresh)
        return fresh, serving

    def _step(self, view: View[Any, Any], goal: int) -> bool:
        """Fold one stretch into the tables that serve; False when the goal is reached."""
        mark = self._standing(view.NAME)
        if mark.position >= goal:
            return False
        changes, position = self._next(view, mark.position, goal)
        with to_write(self._engine) as connection:
            # another process may have folded the same stretch meanwhile; then this one is not written
            if mark_of(connection, view.NAME, to_move=True) == mark and changes is not None:
                view.write(connection, self._tables(view, mark.filling), changes)
                move(connection, view.NAME, mark._replace(position=position))
        return True

    def _next(self, view: View[Any, Any], after: int, upto: int) -> tuple[Any, int]:
        """What the next stretch changes, and where it ends; nothing at the end of the log."""
        facts = self._ledger.recorded(after=after, upto=upto, limit=STRETCH)
        if not facts:
            return None, after
        try:
            return view.fold(self._ledger, facts), facts[-1].position
        except DATABASE_ERRORS:
            raise
        except Exception as error:
            why = f"{type(error).__name__} between positions {after + 1} and {facts[-1].position}: {error}"
            self.stopped[view.NAME] = why
            logger.exception("the view %s stopped", view.NAME)
            raise _stopped(view, why) from error

    def _standing(self, name: str) -> Mark:
        mark = self._mark(name)
        assert mark is not None  # it was made ready
        return mark

    def _mark(self, name: str) -> Mark | None:
        with self._engine.connect() as connection:
            return mark_of(connection, name)

    def _recreate(self, view: View[Any, Any], filling: int) -> None:
        self._drop(view, filling)  # what a rebuild that was killed left behind
        with to_write(self._engine) as connection:
            _described(view, filling).create_all(connection)

    def _drop(self, view: View[Any, Any], filling: int) -> None:
        with to_write(self._engine) as connection:
            await_readers(connection)
            _described(view, filling).drop_all(connection)

    def _tables(self, view: View[Any, Any], filling: int) -> Any:
        """Always the same objects: a statement over others would be compiled anew each time."""
        place = view.NAME, filling
        if place not in self._made:
            self._made[place] = view.tables(MetaData(), _prefix(view, filling))
        return self._made[place]


def _described(view: View[Any, Any], filling: int) -> MetaData:
    metadata = MetaData()
    view.tables(metadata, _prefix(view, filling))
    return metadata


def _prefix(view: View[Any, Any], filling: int) -> str:
    return f"{view.NAME}{filling}_"


def _stopped(view: View[Any, Any], why: str) -> ViewStoppedError:
    return ViewStoppedError.because(
        "view_stopped", f"the view {view.NAME} stopped: {why}; `bihuan rebuild {view.NAME}`"
    )
