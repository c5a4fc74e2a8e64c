"""What is injected into the simulated month: at known places, each of a kind, and nothing else looks like it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.simulation.firms import COLLECTOR
from api.simulation.happening import Post
from api.simulation.plan import Month, month
from api.simulation.shanghai import day_of, end_of, worked_day_after
from api.simulation.truth import RULES, Injected, count_by_rule

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
Lives = dict[str, dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def planned() -> Month:
    return month(TUESDAY)


@pytest.fixture(scope="module")
def lives(planned: Month) -> Lives:
    """Subject → type → what was said of it, each once, in the order in which it happened."""
    return lives_in(planned.posts)


def lives_in(posts: list[Post]) -> Lives:
    found: Lives = defaultdict(lambda: defaultdict(list))
    once = {(p.poster, e["source"], e["id"]): e for p in posts for e in p.events}
    for event in sorted(once.values(), key=lambda e: datetime.fromisoformat(e["time"])):
        found[event["subject"]][event["type"]].append(event)
    return found


def subjects(planned: Month, rule: str) -> list[str]:
    return [each.subject for each in planned.injected if each.rule == rule and not each.cleared]


def taken(received: list[dict[str, Any]], name: str) -> list[str]:
    return [part.get("container", "a line") for each in received for part in each["data"].get(name, ())]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_something_is_injected_for_every_rule_of_the_list(seed: int):
    counted = count_by_rule(month(TUESDAY, seed=seed).injected)
    assert list(counted) == list(RULES)
    assert all(1 <= number < 20 for number in counted.values()), counted


def test_what_is_injected_can_be_found_by_the_end_and_stands_once(planned: Month, lives: Lives):
    assert all(isinstance(each, Injected) and each.due <= TUESDAY for each in planned.injected)
    keys = [(each.rule, each.subject, each.key) for each in planned.injected]
    assert len(set(keys)) == len(keys)
    named = {text for life in lives.values() for told in life.values() for e in told for text in words(e["data"])}
    assert all(each.subject in lives.keys() | named for each in [*planned.injected, *planned.lawful])
    assert not any("?" in each.subject for each in [*planned.injected, *planned.lawful])


def words(data: Any) -> Iterator[str]:
    """All texts in what was said."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from words(each)


def test_a_truck_that_never_came_leaves_a_manifest_that_was_issued_and_nothing_more(planned: Month, lives: Lives):
    for manifest in subjects(planned, "manifest_not_dispatched"):
        assert list(lives[manifest]) == ["manifest.issued"]


def test_a_truck_that_never_arrived_was_collected(planned: Month, lives: Lives):
    for manifest in subjects(planned, "manifest_not_arrived"):
        assert "manifest.collected" in lives[manifest]
        assert not {"manifest.arrived", "manifest.received"} & lives[manifest].keys()


def test_an_unconfirmed_load_arrived_and_was_received_never_or_after_the_fifth_working_day(
    planned: Month, lives: Lives
):
    for each in (each for each in planned.injected if each.rule == "manifest_unconfirmed"):
        arrived = lives[each.subject]["manifest.arrived"][0]["time"]
        assert worked_day_after(datetime.fromisoformat(arrived), 5) == day_of(each.due - timedelta(seconds=1))
        received = lives[each.subject].get("manifest.received", [])
        assert all(datetime.fromisoformat(e["time"]) > each.due for e in received)
        assert each.severity == "notice" or not received


def test_what_was_refused_and_not_returned_moved_nowhere(planned: Month, lives: Lives):
    for manifest in subjects(planned, "refused_not_returned"):
        assert taken(lives[manifest]["manifest.received"], "refused")
        assert not {"manifest.return_dispatched", "manifest.returned"} & lives[manifest].keys()


def test_every_other_refusal_was_returned_or_sent_on(planned: Month, lives: Lives):
    injected = subjects(planned, "refused_not_returned")
    refusing = [m for m, life in lives.items() if taken(life.get("manifest.received", []), "refused")]
    moved = [m for m in refusing if "manifest.return_dispatched" in lives[m]]
    assert len(moved) > 3
    settled = {m for m in moved if "manifest.returned" in lives[m]}
    sent_on = {m for m in moved if "manifest" in lives[m]["manifest.return_dispatched"][0]["data"]}
    assert settled
    assert sent_on
    # what is left was refused too lately to be overdue
    assert len(set(refusing) - set(moved) - set(injected)) <= 3


