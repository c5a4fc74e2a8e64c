"""The simulated month as it is played through HTTP: accepted, recorded as planned, and the same every time."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from api.app import create_app
from api.server import address_of, listen, serving
from api.settings import Settings
from api.simulation.condition import Arguments, Condition, condition_of, played_with
from api.simulation.district import BUREAU, GENERATOR, OPERATOR
from api.simulation.happening import Post
from api.simulation.plan import Month, plan
from api.simulation.playing import VISITORS, NotAcceptedError, Player, issue_demo_keys
from api.simulation.report import is_sound, month_of
from api.simulation.truth import Injected
from ledger.clock import MAX_AHEAD, SimulatedClock, instant, read_instant, write_instant
from ledger.credentials import Credentials
from ledger.log import Ledger
from tests.api.suspects.lives import seeped_g

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


class Played(NamedTuple):
    ledger: Ledger
    clock: SimulatedClock
    posts: list[Post]
    address: str


@contextmanager
def playing(sqlite_template: Path, path: Path, days: int, scale: float, seed: int) -> Iterator[Played]:
    """Some days of a small district, played through HTTP and still served."""
    shutil.copyfile(sqlite_template, path)
    clock = SimulatedClock(TUESDAY - timedelta(days=days))
    posts = plan(TUESDAY, days, scale, seed)
    with Ledger(f"sqlite:///{path}", clock) as ledger:
        ledger.migrate(OPERATOR, "localhost/test", simulated=True)
        listener = listen("127.0.0.1", 0)
        with serving(create_app(ledger, Settings()), listener):
            for _ in Player(ledger, clock, address_of(listener)).play(posts):
                assert ledger.recorder.now() <= TUESDAY
            yield Played(ledger, clock, posts, address_of(listener))


@pytest.fixture(scope="module")
def played(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with playing(sqlite_template, path, days=8, scale=0.2, seed=3) as played:
        yield played


def test_every_planned_event_is_recorded_once_at_its_planned_instant(played: Played):
    planned: dict[tuple[str, str, str], str] = {}
    for post in played.posts:
        for event in post.events:
            planned.setdefault((post.poster, event["source"], event["id"]), write_instant(post.recorded_at))
    recorded = {
        (f.fact.stated_by, f.fact.source, f.fact.id): f.recorded_at
        for f in played.ledger.recorded()
        if f.fact.type not in {"log.opened", "credential.issued"}
    }
    assert recorded == planned


def test_recorded_order_never_falls_and_nothing_lies_in_the_future(played: Played):
    facts = played.ledger.recorded()
    recorded = [f.recorded_at for f in facts]
    assert recorded == sorted(recorded)
    assert recorded[-1] <= write_instant(TUESDAY)
    assert all(read_instant(f.fact.occurred_at) <= read_instant(f.recorded_at) + MAX_AHEAD for f in facts)


def test_what_was_played_is_sound(played: Played):
    assert is_sound(played.ledger)


def test_corrections_and_withdrawals_name_the_position_of_their_original(played: Played):
    facts = {f.position: f for f in played.ledger.recorded()}
    about = [f for f in facts.values() if f.fact.type.startswith("fact.")]
    assert "fact.corrected" in {f.fact.type for f in about}
    for fact in about:
        original = facts[fact.fact.data.position].fact
        assert original.subject == fact.fact.subject
        assert original.id in fact.fact.id


def test_a_refused_request_stops_the_simulation(played: Played):
    wrong = {**played.posts[-1].events[0], "id": "wrong", "type": "container.lost"}
    player = Player(played.ledger, played.clock, played.address)
    with pytest.raises(NotAcceptedError, match="HTTP 422"):
        list(player.play([Post(TUESDAY, played.posts[-1].poster, [wrong])]))


def test_a_simulation_is_finished_when_the_demo_keys_are_issued(played: Played):
    assert condition_of(played.ledger) is Condition.UNFINISHED
    arguments = Arguments(8, 0.2, 3)
    keys = issue_demo_keys(played.ledger, arguments.key_name)
    assert condition_of(played.ledger) is Condition.PLAYED
    assert played_with(played.ledger) == (played.ledger.recorder.now(), arguments)
    holders = [Credentials(played.ledger.recorder.engine).holder_of(key).organisation for key in keys.values()]
    assert holders == list(VISITORS)
    assert {GENERATOR, BUREAU} <= set(holders)


def test_planned_times_are_written_as_devices_in_shanghai_write_them(played: Played):
    assert all(event["time"].endswith("+08:00") and instant(event["time"]) for event in played.posts[-1].events)


def test_the_ledger_numbers_one_manifest_in_three_and_every_fact_of_it_has_that_number(played: Played):
    issues = played.ledger.recorded(types=["manifest.issued"])
    numbered = [f for f in issues if f.fact.asked is not None]
    assert 0 < len(numbered) < len(issues)
    names = {e["id"]: e["subject"] for post in played.posts for e in post.events if "?" in e["subject"]}
    asked = Counter(names.values())
    for issue in numbered:
        name = names[issue.fact.id]
        assert len(list(played.ledger.recorded(subject=issue.fact.subject))) == asked[name]


def test_trips_are_closed_and_no_gram_is_gone_without_a_word_but_where_a_tank_leaks(played: Played):
    month = month_of(played.ledger)
    lost = Injected("container_lost", "container:91310115MA1DE00013.D-1", TUESDAY, "盘点时不在")
    report = month.report(played=Month([], [lost], []), checkpoint="", verified=True, seconds=1)
    assert {rule: each.injected for rule, each in report.anomalies.items() if each.injected} == {"container_lost": 1}
    assert report.loops["closed"] > 0
    assert report.mass_balance_residual_g == seeped_g(played.posts) > 0


@pytest.mark.parametrize(("scale", "seed"), [(0.05, 1), (0.1, 2)])
def test_the_same_arguments_give_the_same_log_but_for_salts_and_keys(
    sqlite_template: Path, tmp_path: Path, scale: float, seed: int
):
    def log(name: str) -> list[Any]:
        with playing(sqlite_template, tmp_path / name, 3, scale, seed) as played:
            facts = played.ledger.recorded()
            return [
                (msgspec.structs.replace(f.fact, salt="", credential=""), f.recorded_at)
                for f in facts
                if f.fact.type not in {"credential.issued", "log.opened"}
            ]

    first = log("first.db")
    assert len(first) > 300
    assert log("second.db") == first
