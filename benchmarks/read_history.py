"""Every fact of a recent subject, each decoded into its type, against the driver's SELECT of the same rows."""

from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.stores import Store

AT_ONCE = 200
RECENT = 5_000
"""The subjects are those of the last so many facts."""

SUBJECTS = "SELECT DISTINCT subject_id FROM event WHERE position > {}"
NAMES = "SELECT tag FROM tag WHERE id = {}"
LIFE = (
    "SELECT position, type_id, data FROM event"
    " WHERE subject_id = (SELECT id FROM tag WHERE tag = '{}') ORDER BY position"
)
BASELINE = "raw SELECT of the same rows by subject"


def measure(store: Store, runs: int) -> Result:
    """Two hundred lives a round, one question each."""
    seconds = in_turn(_turns(store), runs)
    return seconds.as_rates(f"read_history_{store.name}", "lives/s", AT_ONCE, BASELINE)


def _turns(store: Store) -> Turns:
    recent = store.driver.fetch(SUBJECTS.format(store.driver.end().position - RECENT))
    subjects = [store.driver.fetch(NAMES.format(number))[0][0] for (number,) in sorted(recent) if number]
    at = 0
    while True:
        asked = [subjects[(at + n) % len(subjects)] for n in range(AT_ONCE)]
        at += AT_ONCE
        yield lambda: [store.ledger.recorded(subject=each) for each in asked]  # noqa: B023  (called before the next turn)
        yield lambda: [store.driver.fetch(LIFE.format(each)) for each in asked]  # noqa: B023
