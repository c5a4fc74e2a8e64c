"""What a monitoring system is told of the log and its views, and what is said of a view that stopped."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from fastapi.testclient import TestClient

from api import app
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.fact import Recorded
from ledger.log import Ledger
from projections.loops.view import LoopView
from projections.parties.party import Changes, PartyView
from tests.conftest import NOON
from tests.doors import Caller, codes
from tests.projections.rows_of_facts import Poisoned, Seen
from tests.specification import PLANT, Scenario, drum, generated, weighed


class PoisonedParty(PartyView):
    """Fails on the tenth fact while it is ill."""

    ill: ClassVar = True

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        if self.ill and any(fact.position == 10 for fact in facts):
            raise ZeroDivisionError("a mass of nothing")
        return super().fold(ledger, facts)


def figures(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (x.rpartition(" ") for x in lines if not x.startswith("#"))}


@pytest.fixture
def idle(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A server that follows nothing, with two views, one of which is going to fail."""
    monkeypatch.setattr(app, "VIEWS", (Seen(), Poisoned()))
    return TestClient(app.create_app(ledger, Settings()))


def test_each_view_tells_how_far_it_is_behind(
    idle: TestClient, ledger: Ledger, scenario: Scenario, clock: SimulatedClock
) -> None:
    idle.app.state.views.reach("seen", 1)
    clock.set(NOON + timedelta(seconds=10))
    scenario.when(weighed(drum(1)))
    clock.set(NOON + timedelta(seconds=40))
    scenario.when(weighed(drum(2)))
    clock.set(NOON + timedelta(seconds=52.5))
    told = figures(idle)
    assert told["bihuan_log_position"] == 3
    assert told['bihuan_view_position{view="seen"}'] == 1
    assert told['bihuan_view_behind_facts{view="seen"}'] == 2
    assert told['bihuan_view_behind_seconds{view="seen"}'] == 42.5
    idle.app.state.views.reach("seen", 3)
    told = figures(idle)
    assert told['bihuan_view_behind_facts{view="seen"}'] == told['bihuan_view_behind_seconds{view="seen"}'] == 0
    assert told['bihuan_view_behind_facts{view="poisoned"}'] == 3


def test_each_rebuild_is_counted_and_timed(idle: TestClient) -> None:
    views = idle.app.state.views
    assert figures(idle)['bihuan_view_rebuild_seconds_count{view="seen"}'] == 0
    views.reach("seen", 1)
    first = figures(idle)
    views.rebuild("seen")
    then = figures(idle)
    assert first['bihuan_view_rebuild_seconds_count{view="seen"}'] == 1
    assert then['bihuan_view_rebuild_seconds_count{view="seen"}'] == 2
    assert (
        then['bihuan_view_rebuild_seconds_sum{view="seen"}'] > first['bihuan_view_rebuild_seconds_sum{view="seen"}']
    )


def test_every_figure_has_its_kind_and_its_words_once(idle: TestClient) -> None:
    answer = idle.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    helped = [line.split()[2] for line in lines if line.startswith("# HELP")]
    assert helped == [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(set(helped)) == len(helped) == 6
    assert all(line.startswith(("#", *helped)) for line in lines)


def test_a_view_that_stops_is_named_and_only_the_doors_that_need_it_are_shut(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "VIEWS", (PoisonedParty(), LoopView(), Seen()))
    client = TestClient(app.create_app(ledger, Settings()))
    client.app.state.views.reach("party", 1)
    plant = Caller.of(client, PLANT)
    for number in range(12):
        assert plant.post(generated(drum(number))).status_code == 201
    refused = plant.get(f"/v1/subjects/{drum(0)}")
    assert (refused.status_code, codes(refused)) == (503, ["view_stopped"])
    assert "bihuan rebuild party" in refused.text
    ready = client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["views_stopped"] == {
        "party": {
            "since": "2026-11-24T04:00:00.000000Z",
            "why": "ZeroDivisionError at position 10: a mass of nothing",
        }
    }
    assert figures(client)['bihuan_view_stopped{view="party"}'] == 1
    assert figures(client)['bihuan_view_stopped{view="seen"}'] == 0
    assert plant.post(weighed(drum(0))).status_code == 201
    monkeypatch.setattr(PoisonedParty, "ill", False)
    client.app.state.views.rebuild("party")
    assert plant.get(f"/v1/subjects/{drum(0)}").status_code == 200
    assert client.get("/health/ready").json()["views_stopped"] == {}


class PoisonedLoops(LoopView):
    """The loops, which cannot be folded."""

    def fold(self, *_: Any) -> Any:
        """Raises."""
        raise ZeroDivisionError("a loop of nothing")


def test_without_the_loops_a_subject_is_shown_but_for_its_chain(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "VIEWS", (PartyView(), PoisonedLoops()))
    client = TestClient(app.create_app(ledger, Settings()))
    plant = Caller.of(client, PLANT)
    assert plant.post(generated(drum(0))).status_code == 201
    assert plant.get("/v1/loops").status_code == 503
    assert plant.get(f"/v1/subjects/{drum(0)}").json()["loops"] == {"custody": "open"}