def test_a_lost_drum_is_in_no_list_of_its_receiver_or_not_in_the_count(planned: Month, lives: Lives):
    received = [e for life in lives.values() for e in life.get("manifest.received", ())]
    everywhere = {*taken(received, "accepted"), *taken(received, "refused")}
    assert subjects(planned, "container_lost")
    for drum in subjects(planned, "container_lost"):
        assert "container.stored" in lives[drum]
        assert drum not in everywhere


def test_a_wrong_weight_is_more_than_any_tolerance(planned: Month, lives: Lives):
    for manifest in subjects(planned, "manifest_weight_discrepancy"):
        loaded = lives[manifest]["manifest.loaded"][0]["data"]["mass_kg"]
        parts = lives[manifest]["manifest.received"][0]["data"]["accepted"]
        short = loaded - sum(part["mass_kg"] for part in parts)
        assert short > max(Decimal(200), loaded / 100)


def test_all_other_weights_agree_with_their_manifests(planned: Month, lives: Lives):
    wrong = {*subjects(planned, "manifest_weight_discrepancy"), *subjects(planned, "container_lost")}
    lost = set(subjects(planned, "container_lost"))
    for manifest, life in lives.items():
        if manifest in wrong or not life.get("manifest.received") or not life.get("manifest.loaded"):
            continue
        loaded = life["manifest.loaded"][0]["data"]
        if lost & set(loaded.get("containers", ())):
            continue
        received = life["manifest.received"][0]["data"]
        came = sum(part["mass_kg"] for name in ("accepted", "refused") for part in received.get(name, ()))
        assert abs(came - loaded["mass_kg"]) <= max(Decimal(20), loaded["mass_kg"] / 100), manifest


def test_drums_without_label_are_those_that_were_injected(planned: Month, lives: Lives):
    stored = {s: life for s, life in lives.items() if "container.stored" in life and s.startswith("container:")}
    bare = {s for s, life in stored.items() if "container.labelled" not in life}
    told = {each.subject for each in planned.lawful if each.rule == "five_immediates_skipped"}
    on_the_way = bare - set(subjects(planned, "five_immediates_skipped")) - told
    assert all(
        TUESDAY - datetime.fromisoformat(lives[s]["container.stored"][0]["time"])
        < (TUESDAY - planned.posts[0].recorded_at) / 25
        for s in on_the_way
    )


def test_a_drum_sold_off_is_on_no_manifest(planned: Month, lives: Lives):
    listed = {
        drum
        for life in lives.values()
        for e in life.get("manifest.issued", ())
        for drum in e["data"].get("containers", ())
    }
    for drum in subjects(planned, "dispatched_without_manifest"):
        assert lives[drum]["container.withdrawn"][0]["data"]["purpose"] == "transfer"
        assert drum not in listed


def test_every_count_agrees_with_what_was_stored_and_withdrawn_but_for_what_was_stolen(planned: Month, lives: Lives):
    stolen = set(subjects(planned, "container_lost"))
    counts = [
        e
        for subject, life in lives.items()
        for e in life.get("storage.counted", ())
        if subject.endswith(".TS001") and "containers" in e["data"] and "MA1CN" not in subject
    ]
    assert len(counts) > 50
    for count in counts:
        when = datetime.fromisoformat(count["time"])
        there = {
            drum
            for drum, life in lives.items()
            if drum.startswith("container:") and stands(life, count["subject"], when)
        }
        assert there ^ set(count["data"]["containers"]) <= stolen, count["subject"]


def stands(life: dict[str, list[dict[str, Any]]], facility: str, when: datetime) -> bool:
    """Whether a container stands in a facility at an instant, by what is said of itself."""
    moves = [*life.get("container.stored", ()), *life.get("container.withdrawn", ())]
    before = [e for e in moves if datetime.fromisoformat(e["time"]) <= when]
    last = max(before, key=lambda e: datetime.fromisoformat(e["time"]), default=None)
    return last is not None and last["data"].get("facility") == facility


