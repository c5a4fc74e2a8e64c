"""Records that cannot be right, and that no other record of the month is like them."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from api.simulation.plan import Month
from api.simulation.shanghai import day_of
from tests.api.suspects.lives import TUESDAY, Lives, moment, net_kg, of_rule


def test_a_scale_weighs_after_its_verification_or_above_its_maximum(planned: Month, lives: Lives):
    causes = set()
    wrong = {each.subject: each for each in of_rule(planned, "scale_out_of_verification")}
    for life in list(lives.values()):
        for e in life.get("container.weighed", ()):
            scale = e["data"]["scale"]
            until = lives[scale]["scale.verified"][-1]["data"]["valid_until"]
            most = lives[scale]["scale.registered"][0]["data"]["max_kg"]
            over = {"verification"} if until < str(day_of(moment(e))) else set()
            if e["data"]["gross_kg"] > most and "fact.corrected" not in life:
                over.add("maximum")
            assert not over or wrong[scale].due == moment(e), scale
            causes |= over
    assert causes == {"verification", "maximum"}
    assert all(each.key == "2026-11" for each in wrong.values())


def test_masses_that_are_alike_are_of_one_code_within_a_week(planned: Month, lives: Lives):
    for each in of_rule(planned, "repeated_weight"):
        read = [
            (moment(e), net_kg(lives, s))
            for s, life in lives.items()
            if s.startswith(f"container:{each.subject.partition(':')[2][:18]}.")
            and life["container.generated"][0]["data"]["waste_code"] == each.key
            for e in life["container.weighed"]
        ]
        assert max(read)[0] - min(read)[0] < timedelta(days=7)
        nets = [kg for _, kg in read]
        assert len(nets) == 6
        assert len(set(nets)) == 1 or all(kg % 100 == 0 for kg in nets)


def test_no_five_other_drums_of_a_code_weigh_the_same_within_a_week(planned: Month, lives: Lives):
    wrong = {each.subject.partition(":")[2][:18] for each in of_rule(planned, "repeated_weight")}
    nets: dict[tuple[str, str, Decimal], list[datetime]] = defaultdict(list)
    for subject, life in lives.items():
        for e in life.get("container.weighed", ()):
            owner = subject.partition(":")[2][:18]
            code = life["container.generated"][0]["data"]["waste_code"] if life.get("container.generated") else ""
            if owner not in wrong and code:
                nets[owner, code, net_kg(lives, subject)].append(moment(e))
    for key, when in nets.items():
        for first, fifth in zip(sorted(when), sorted(when)[4:], strict=False):
            assert fifth - first > timedelta(days=7), key


def test_what_is_out_of_order_is_stored_before_it_is_weighed_or_received_before_it_left(planned: Month, lives: Lives):
    wrong = {each.subject for each in of_rule(planned, "stated_out_of_order")}
    quarter_hour = timedelta(minutes=15)
    found = set()
    for subject, life in lives.items():
        for later, sooner in (("container.stored", "container.weighed"), ("manifest.received", "manifest.collected")):
            if (
                life.get(later)
                and life.get(sooner)
                and moment(life[later][0]) + quarter_hour < moment(life[sooner][0])
            ):
                found.add(subject)
    assert found == wrong


def test_what_was_never_created_has_facts_and_everything_else_its_beginning(planned: Month, lives: Lives):
    wrong = {each.subject for each in of_rule(planned, "subject_not_created")}
    drums = {s for s, life in lives.items() if s.startswith("container:") and life.get("container.stored")}
    created = {s for s in drums if lives[s].get("container.generated") or lives[s].get("container.repacked")}
    lately = {s for s in drums - created if moment(lives[s]["container.stored"][0]) > TUESDAY - timedelta(hours=36)}
    ours = {s for s in wrong if s.startswith("container:")}
    assert len(ours) == 3
    assert drums - created - lately == ours


def test_the_collector_pours_from_a_drum_of_which_nobody_knows_whose_it_was(planned: Month, lives: Lives):
    wrong = {each.subject for each in of_rule(planned, "collector_source_missing")}
    for subject, life in lives.items():
        for e in life.get("container.repacked", ()):
            known = all(lives[part["container"]].get("container.generated") for part in e["data"]["from"])
            assert known != (subject in wrong), subject
    assert len(wrong) == 2


def test_what_devices_tell_in_the_evening_is_late_and_nothing_else_of_theirs(planned: Month):
    late: dict[tuple[str, str], list[bool]] = defaultdict(list)
    heard: set[tuple[str, str]] = set()
    for post in planned.posts:
        for e in post.events:
            if (e["source"], e["id"]) in heard or "recorded_offline" in e["data"]:
                continue
            heard.add((e["source"], e["id"]))
            _, _, owner, device = e["source"].split(":")
            if device in {"scale-01", "printer-01"}:
                waited = post.recorded_at - moment(e) > timedelta(minutes=15)
                late[f"device:{owner}.{device}", str(day_of(moment(e)))].append(waited)
    wrong = {(each.subject, each.key) for each in of_rule(planned, "stated_late")}
    found = {key for key, waited in late.items() if sum(waited) > len(waited) / 20}
    assert found == wrong
    assert len(wrong) == 4
