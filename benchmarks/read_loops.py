"""A page of a plant's loops and the closed-loop rate of all, against the driver's SELECT of as many of its rows."""

from collections.abc import Callable
from typing import Any

from benchmarks.district import OPERATOR, PLANTS
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.stores import Store
from projections.catalogue import VIEWS
from projections.custody.asked_at import asked_at
from projections.custody.visibility import Viewer
from projections.loops.figures import groups_of
from projections.loops.lists import Filter, page_of, reached
from projections.loops.view import LoopView
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings

PAGE = 100
AT_ONCE = 20
ROWS = "SELECT * FROM {} WHERE subject >= '{}' ORDER BY subject LIMIT {}"


def measure_page(store: Store, runs: int) -> Result:
    """Twenty pages of a hundred loops of one plant, each from another place on."""
    return _measure(
        "read_loops", store, runs, lambda views, at, who, after: page_of(views, who, at, Filter(), after, PAGE)
    )


def measure_rate(store: Store, runs: int) -> Result:
    """The closed-loop rate of all plants, twenty times."""
    return _measure("read_closed_loop", store, runs, lambda views, at, _, __: groups_of(views, EVERYTHING, at))


EVERYTHING = Viewer(OPERATOR, True, None, True)


def _measure(name: str, store: Store, runs: int, ask: Callable[..., Any]) -> Result:
    views = Runner(store.ledger, VIEWS)
    reached(views, store.ledger.head()[0])
    at = asked_at(store.ledger, RecordedSettings(store.ledger))
    with views.reading(LoopView.NAME) as view:
        table = view.tables.loop.name
    seconds = in_turn(_turns(store, views, at, table, ask), runs)
    return seconds.as_rates(f"{name}_{store.name}", "answers/s", AT_ONCE, "raw SELECT of a hundred loops by subject")


def _turns(store: Store, views: Runner, at: Any, table: str, ask: Callable[..., Any]) -> Turns:
    begun = 0
    while True:
        begun += 1
        plants = [PLANTS[(begun * AT_ONCE + n) % len(PLANTS)] for n in range(AT_ONCE)]
        asked = [(Viewer(plant, False, None, False), (f"container:{plant}", "")) for plant in plants]
        yield lambda: [ask(views, at, who, after) for who, after in asked]  # noqa: B023  (called before the next turn)
        yield lambda: [store.driver.fetch(ROWS.format(table, after[0], PAGE)) for _, after in asked]  # noqa: B023
