"""Keeps views up to date with the log: a stretch at a time, rows and position in one transaction, exactly once.

Of all processes on a database one follows the log and folds (`following.py`). The others read, and wait a moment for
a view to get where they need it; where nobody follows, or too slowly, whoever asks folds by itself. That is safe with
any number of processes: what was folded is written only if the view still stands where it stood before.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from ledger.store.engine import one_snapshot, to_write
from projections.bookkeeping import Mark, Stop, mark_of, move, prepare
from projections.fillings import AnyView, Fillings
from projections.following import Follower
from projections.pages import Pages
from projections.rebuilding import Rebuilding
from projections.stopping import Stopping, checked, is_of_the_view

STRETCH: Final = 2_000
"""Facts folded in one transaction: on SQLite it keeps posters waiting while it writes."""
AWAIT_S: Final = 1.0
"""How long a process waits for the one that follows the log, before it folds by itself."""
POLL_S: Final = 0.01


class Reading(NamedTuple):
    """A view as one snapshot shows it."""

    connection: Connection
    tables: Any
    position: int


class Runner:
    """The views of one log, in one process; others may run the same on the same database."""

    def __init__(
        self, ledger: Ledger, views: Sequence[AnyView], wait: Callable[[float], object] | None = None
    ) -> None:
        self._engine = ledger.recorder.views_engine
        self._ledger = ledger
        self.views = {view.NAME: view.fresh() for view in views}
        self._wait = wait or Event().wait
        self._folding = {name: Lock() for name in self.views}
        self._most: dict[str, int] = {}
        """Shorter stretches for a view that failed on a longer one: up to the very fact it goes on."""
        self._prepared = False
        self._ready: set[str] = set()
        self._pages = Pages(ledger)
        self._fillings = Fillings(self._engine)
        self._stopping = Stopping(ledger, self._engine)
        self._rebuilding = Rebuilding(ledger, self._engine, self._fillings, self._stopping)
        self._follower: Follower | None = None

    def reach(self, name: str, position: int) -> None:
        """Have the log folded into a view up to a position at least; raises ViewStoppedError when it cannot be."""
        view = self.views[name]
        self._make_ready(view)
        if self._standing(view).position >= position or (self._is_awaited() and self._comes_to(view, position)):
            return
        with self._folding[name]:
            while self._step(self.views[name], position):
                pass

    def advance(self, goal: int) -> bool:
        """Fold one stretch into each view that is behind; whether any is still. A view that stopped holds up none."""
        behind = False
        for name in self.views:
            try:
                self._make_ready(self.views[name])
                with self._folding[name]:
                    behind |= self._step(self.views[name], goal)
            except ViewStoppedError:
                continue  # logged when it stopped, and named by /health/ready
        return behind

    @contextmanager
    def reading(self, name: str) -> Iterator[Reading]:
        """The tables of a view that was reached, and the position they reflect, in one transaction."""
        with self.reading_together(name) as (reading,):
            yield reading

    @contextmanager
    def reading_together(self, *names: str) -> Iterator[list[Reading]]:
        """The same of several, as one snapshot shows them all."""
        with one_snapshot(self._ledger.recorder.engine) as connection:
            marks = {name: checked(self.views[name], mark_of(connection, name)) for name in names}
            yield [
                Reading(connection, self._fillings.tables(self.views[name], mark.filling), mark.position)
                for name, mark in marks.items()
            ]

    def rebuild(self, name: str, told: Callable[[int], None] = lambda _: None) -> int:
        """Fill fresh tables while the old ones serve, then let them take their place; gives the position reached."""
        return self.rebuild_all([name], told)[name]

    def rebuild_all(self, names: Sequence[str], told: Callable[[int], None] = lambda _: None) -> dict[str, int]:
        """The same for several, for which the log is read once; raises ViewStoppedError once the others are done."""
        return self._rebuilding.rebuild([self.views[name] for name in dict.fromkeys(names)], told)

    def stopped(self) -> dict[str, Stop]:
        """The views that failed on a fact, in whichever process: since when, and why; the others go on."""
        self._prepare()
        return self._stopping.stopped(self.views.values())

    def start(self) -> None:
        """Follow the log from now on, unless another process does; take its place when it is gone."""
        self._follower = Follower(self._ledger, self.advance, self._make_all_ready)
        self._follower.start()

    def stop(self) -> None:
        """End following."""
        if self._follower is not None:
            self._follower.stop()
            self._follower = None

    @property
    def leads(self) -> bool:
        """Whether it is this process that follows the log."""
        return self._follower is not None and self._follower.leads

    def _is_awaited(self) -> bool:
        """Whether another process folds, as far as this one can know."""
        return self._follower is not None and not self._follower.leads

    def _comes_to(self, view: AnyView, position: int) -> bool:
        """Whether somebody else folds a view up to a position before patience ends."""
        self._stopping.check(view)
        for _ in range(round(AWAIT_S / POLL_S)):
            self._wait(POLL_S)
            if self._standing(view).position >= position:
                return True
        return False

    def _make_ready(self, view: AnyView) -> None:
        """Tables of this version: made where there are none, filled anew where they are of another."""
        if view.NAME in self._ready:
            return
        self._prepare()
        self._stopping.check(view)
        with self._folding[view.NAME]:
            self._rebuilding.rebuild([view], needed=False)
            self._ready.add(view.NAME)

    def _make_all_ready(self) -> None:
        """All at once, so that the log is read once for those that are filled."""
        waiting = [view for name, view in self.views.items() if name not in self._ready]
        if waiting:
            self._rebuilding.rebuild(waiting, needed=False)
            self._ready |= {view.NAME for view in waiting}

    def _prepare(self) -> None:
        if not self._prepared:
            prepare(self._engine)
            self._prepared = True

    def _step(self, view: AnyView, goal: int) -> bool:
        """Fold one stretch into the tables that serve; False when the goal is reached."""
        mark = self._standing(view)
        if mark.position >= goal:
            return False
        self._stopping.check(view)
        most = min(self._most.get(view.NAME, STRETCH), STRETCH, goal - mark.position)
        try:
            facts = self._pages.beyond(mark.position, goal, most)
            tables = self._fillings.tables(view, mark.filling)
            changes = view.fold_upon(self._ledger, facts, self._ledger.recorder.engine, tables)
            self._write(view, mark, changes, facts[-1].position)
        except Exception as error:
            if not is_of_the_view(error):
                raise
            self.views[view.NAME] = view.fresh()  # this one may remember half of what it failed on
            if most == 1:
                raise self._stopping.stop(view, mark.position + 1, mark.position + 1, error) from error
            self._most[view.NAME] = most // 2
        else:
            if view.NAME in self._most:
                self._most[view.NAME] *= 2
        return True

    def _write(self, view: AnyView, mark: Mark, changes: Any, position: int) -> None:
        with to_write(self._engine) as connection:
            # another process may have folded the same stretch meanwhile; then this one is not written
            if mark_of(connection, view.NAME, to_move=True) == mark:
                view.write(connection, self._fillings.tables(view, mark.filling), changes)
                move(connection, view.NAME, mark._replace(position=position))

    def _standing(self, view: AnyView) -> Mark:
        with self._ledger.recorder.engine.connect() as connection:
            return checked(view, mark_of(connection, view.NAME))
