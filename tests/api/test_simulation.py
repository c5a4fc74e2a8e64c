"""The simulated month: lawful, lifelike, the same for the same seed, and accepted by the real API."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from api.app import create_app
from api.server import address_of, listen, serving
from api.settings import Settings
from api.simulation.condition import Condition, condition_of
from api.simulation.district import BUREAU, GENERATOR, OPERATOR, places
from api.simulation.happening import Post
from api.simulation.plan import plan
from api.simulation.playing import NotAcceptedError, Player, issue_demo_keys
from api.simulation.report import is_sound
from api.simulation.shanghai import SHANGHAI
from ledger.clock import SimulatedClock, instant, write_instant
from ledger.credentials import Credentials
from ledger.log import Ledger

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Noon in Shanghai, in the middle of a working day."""
STEPS = ["generated", "closed", "packaged", "weighed", "labelled", "stored", "withdrawn"]


@pytest.fixture(scope="module")
def month() -> list[Post]:
    return plan(TUESDAY)


@pytest.fixture(scope="module")
def told(month: list[Post]) -> list[tuple[datetime, dict[str, Any]]]:
    """Each event once, when it was heard first."""
    first: dict[tuple[str, str], tuple[datetime, dict[str, Any]]] = {}
    for post in month:
        for event in post.events:
            first.setdefault((post.poster, event["id"]), (post.recorded_at, event))
    return list(first.values())


def happened(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["time"])


def of_type(told: list[tuple[datetime, dict[str, Any]]], name: str) -> list[tuple[datetime, dict[str, Any]]]:
    return [each for each in told if each[1]["type"] == name]


def test_the_same_arguments_give_the_same_plan(month: list[Post]):
    assert plan(TUESDAY) == month


def test_another_seed_gives_another_month(month: list[Post]):
    assert plan(TUESDAY, seed=2) != month


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("weekday", range(7))
def test_a_month_at_the_default_scale_has_seven_to_ten_thousand_facts(weekday: int, seed: int):
    facts = {(p.poster, e["id"]) for p in plan(TUESDAY + timedelta(days=weekday), seed=seed) for e in p.events}
    assert 7_000 <= len(facts) < 9_900


def test_requests_are_in_recorded_order_within_the_span(month: list[Post]):
    recorded = [post.recorded_at for post in month]
    assert recorded == sorted(recorded)
    assert TUESDAY - timedelta(days=30) < recorded[0]
    assert recorded[-1] <= TUESDAY


def test_nothing_is_heard_before_it_happened(month: list[Post]):
    assert all(happened(event) <= post.recorded_at for post in month for event in post.events)


def test_a_request_carries_what_a_device_would_send_together(month: list[Post]):
    assert 1_500 <= len(month) <= 3_000
    assert max(len(post.events) for post in month) < 60
    assert all(len({event["source"] for event in post.events}) == 1 for post in month)


def test_every_id_is_used_for_one_content_only(month: list[Post]):
    contents: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for post in month:
        for event in post.events:
            contents[post.poster, event["source"], event["id"]].add(repr(event))
    assert all(len(each) == 1 for each in contents.values())


def test_all_three_supervision_classes_have_places_and_key_places_most_of_the_containers(told: Any):
    class_of = {p.uscc: p.supervision.name for p in places(1.0)}
    assigned = {e["subject"][14:32]: e["data"]["class"] for _, e in of_type(told, "supervision_class.assigned")}
    assert assigned == class_of
    containers = Counter(class_of[e["source"].split(":")[2]] for _, e in of_type(told, "container.generated"))
    assert containers["key"] > containers["simplified"] > 3 * containers["registered"] > 0


def test_five_immediates_happen_one_after_another(told: Any):
    lives: dict[str, dict[str, datetime]] = defaultdict(dict)
    for _, event in told:
        if event["type"].startswith("container."):
            lives[event["subject"]][event["type"].removeprefix("container.")] = happened(event)
    for life in lives.values():
        times = [life[step] for step in STEPS if step in life]
        assert times == sorted(times)
    assert sum(len(life) == len(STEPS) for life in lives.values()) > 500


def test_waste_arises_in_working_hours_and_less_at_weekends(told: Any):
    times = [happened(e).astimezone(SHANGHAI) for _, e in of_type(told, "container.generated")]
    assert all(8 <= time.hour < 17 for time in times)
    by_day = Counter(time.weekday() for time in times)
    assert max(by_day[5], by_day[6]) < min(by_day[day] for day in range(5)) / 2
    assert by_day[5] > 0


def test_labels_have_37_characters_that_say_owner_code_and_day_and_are_used_once(told: Any):
    labels = [(e["subject"], e["data"]["label_code"]) for _, e in of_type(told, "container.labelled")]
    generated = {e["subject"]: e for _, e in of_type(told, "container.generated")}
    assert len({label for _, label in labels}) == len(labels)
    for subject, label in labels:
        assert len(label) == 37
        assert label[:18] == subject.removeprefix("container:")[:18]
        if subject in generated:
            day = happened(generated[subject]).astimezone(SHANGHAI)
            assert label[18:34] == generated[subject]["data"]["waste_code"].replace("-", "") + f"{day:%Y%m%d}"


def test_drums_fill_over_days(told: Any):
    spans = [
        happened(e) - datetime.fromisoformat(e["data"]["filling_started_at"])
        for _, e in of_type(told, "container.generated")
        if "filling_started_at" in e["data"]
    ]
    assert len(spans) > 300
    assert min(spans) > timedelta()
    assert max(spans) > timedelta(days=7)


