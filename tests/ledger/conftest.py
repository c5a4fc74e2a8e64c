"""A log with something of everything in it, and an insider who may do with its database as they please."""

from collections.abc import Iterator

import pytest

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.store.crew import Crew
from tests.ledger.insider import Insider
from tests.ledger.varied_log import fill


@pytest.fixture
def varied_log(ledger: Ledger, clock: SimulatedClock) -> Ledger:
    """Sixteen facts, among them a correction and a withdrawal, recorded at four instants."""
    fill(ledger, clock)
    return ledger


@pytest.fixture
def insider(varied_log: Ledger) -> Insider:
    """Somebody with all rights over the database of the varied log, its triggers already out of the way."""
    return Insider.with_all_rights(varied_log.recorder.engine)


@pytest.fixture(scope="session")
def crew() -> Iterator[Crew]:
    """Another process to check with; it takes a while to start, so it serves all tests."""
    with Crew(1) as started:
        yield started
