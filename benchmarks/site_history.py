"""A hundred more trips to a site of a hundred thousand, into all views, beside a hundred more to one of a hundred."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.district import FIRST_DAY, OPERATOR, PLANTS, batch, drafts, sealed
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.report import progress
from benchmarks.stores import Store, fresh_url
from ledger.clock import write_instant
from ledger.log import Ledger
from ledger.posting import Posting
from projections.catalogue import VIEWS
from projections.runner import Runner

MANY, FEW = 100_000, 100
CARRIER, SITE_OPERATOR = PLANTS[0], PLANTS[1]
SITE = "site:310115.S-01"
STEPS = 3


def measure(store: Store, runs: int) -> Result:
    """How much of the speed is left, where each trip has a thousand times as many before it."""
    with TemporaryDirectory(prefix="bihuan-bench-") as folder, ExitStack() as opened:
        sites = []
        for trips in (MANY, FEW):
            place = Path(folder) / str(trips)
            place.mkdir()
            ledger = opened.enter_context(Ledger(opened.enter_context(fresh_url(store, place, str(trips)))))
            sites.append(_Site(ledger, trips))
        seconds = in_turn(_turns(*sites), runs)
    baseline = f"the same beside {FEW} trips"
    return seconds.as_rates(f"site_history_{store.name}", "facts/s", FEW * STEPS, baseline)


class _Site:
    """A log of nothing but trips to one site, and all views of it."""

    def __init__(self, ledger: Ledger, trips: int) -> None:
        ledger.migrate(OPERATOR, "localhost/bench")
        self._ledger, self._waiting, self._views = ledger, drafts(_postings()), Runner(ledger, VIEWS)
        for done in range(0, trips, 1_000):
            if done % 10_000 == 0:
                progress(f"a site of {done:,} trips of {trips:,}")
            self._append(min(trips, 1_000))
        self._views.rebuild_all([view.NAME for view in VIEWS])

    def _append(self, trips: int) -> None:
        self._ledger.recorder.append_leaves(sealed(batch(self._waiting, trips * STEPS)))

    def grow(self) -> "_Site":
        """A hundred trips more, not folded yet."""
        self._append(FEW)
        return self

    def fold(self) -> None:
        """Have every view hold them."""
        while self._views.advance(self._ledger.head()[0]):
            pass


def _turns(many: _Site, few: _Site) -> Turns:
    while True:
        yield many.grow().fold
        yield few.grow().fold


def _postings() -> Iterator[Posting]:
    """Each trip leaves, arrives and is accepted."""
    for number in count():
        at = FIRST_DAY + timedelta(seconds=30 * number)
        trip, gross = f"trip:{CARRIER}.T-{number:07d}", Decimal(24_000 + number % 7_000)
        weighed: dict[str, Any] = {"gross_kg": gross, "tare_kg": Decimal(13_000)}
        departed = {
            **weighed,
            "carrier": f"organisation:{CARRIER}",
            "conveyance": f"vehicle:沪A{number % 90_000 + 10_000}",
            "gate": "gate:310115.P-01.G1",
            "permit": "permit:310115-1",
            "waste_class": "spoil",
        }
        accepted = {"site": SITE, "receipt": f"R-{number:07d}", "accepted_kg": gross - 13_000}
        steps = [
            (CARRIER, "trip.departed", departed),
            (SITE_OPERATOR, "trip.arrived", {**weighed, "site": SITE}),
            (SITE_OPERATOR, "trip.accepted", accepted),
        ]
        for step, (who, fact_type, data) in enumerate(steps):
            when = write_instant(at + timedelta(minutes=20 * step))
            yield Posting(f"{number:07d}{step}", f"urn:uscc:{who}:gate", fact_type, trip, when, data)