def test_a_phone_without_network_tells_it_hours_later_and_after_the_scale(told: Any):
    late = [at - happened(e) for at, e in told if e["data"].get("recorded_offline")]
    assert max(late) > timedelta(hours=3)
    weighed = {e["subject"]: at for at, e in of_type(told, "container.weighed")}
    overtaken = [e["subject"] for at, e in of_type(told, "container.generated") if weighed.get(e["subject"], at) < at]
    assert len(overtaken) > 3


def test_a_mistyped_mass_is_corrected_as_a_whole(told: Any):
    weighed = {(e["subject"], e["id"]): e for _, e in of_type(told, "container.weighed")}
    corrections = of_type(told, "fact.corrected")
    assert len(corrections) > 5
    for _, correction in corrections:
        original = weighed[correction["subject"], correction["data"]["position"]]["data"]
        corrected = correction["data"]["data"]
        assert corrected["gross_kg"] != original["gross_kg"]
        without_network = {"recorded_offline": True} if "recorded_offline" in original else {}
        assert {**corrected, "gross_kg": 0, **without_network} == {**original, "gross_kg": 0}


def test_a_container_entered_twice_is_withdrawn_and_nothing_else_is_said_of_it(told: Any):
    withdrawn = {e["subject"] for _, e in of_type(told, "fact.withdrawn")}
    assert len(withdrawn) > 3
    said = Counter(e["subject"] for _, e in told if e["subject"] in withdrawn)
    assert set(said.values()) == {2}


def test_devices_repeat_requests_whose_answer_was_lost(month: list[Post], told: Any):
    assert sum(len(post.events) for post in month) > len(told) + 50


def test_containers_are_on_the_way_when_the_month_ends(told: Any):
    generated = {e["subject"] for _, e in of_type(told, "container.generated")}
    stored = {e["subject"] for _, e in of_type(told, "container.stored")}
    assert 0 < len(generated - stored) < 100


def test_no_storage_point_ever_holds_more_than_three_tonnes(told: Any):
    points = {p.storage: Decimal() for p in places(1.0) if p.supervision.name == "registered"}
    # what was mistyped was heavier or lighter on paper only
    right = {(e["subject"], e["data"]["position"]): e["data"]["data"] for _, e in of_type(told, "fact.corrected")}
    net: dict[str, Decimal] = {}
    at: dict[str, str] = {}
    for _, event in sorted(told, key=lambda each: happened(each[1])):
        data, subject = event["data"], event["subject"]
        if event["type"] == "container.weighed":
            data = right.get((subject, event["id"]), data)
            net[subject] = data["gross_kg"] - data["tare_kg"]
        elif event["type"] == "container.stored" and data["facility"] in points:
            at[subject] = data["facility"]
            points[data["facility"]] += net.get(subject, Decimal(200))
            assert points[data["facility"]] < 3_000
        elif event["type"] == "container.withdrawn" and subject in at:
            points[at[subject]] -= net.get(subject, Decimal(200))
    assert any(points.values())


class Played(NamedTuple):
    ledger: Ledger
    clock: SimulatedClock
    posts: list[Post]
    address: str


@pytest.fixture(scope="module")
def played(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Eight days of a small district, played through HTTP and still served."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copyfile(sqlite_template, path)
    clock = SimulatedClock(TUESDAY - timedelta(days=8))
    posts = plan(TUESDAY, days=8, scale=0.2, seed=7)
    with Ledger(f"sqlite:///{path}", clock) as ledger:
        ledger.migrate(OPERATOR, "localhost/test", simulated=True)
        listener = listen("127.0.0.1", 0)
        with serving(create_app(ledger, Settings()), listener):
            for _ in Player(ledger, clock, address_of(listener)).play(posts):
                assert ledger.recorder.now() <= TUESDAY
            yield Played(ledger, clock, posts, address_of(listener))


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
    assert all(f.fact.occurred_at <= f.recorded_at for f in facts)


def test_what_was_played_is_sound(played: Played):
    assert is_sound(played.ledger)


def test_corrections_and_withdrawals_name_the_position_of_their_original(played: Played):
    facts = {f.position: f for f in played.ledger.recorded()}
    about = [f for f in facts.values() if f.fact.type.startswith("fact.")]
    assert {f.fact.type for f in about} == {"fact.corrected", "fact.withdrawn"}
    for fact in about:
        original = facts[fact.fact.data.position].fact
        assert original.subject == fact.fact.subject
        assert fact.fact.id.startswith(original.id)


def test_a_refused_request_stops_the_simulation(played: Played):
    wrong = {**played.posts[-1].events[0], "id": "wrong", "type": "container.lost"}
    player = Player(played.ledger, played.clock, played.address)
    with pytest.raises(NotAcceptedError, match="HTTP 422"):
        list(player.play([Post(TUESDAY, played.posts[-1].poster, [wrong])]))


def test_a_simulation_is_finished_when_the_demo_keys_are_issued(played: Played):
    assert condition_of(played.ledger) is Condition.UNFINISHED
    keys = issue_demo_keys(played.ledger)
    assert condition_of(played.ledger) is Condition.PLAYED
    holders = [Credentials(played.ledger.recorder.engine).holder_of(key).organisation for key in keys.values()]
    assert holders == [GENERATOR, BUREAU]


def test_planned_times_are_written_as_devices_in_shanghai_write_them(month: list[Post]):
    assert all(event["time"].endswith("+08:00") and instant(event["time"]) for event in month[-1].events)