def test_every_other_load_goes_to_who_is_licensed_for_it_or_takes_it_under_an_exemption(planned: Month, lives: Lives):
    wrong = set(subjects(planned, "receiver_unlicensed"))
    licences = [life["licence.granted"][0]["data"] for life in lives.values() if "licence.granted" in life]
    for issued in (e for life in lives.values() for e in life.get("manifest.issued", ())):
        data = issued["data"]
        if issued["subject"] in wrong:
            continue
        held = [each for each in licences if each["holder"] == data["receiver"]]
        if data.get("exemption"):
            (claim,) = lives[data["exemption"]]["exemption.claimed"]
            assert ("evidence" in claim["data"]) != (claim["subject"] in subjects(planned, "exemption_unproven"))
            continue
        for line in data["lines"]:
            category = f"HW{line['waste_code'][-2:]}"
            assert any(category in each["waste_codes"] for each in held), (category, data["receiver"])
            assert any(line["method"] in each["methods"] or each["kind"] == "collection" for each in held)


def test_every_load_is_under_a_contract_that_was_signed_and_in_a_plan_that_was_filed_but_where_injected(
    planned: Month, lives: Lives
):
    outside = set(subjects(planned, "outside_plan"))
    plans = {s.split(":")[1].split(".")[0]: life for s, life in lives.items() if s.startswith("management_plan:")}
    for issued in (e for life in lives.values() for e in life.get("manifest.issued", ())):
        data = issued["data"]
        contract = lives[data["contract"]]["contract.signed"][0]["data"]
        assert (contract["generator"], contract["contractor"]) == (data["transferor"], data["receiver"])
        plan = plans[data["from_establishment"].partition(":")[2]]["management_plan.filed"][0]["data"]["lines"]
        expected = {(each["waste_code"], each.get("receiver")) for each in plan}
        for line in data["lines"]:
            assert line["waste_code"] in contract["waste_codes"]
            assert (line["waste_code"], data["receiver"]) in expected or issued["subject"] in outside


def test_what_is_declared_adds_up(lives: Lives):
    # what a collector took in is no column of the form
    declared = [
        e
        for subject, life in lives.items()
        for e in life.get("declaration.submitted", ())
        if COLLECTOR.number not in subject
    ]
    assert declared
    for row in (row for e in declared for row in e["data"]["rows"]):
        gone = sum(each["mass_t"] for name in ("at_home", "sent_out") for each in row.get(name, ()))
        lost = row["opening_t"] + row["generated_t"] - gone - row["closing_t"]
        assert 0 <= lost < Decimal("0.02"), row


def moment(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["time"])


def of_rule(planned: Month, rule: str) -> list[Injected]:
    return [each for each in planned.injected if each.rule == rule]


def test_a_drum_with_a_step_left_out_was_stored_without_it_at_a_key_place(planned: Month, lives: Lives):
    steps = {"没有包装": "packaged", "没有称重": "weighed", "没有标签": "labelled"}
    seen = set()
    for each in of_rule(planned, "five_immediates_skipped"):
        step = steps[each.what.removeprefix("入库时")]
        seen.add(step)
        assert "container.stored" in lives[each.subject]
        assert f"container.{step}" not in lives[each.subject]
        assert each.severity == ("warning" if step == "labelled" else "notice")
    assert seen == set(steps.values())


def test_a_step_that_came_late_is_told_by_place_day_and_step(planned: Month, lives: Lives):
    late, seen = of_rule(planned, "five_immediates_late"), set()
    for each in late:
        day, step = (each.key or "").split()
        seen.add(step)
        waits = {"weighed": ("closed", 60), "labelled": ("weighed", 15), "stored": ("labelled", 120)}
        before, minutes = waits[step]
        there = [
            life
            for subject, life in lives.items()
            if subject.startswith(f"container:{each.subject.partition(':')[2][:18]}.")
            and f"container.{step}" in life
            and f"container.{before}" in life
            and life[f"container.{step}"][0]["time"].startswith(day)
        ]
        gaps = [moment(e[f"container.{step}"][0]) - moment(e[f"container.{before}"][0]) for e in there]
        assert sum(gap > timedelta(minutes=minutes) for gap in gaps) >= 1, each
    assert seen == {"weighed", "labelled", "stored"}


def test_a_drum_lost_in_a_move_left_storage_for_it_and_one_that_was_slow_came_back(planned: Month, lives: Lives):
    moved = [each for each in of_rule(planned, "container_lost") if each.what.startswith("移库")]
    assert {each.cleared for each in moved} == {True, False}
    for each in moved:
        life = lives[each.subject]
        (out,) = [e for e in life["container.withdrawn"] if e["data"]["purpose"] == "move"]
        later = [e for e in life["container.stored"] if moment(e) > moment(out)]
        assert bool(later) == each.cleared
        assert moment(out) + timedelta(hours=24) == each.due
        assert all(moment(e) > each.due for e in later)


