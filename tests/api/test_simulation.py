"""The simulated month as it is planned: lawful but for what is injected, lifelike, the same for the same seed."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.simulation.district import places, small_producers
from api.simulation.firms import BURNER, COLLECTOR, FIRMS, HOUSEHOLD_LANDFILL, RIGID_LANDFILL
from api.simulation.happening import Post
from api.simulation.plan import month as planned
from api.simulation.plan import plan
from api.simulation.provinces import ETCHER
from api.simulation.shanghai import SHANGHAI
from api.simulation.suspects.company import SUSPECTS, UNCLASSED
from api.simulation.suspects.speaking import FREED
from api.simulation.truth import Injected
from ledger.catalogue import CATALOGUE

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Noon in Shanghai, in the middle of a working day."""
CLASSED = [place for place in SUSPECTS if place.uscc not in UNCLASSED]
STEPS = ["generated", "closed", "packaged", "weighed", "labelled", "stored", "withdrawn"]


@pytest.fixture(scope="module")
def month() -> list[Post]:
    return plan(TUESDAY)


@pytest.fixture(scope="module")
def truth() -> list[Injected]:
    return planned(TUESDAY).injected


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


def owner(event: dict[str, Any]) -> str:
    """The organisation whose code begins the subject's number."""
    return str(event["subject"]).partition(":")[2][:18]


def said_by(event: dict[str, Any]) -> str:
    """How the plan names an original."""
    return f"{event['source'].split(':')[2]}/{event['id']}"


def of_type(told: list[tuple[datetime, dict[str, Any]]], name: str) -> list[tuple[datetime, dict[str, Any]]]:
    return [each for each in told if each[1]["type"] == name]


def test_the_same_arguments_give_the_same_plan(month: list[Post]):
    assert plan(TUESDAY) == month


def test_another_seed_gives_another_month(month: list[Post]):
    assert plan(TUESDAY, seed=2) != month


@pytest.mark.parametrize(("weekday", "seed"), [(0, 2), (1, 1), (3, 3), (4, 1), (5, 2), (6, 3)])
def test_a_month_at_the_default_scale_has_about_twenty_thousand_facts(weekday: int, seed: int):
    posts = plan(TUESDAY + timedelta(days=weekday), seed=seed)
    facts = {(p.poster, e["source"], e["id"]) for p in posts for e in p.events}
    assert 15_000 <= len(facts) < 23_000


def test_half_the_scale_is_about_half_the_facts(month: list[Post]):
    half = sum(len(post.events) for post in plan(TUESDAY, scale=0.5))
    assert 0.4 < half / sum(len(post.events) for post in month) < 0.65


def test_requests_are_in_recorded_order_within_the_span(month: list[Post]):
    recorded = [post.recorded_at for post in month]
    assert recorded == sorted(recorded)
    assert TUESDAY - timedelta(days=30) < recorded[0]
    assert recorded[-1] <= TUESDAY


def test_nothing_is_heard_before_it_happened_but_from_clocks_that_are_fast_by_less_than_five_minutes(
    month: list[Post],
):
    early = [
        (happened(e) - p.recorded_at, e["source"]) for p in month for e in p.events if happened(e) > p.recorded_at
    ]
    assert early
    assert max(early)[0] < timedelta(minutes=5)
    assert all(source.endswith(":scale-01") for _, source in early)


def test_a_request_carries_what_a_device_would_send_together(month: list[Post]):
    assert 3_000 <= len(month) <= 5_500
    assert sorted(len(post.events) for post in month)[-100] < 60
    # an office imports its tables at once, and a tour is told in one batch
    assert 100 < max(len(post.events) for post in month) <= 500
    assert all(event["source"].split(":")[2] == post.poster for post in month for event in post.events)


@pytest.mark.parametrize("seed", [1, 14])
def test_every_id_is_used_for_one_content_only(seed: int):
    """In the second month a receiver confirms two corrections whose drums are numbered alike."""
    contents: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for post in plan(TUESDAY, seed=seed):
        for event in post.events:
            contents[post.poster, event["source"], event["id"]].add(repr(event))
    assert all(len(each) == 1 for each in contents.values())


