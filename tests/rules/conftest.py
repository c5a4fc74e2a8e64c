"""A register of flags over an empty log: given facts, as they come in, which flags there are at an instant."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.clock import SimulatedClock, instant, read_instant
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.posting import Posting
from projections.anomalies.lists import Flag, Wanted, flags_of
from projections.anomalies.view import AnomalyView
from projections.custody.asked_at import asked_at
from projections.custody.visibility import Viewer
from projections.parties.party import PartyView
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings
from tests.conftest import NOON
from tests.specification import OPERATOR, Scenario, said

EVERYTHING = Viewer(OPERATOR, True, None, True)


class Register:
    """The register, and the clock by which it learns: each fact as it happens, unless it is told later."""

    def __init__(self, ledger: Ledger, clock: SimulatedClock) -> None:
        self._ledger, self._clock = ledger, clock
        self._scenario = Scenario(ledger)
        self.views = Runner(ledger, (AnomalyView(), PartyView()))

    def given(self, *postings: Posting, recorded_at: str | None = None) -> "Register":
        """Recorded when they happened, or at an instant; never before what was recorded last."""
        for posting in postings:
            then = read_instant(instant(recorded_at or posting.time))
            self._clock.set(max(self._clock.now(), then))
            self._scenario.given(posting)
        return self

    def position(self, subject: str) -> int:
        """Of the last fact about a subject."""
        return self._ledger.recorded(subject=subject)[-1].position

    def corrected(
        self, posting: Posting, at: str, *, time: str | None = None, recorded_at: str | None = None, **changed: Any
    ) -> "Register":
        """The last fact about its subject was not as it was posted."""
        data = {"position": self.position(posting.subject), "data": posting.data | changed, "reason": "误报"}
        speaker = posting.source.split(":")[2]
        said_so = said("fact.corrected", posting.subject, data | ({"time": time} if time else {}), by=speaker, at=at)
        return self.given(said_so, recorded_at=recorded_at)

    def facts(self, subject: str) -> list[Recorded[Any]]:
        """All that is recorded about a subject."""
        return self._ledger.recorded(subject=subject)

    def flags(self, as_of: str, rule: str | None = None, *, viewer: Viewer = EVERYTHING, **wanted: Any) -> list[Flag]:
        """The flags of an instant, of one rule or of all; the newest first. An authority's own only it is shown."""
        self._clock.set(max(self._clock.now(), read_instant(instant(as_of))))
        for name in self.views.views:
            self.views.reach(name, self._ledger.head()[0])
        at = asked_at(self._ledger, RecordedSettings(self._ledger), instant(as_of))
        return flags_of(self.views, viewer, at, Wanted(rule=rule, **wanted))

    def told(self, as_of: str, rule: str) -> list[tuple[str, str, str]]:
        """Subject, cause and severity of each."""
        return [(flag.subject, flag.cause, flag.severity) for flag in self.flags(as_of, rule)]


@pytest.fixture
def register(sqlite_template: Path, tmp_path: Path) -> Iterator[Register]:
    """An empty one; rules are pure, so one store will do."""
    shutil.copyfile(sqlite_template, tmp_path / "bihuan.db")
    clock = SimulatedClock(NOON.replace(year=2025))
    with Ledger(f"sqlite:///{tmp_path / 'bihuan.db'}", clock) as opened:
        opened.migrate(OPERATOR, "localhost/test")
        yield Register(opened, clock)
