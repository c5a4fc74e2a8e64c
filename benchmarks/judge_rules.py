"""New facts, one at a time, judged by all rules: beside the driver's SELECT of the same facts by their subjects."""

from benchmarks.district import batch, sealed
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.read_history import LIFE
from benchmarks.stores import Store
from projections.anomalies.view import AnomalyView
from projections.runner import Runner

SIZE = 50


def measure(store: Store, runs: int) -> Result:
    """Each fact is a stretch of its own, as it is where facts come in one by one."""
    views = Runner(store.ledger, [AnomalyView()])
    _have_judged(store, views)
    seconds = in_turn(_turns(store, views), runs)
    return seconds.as_rates(f"judge_rules_{store.name}", "facts/s", SIZE, "raw SELECT of all facts about the subject")


def _have_judged(store: Store, views: Runner) -> None:
    """Once for a log: half an hour at a million facts."""
    views.reach(AnomalyView.NAME, 0)
    with views.reading(AnomalyView.NAME) as reading:
        behind = reading.position < store.ledger.head()[0]
    if behind:
        views.rebuild(AnomalyView.NAME)


def _turns(store: Store, views: Runner) -> Turns:
    while True:
        waiting = batch(store.waiting, SIZE)
        subjects = [each.statement.subject for each in waiting]
        head = store.ledger.head()[0]
        store.ledger.recorder.append_leaves(sealed(waiting))
        yield lambda: [views.reach(AnomalyView.NAME, head + n) for n in range(1, SIZE + 1)]  # noqa: B023
        yield lambda: [store.driver.fetch(LIFE.format(each)) for each in subjects]  # noqa: B023