def test_a_drum_that_drifts_was_weighed_twice_with_nothing_in_between(planned: Month, lives: Lives):
    for each in of_rule(planned, "container_weight_drift"):
        first, second = (e["data"]["gross_kg"] for e in lives[each.subject]["container.weighed"])
        assert abs(second - first) == 12
        assert each.severity == ("notice" if second > first else "warning")
        assert not {"container.repacked", "container.loss_declared"} & lives[each.subject].keys()


def test_drums_are_weighed_twice_only_where_the_truth_says_why(planned: Month, lives: Lives):
    told = {each.subject for each in (*planned.injected, *planned.lawful) if each.rule == "container_weight_drift"}
    twice = {s for s, life in lives.items() if len(life.get("container.weighed", ())) > 1}
    assert twice <= told


def test_a_label_of_another_stands_on_both(planned: Month, lives: Lives):
    for each in of_rule(planned, "label_reused"):
        with_it = {
            subject
            for subject, life in lives.items()
            for e in life.get("container.labelled", ())
            if e["data"]["label_code"] == each.key
        }
        assert len(with_it) == 2
        assert each.subject in with_it


def test_a_number_on_two_trucks_was_collected_by_two_plates_and_no_other(planned: Month, lives: Lives):
    twice = {
        manifest
        for manifest, life in lives.items()
        if len({e["data"]["conveyance"] for e in life.get("manifest.collected", ())}) > 1
    }
    assert twice == set(subjects(planned, "manifest_reused"))


def test_paper_is_entered_late_after_the_tenth_working_day_and_else_before(planned: Month, lives: Lives):
    heard = {
        event["subject"]: post.recorded_at
        for post in reversed(planned.posts)
        for event in post.events
        if event["type"] == "manifest.entered_from_paper"
    }
    late = {each.subject: each.due for each in of_rule(planned, "paper_entry_late")}
    for manifest, at in heard.items():
        entry = lives[manifest]["manifest.entered_from_paper"][0]
        received = moment(lives[manifest]["manifest.received"][0])
        due = late.get(manifest)
        assert due is None or due < at == min(at, moment(entry) + timedelta(minutes=5))
        assert (due is not None) == (at > end_of(worked_day_after(received, 10)))
    assert late.keys() <= heard.keys()


def test_a_correction_after_the_receipt_is_agreed_to_but_where_it_is_injected(planned: Month, lives: Lives):
    received = {
        part["container"]: moment(e)
        for life in lives.values()
        for e in life.get("manifest.received", ())
        for part in e["data"].get("accepted", ())
        if "container" in part
    }
    corrected = {
        drum
        for drum, life in lives.items()
        for e in life.get("fact.corrected", ())
        if drum in received and moment(e) > received[drum]
    }
    agreed = {drum for drum in corrected if "fact.correction_confirmed" in lives[drum]}
    injected = set(subjects(planned, "correction_after_confirmation"))
    waiting = {d for d in corrected if moment(lives[d]["fact.corrected"][-1]) > TUESDAY - timedelta(days=4)}
    assert injected <= corrected - agreed <= injected | waiting
    assert agreed == {each.subject for each in planned.lawful if each.rule == "correction_after_confirmation"}


def test_a_truck_that_was_late_arrived_in_the_end(planned: Month, lives: Lives):
    late = [each for each in of_rule(planned, "manifest_not_arrived") if each.cleared]
    assert late
    for each in late:
        arrived = moment(lives[each.subject]["manifest.arrived"][0])
        assert each.due < arrived < TUESDAY


def test_what_is_lawful_is_listed_beside_it_and_never_both(planned: Month):
    wrong = {(each.rule, each.subject) for each in planned.injected}
    right = {(each.rule, each.subject) for each in planned.lawful}
    assert not wrong & right
    assert len(right) == len(planned.lawful)
    assert {
        "container_weight_drift",
        "correction_after_confirmation",
        "five_immediates_late",
        "label_reused",
        "manifest_not_dispatched",
        "manifest_reused",
        "manifest_unconfirmed",
        "paper_entry_late",
        "refused_not_returned",
        "stated_out_of_order",
    } <= {rule for rule, _ in right}


def test_the_same_seed_has_the_same_truth(planned: Month):
    again = month(TUESDAY)
    assert (again.injected, again.lawful) == (planned.injected, planned.lawful)
    assert month(TUESDAY, seed=2).injected != planned.injected
