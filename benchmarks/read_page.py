"""A page of 5,000 facts, each decoded into its type, against the same SELECT through the driver."""

from itertools import cycle

from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.stores import Store

SIZE = 5_000
RAW_READ = {"sqlite": "raw sqlite3 SELECT, same rows", "postgresql": "raw psycopg binary SELECT, same rows"}


def measure(store: Store, runs: int) -> Result:
    """Pages from the first to the last."""
    seconds = in_turn(_turns(store), runs)
    return seconds.as_rates(f"read_page_5000_typed_{store.name}", "facts/s", SIZE, RAW_READ[store.name])


def _turns(store: Store) -> Turns:
    last = store.driver.end().position - SIZE
    for after in cycle(range(0, last, SIZE)):
        store.driver.page(after, SIZE)  # neither side fetches it from the disk for the other
        yield lambda: store.ledger.recorded(after=after, limit=SIZE)  # noqa: B023  (called before the next turn)
        yield lambda: store.driver.page(after, SIZE)  # noqa: B023