def test_all_three_supervision_classes_have_places_and_key_places_most_of_the_containers(told: Any):
    classed = (*places(1.0), *small_producers(1.0), *FIRMS, ETCHER, *CLASSED)
    class_of = {p.uscc: p.supervision.name for p in classed}
    assigned = {e["subject"][14:32]: e["data"]["class"] for _, e in of_type(told, "supervision_class.assigned")}
    assert assigned == class_of
    assert Counter(class_of.values()) == {"key": 14, "simplified": 18, "registered": 77}
    assert {p.division for p in places(1.0)} == {"310115", "310112"}
    containers = Counter(class_of[owner(e)] for _, e in of_type(told, "container.generated"))
    assert containers["key"] > containers["simplified"] > containers["registered"] > 100


def test_five_immediates_happen_one_after_another_but_where_injected(told: Any, truth: list[Injected]):
    out_of_order = {each.subject for each in truth if each.rule == "stated_out_of_order"}
    lives: dict[str, dict[str, datetime]] = defaultdict(dict)
    for _, event in told:
        told_twice = event["id"].endswith("-again")
        wrong = event["subject"] in out_of_order
        if (
            event["type"].startswith("container.")
            and not told_twice
            and not wrong
            and not event["source"].endswith(":scale-01")
        ):
            # what is said again of a drum comes after that
            step = event["type"].removeprefix("container.")
            first = lives[event["subject"]].get(step, happened(event))
            lives[event["subject"]][step] = min(first, happened(event))
    for life in lives.values():
        times = [life[step] for step in STEPS if step in life]
        assert times == sorted(times)
    assert sum(len(life) == len(STEPS) for life in lives.values()) > 300
    assert sum(len(life) == len(STEPS) - 1 for life in lives.values()) > 300


def test_waste_arises_in_working_hours_and_less_at_weekends(told: Any):
    filled = [e for _, e in of_type(told, "container.generated") if e["data"]["kind"] != "pipeline"]
    times = [happened(e).astimezone(SHANGHAI) for e in filled]
    assert all(8 <= time.hour < 17 for time in times)
    by_day = Counter(time.weekday() for time in times)
    assert max(by_day[5], by_day[6]) < min(by_day[day] for day in range(5)) / 2
    assert by_day[5] > 0


def test_labels_have_37_characters_that_say_owner_code_and_day_and_are_used_once_but_where_injected(
    told: Any, truth: list[Injected]
):
    labels = [(e["subject"], e["data"]["label_code"]) for _, e in of_type(told, "container.labelled")]
    generated = {e["subject"]: e for _, e in of_type(told, "container.generated")}
    twice = {each.key for each in truth if each.rule == "label_reused"}
    drums = defaultdict(set)
    for subject, label in labels:
        drums[label].add(subject)
    assert {label for label, of in drums.items() if len(of) > 1} == twice
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
    weighed = {said_by(e): e for _, e in of_type(told, "container.weighed")}
    corrections = of_type(told, "fact.corrected")
    assert len(corrections) > 5
    for _, correction in corrections:
        original = weighed[correction["data"]["position"]]["data"]
        assert weighed[correction["data"]["position"]]["subject"] == correction["subject"]
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
    recording = {p.uscc for p in places(1.0)}
    drums = [e for _, e in of_type(told, "container.generated") if e["data"]["kind"] != "pipeline"]
    generated = {e["subject"] for e in drums if owner(e) in recording}
    stored = {e["subject"] for _, e in of_type(told, "container.stored")}
    assert 0 < len(generated - stored) < 100


def test_no_storage_point_ever_holds_more_than_three_tonnes(told: Any):
    points = {p.storage: Decimal() for p in places(1.0) if p.supervision.name == "registered"}
    # what was mistyped was heavier or lighter on paper only
    right = {e["data"]["position"]: e["data"]["data"] for _, e in of_type(told, "fact.corrected")}
    net: dict[str, Decimal] = {}
    at: dict[str, str] = {}
    for _, event in sorted(told, key=lambda each: happened(each[1])):
        data, subject = event["data"], event["subject"]
        if event["type"] == "container.weighed":
            data = right.get(said_by(event), data)
            net[subject] = data["gross_kg"] - data["tare_kg"]
        elif event["type"] == "container.stored" and data["facility"] in points:
            at[subject] = data["facility"]
            points[data["facility"]] += net.get(subject, Decimal(200))
            assert points[data["facility"]] < 3_000
        elif event["type"] == "container.withdrawn" and subject in at:
            points[at[subject]] -= net.get(subject, Decimal(200))
    assert any(points.values())


