"""The same log in two processes' hands."""

from collections.abc import Iterator

import pytest

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from projections import rebuilding
from projections import runner as running
from tests.conftest import NOON


@pytest.fixture
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven facts at a time, so that a short log has many stretches."""
    for part in (running, rebuilding):
        monkeypatch.setattr(part, "STRETCH", 7)


@pytest.fixture
def other(store_url: str) -> Iterator[Ledger]:
    """The log as another process has it."""
    with Ledger(store_url, SimulatedClock(NOON)) as opened:
        yield opened
