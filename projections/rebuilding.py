"""Filling views anew beside the tables that serve, several with one reading of the log, and swapping them in."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from sqlalchemy import Engine

from ledger.errors import ViewStoppedError
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.engine import to_write
from ledger.store.leadership import alone
from projections.bookkeeping import Mark, clear, count_filling, mark_of, move, prepare
from projections.fillings import AnyView, Fillings
from projections.pages import Pages
from projections.stopping import Stopping, is_of_the_view

STRETCH: Final = 20_000
"""Facts folded at once: ten times as many as live, for what looks at whole lives looks at each less often so; some
60 MiB of memory, and on SQLite posters wait while they are written."""
COLLECT_AFTER: Final = (50_000, 20, 50)
"""How many more objects there are before the collector of cycles looks at them; it took a quarter of the time."""


class Rebuilding:
    """Rebuilds views of one log; of one view one process at a time does."""

    def __init__(self, ledger: Ledger, engine: Engine, fillings: Fillings, stopping: Stopping) -> None:
        self._ledger = ledger
        self._engine = engine
        self._fillings = fillings
        self._stopping = stopping

    def rebuild(
        self, views: Sequence[AnyView], told: Callable[[int], None] = lambda _: None, *, needed: bool = True
    ) -> dict[str, int]:
        """Fill each of these views; the positions that they have reached, by name.

        Unless it is `needed` in any case, tables of the right version are left as they are, and what stopped too.
        A view that fails keeps the tables that it had; its ViewStoppedError is raised when the others are done.
        """
        prepare(self._engine)
        with ExitStack() as held:
            for name in sorted(view.NAME for view in views):  # in one order, or two processes wait for each other
                held.enter_context(alone(self._engine, f"{name}.lock"))
            marks = self._marks(views)
            if not needed:
                stopped = self._stopping.stopped(views)  # they would only fail again
                views = [v for v in views if v.NAME not in stopped and not _is_of_its_version(v, marks.get(v.NAME))]
            reached = {name: mark.position for name, mark in marks.items()}
            return reached | self._fill([self._begun(view, marks.get(view.NAME)) for view in views], told)

    def _marks(self, views: Sequence[AnyView]) -> dict[str, Mark]:
        with self._engine.connect() as connection:
            found = {view.NAME: mark_of(connection, view.NAME) for view in views}
        return {name: mark for name, mark in found.items() if mark is not None}

    def _begun(self, view: AnyView, old: Mark | None) -> "_Filling":
        self._fillings.drop_all_but(view, old.filling if old else None)
        mark = Mark(view.VERSION, old.filling + 1 if old else 1, 0)
        self._fillings.create(view, mark.filling)
        return _Filling(view.fresh(), mark, monotonic(), _is_of_its_version(view, old))

    def _fill(self, filling: "list[_Filling]", told: Callable[[int], None]) -> dict[str, int]:
        """Read the log to its end, a stretch for all of them; each serves as soon as it is as far as the old one."""
        with _seldom_collected():
            return self._filled(filling, told)

    def _filled(self, filling: "list[_Filling]", told: Callable[[int], None]) -> dict[str, int]:
        goal, position, pages = self._ledger.head()[0], 0, Pages(self._ledger)
        reached: dict[str, int] = {}
        failed: list[ViewStoppedError] = []
        while filling:
            facts = pages.beyond(position, self._ledger.head()[0], STRETCH)
            position += len(facts)
            for each in tuple(filling):
                try:
                    serves = self._take(each, facts, position, goal)
                except Exception as error:
                    if not is_of_the_view(error):
                        raise
                    failed.append(self._failed(each, facts, error))
                    filling.remove(each)
                else:
                    if serves:
                        reached[each.view.NAME] = position
                        filling.remove(each)
                        self._fillings.drop_all_but(each.view, each.mark.filling)
            told(position)
        if failed:
            raise failed[0]
        return reached

    def _take(self, each: "_Filling", facts: Sequence[Recorded[Any]], position: int, goal: int) -> bool:
        """Write a stretch into fresh tables; whether they serve from now on."""
        view = each.view
        tables = self._fillings.tables(view, each.mark.filling)
        changes = view.fold_upon(self._ledger, facts, self._engine, tables) if facts else None
        with to_write(self._engine) as connection:
            if changes is not None:
                view.write(connection, tables, changes)
            if position < goal:
                return False
            now = mark_of(connection, view.NAME, to_move=True)
            if now is not None and now.position > position:
                return False
            move(connection, view.NAME, each.mark._replace(position=position))
            clear(connection, view.NAME)
            count_filling(connection, view.NAME, monotonic() - each.since)
        return True

    def _failed(self, each: "_Filling", facts: Sequence[Recorded[Any]], error: Exception) -> ViewStoppedError:
        """Fresh tables that cannot be filled stop a view unless it has others that serve."""
        place = (facts[0].position, facts[-1].position) if facts else (each.mark.position, each.mark.position)
        if each.is_served:
            return self._stopping.refused(each.view, *place, error)
        return self._stopping.stop(each.view, *place, error)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """A stretch holds some hundred thousand objects without cycles, which the collector would visit all the time."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _is_of_its_version(view: AnyView, mark: Mark | None) -> bool:
    return mark is not None and mark.version == view.VERSION


@dataclass(frozen=True)
class _Filling:
    """Fresh tables of a view, an object of their own that folds for them, and whether others of the version serve."""

    view: AnyView
    mark: Mark
    since: float
    is_served: bool