def test_the_whole_hazardous_slice_is_played(told: Any):
    slice_ = {
        name
        for name, known in CATALOGUE.items()
        if name.split(".")[0] in {"container", "manifest", "storage", "tank", "treatment", "waste_profile", "licence"}
    }
    never = {"waste_profile.changed", "waste_profile.closed", "licence.suspended", "licence.revoked"}
    assert slice_ - never <= {e["type"] for _, e in told}
    others = {
        "conveyance.registered",
        "contract.signed",
        "declaration.submitted",
        "delegation.accepted",
        "device.clock_checked",
        "exemption.claimed",
        "fact.correction_confirmed",
        "gate.passed",
        "management_plan.filed",
        "output.reported",
        "scale.checked",
        "scale.verified",
        "supervision_list.entered",
        "supervision_list.left",
    }
    assert others <= {e["type"] for _, e in told}


def test_the_collector_states_for_forty_producers_a_tour_in_one_batch(month: list[Post]):
    tours = [post for post in month if any(e.get("onbehalfof") for e in post.events)]
    assert {post.poster for post in tours} == {COLLECTOR.uscc}
    assert {e["onbehalfof"] for post in tours for e in post.events if "onbehalfof" in e} == {
        p.uscc for p in (*small_producers(1.0), *FREED)
    }
    stops = sorted(
        len({e.get("onbehalfof") for e in post.events} - {None, *(p.uscc for p in FREED)}) for post in tours
    )
    assert set(stops) - {0} == {10}


def test_what_forty_gave_is_poured_together_to_the_last_gram(told: Any, truth: list[Injected]):
    pourings = of_type(told, "container.repacked")
    assert pourings
    weighed = {e["subject"]: e["data"] for _, e in of_type(told, "container.weighed")}
    unknown = {each.subject for each in truth if each.rule == "collector_source_missing"}
    for _, each in pourings:
        if each["subject"] in unknown:
            continue
        given = sum(part["mass_kg"] for part in each["data"]["from"])
        assert given == each["data"]["into"][0]["mass_kg"]
        assert weighed[each["subject"]]["gross_kg"] - weighed[each["subject"]]["tare_kg"] == given


def test_ash_goes_by_barge_to_the_rigid_landfill_and_one_batch_under_an_exemption(told: Any):
    ash = [e for _, e in of_type(told, "manifest.issued") if e["data"]["lines"][0]["waste_code"] == "772-003-18"]
    assert {e["data"]["receiver"] for e in ash} == {RIGID_LANDFILL.organisation, HOUSEHOLD_LANDFILL.organisation}
    assert all([leg["mode"] for leg in e["data"]["legs"]] == ["road", "water"] for e in ash)
    exempt = [e for e in ash if "exemption" in e["data"]]
    assert [e["data"]["receiver"] for e in exempt] == [HOUSEHOLD_LANDFILL.organisation] * len(exempt)
    claims = [e for _, e in of_type(told, "exemption.claimed") if e["source"].split(":")[2] == BURNER.uscc]
    assert {e["data"]["exemption"] for e in exempt} == {claim["subject"] for claim in claims}


def test_hospital_waste_leaves_within_two_days(told: Any):
    clinics = {p.uscc for p in places(1.0) if p.supervision.rhythm == "medical"}
    stored = {e["subject"]: happened(e) for _, e in of_type(told, "container.stored") if owner(e) in clinics}
    left = {e["subject"]: happened(e) for _, e in of_type(told, "container.withdrawn") if owner(e) in clinics}
    assert len(left) > 100
    assert max(left[drum] - stored[drum] for drum in left if drum in stored) < timedelta(hours=48)
    waiting = [stored[drum] for drum in stored if drum not in left]
    assert all(TUESDAY - since < timedelta(hours=48) for since in waiting)
