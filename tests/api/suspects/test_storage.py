"""Storage of the suspects: too full, badly mixed, too long, or with less in it than there should be."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from api.simulation.plan import Month
from api.simulation.suspects.medical import HOSPITAL
from tests.api.suspects.lives import TUESDAY, Lives, lawful, licences_of, moment, net_kg, of_rule, only

TWO_HOURS = timedelta(hours=2)


def stock(lives: Lives, facility: str, when: datetime) -> list[str]:
    """The containers that lie in a facility at an instant, by the last that was said of each."""
    there = []
    for subject, life in lives.items():
        moves = [e for t in ("container.stored", "container.withdrawn") for e in life.get(t, ()) if moment(e) <= when]
        last = max(moves, key=moment, default=None)
        if last is not None and last["data"].get("facility") == facility:
            there.append(subject)
    return there


@pytest.mark.parametrize("rule", ["storage_over_capacity", "storage_point_over_limit"])
def test_storage_that_is_too_full_is_so_for_two_hours(planned: Month, lives: Lives, rule: str):
    for each in of_rule(planned, rule):
        facility = only(lives, each.subject, "facility.registered")["data"]
        most = 3_000 if rule == "storage_point_over_limit" else facility["capacity_t"] * 1_000
        assert (facility["kind"] == "storage_point") == (rule == "storage_point_over_limit")
        for when in (each.due, each.due - TWO_HOURS):
            assert sum(net_kg(lives, each) for each in stock(lives, each.subject, when)) > most


def test_a_point_that_is_emptied_in_time_was_over_for_less_than_two_hours(planned: Month, lives: Lives):
    (last,) = lawful(planned, "storage_point_over_limit")
    stored, left = only(lives, last, "container.stored"), only(lives, last, "container.withdrawn")
    facility = stored["data"]["facility"]
    assert sum(net_kg(lives, each) for each in stock(lives, facility, moment(stored))) > 3_000
    assert timedelta(0) < moment(left) - moment(stored) < TWO_HOURS
    assert stock(lives, facility, moment(left) + timedelta(minutes=5)) == []


def test_wastes_that_must_not_lie_together_lie_in_one_zone(planned: Month, lives: Lives):
    for each in of_rule(planned, "incompatible_storage"):
        codes = {
            e["data"]["waste_code"][-2:]
            for container in stock(lives, each.subject, each.due)
            if lives[container]["container.stored"][-1]["data"].get("zone") == each.key
            for e in lives[container]["container.generated"]
        }
        assert len(codes) == 2
        assert "34" in codes
        apart = stock(lives, each.subject, each.due) and lawful(planned, "incompatible_storage")
        assert apart


def test_what_has_stood_for_a_year_stands_at_the_holder_of_a_licence(planned: Month, lives: Lives):
    groups = set()
    for each in of_rule(planned, "storage_overdue"):
        owner, (code, month) = each.subject.partition(":")[2][:18], (each.key or "").split()
        assert licences_of(lives, f"organisation:{owner}")
        of_owner = (s for s in lives if s.startswith(f"container:{owner}.") and "container.stored" in lives[s])
        old = [s for s in of_owner if only(lives, s, "container.stored")["time"].startswith(month)]
        for container in old:
            stored = only(lives, container, "container.stored")
            assert only(lives, container, "container.generated")["data"]["waste_code"] == code
            assert moment(stored) < TUESDAY - timedelta(days=366)
            assert "container.withdrawn" not in lives[container]
            assert not lives[stored["data"]["facility"]].get("storage.extension_granted")
        assert old
        groups.add(month)
    assert len(groups) == 2
    old = {s for s in lawful(planned, "storage_overdue") if s.startswith("container:")}
    for container in old:
        stored = only(lives, container, "container.stored")
        extended = lives[stored["data"]["facility"]].get("storage.extension_granted", [])
        held = licences_of(lives, f"organisation:{container.partition(':')[2][:18]}")
        assert moment(stored) < TUESDAY - timedelta(days=366)
        assert bool(extended) == bool(held)
    assert len(old) == 2


def test_hospital_waste_stands_for_more_than_two_days_only_where_it_is_injected(planned: Month, lives: Lives):
    boxes = {each.subject: each for each in of_rule(planned, "medical_waste_over_two_days")}
    assert sum(each.cleared for each in boxes.values()) == 1
    for subject, life in lives.items():
        stored = life.get("container.stored", ())
        generated = life.get("container.generated", ())
        if not stored or not generated or generated[0]["data"]["waste_code"][-2:] != "01":
            continue
        left = life.get("container.withdrawn", ())
        until = moment(left[0]) if left else TUESDAY
        assert (until - moment(stored[0]) > timedelta(hours=48)) == (subject in boxes), subject
        assert subject not in boxes or bool(left) == boxes[subject].cleared


def test_the_boxes_of_a_key_hospital_have_no_label_of_hazardous_waste(planned: Month, lives: Lives):
    boxes = [s for s in lawful(planned, "five_immediates_skipped") if s.startswith(f"container:{HOSPITAL.uscc}.")]
    assert len(boxes) > 5
    assert all("container.labelled" not in lives[box] and "container.stored" in lives[box] for box in boxes)


def leak_of(lives: Lives, establishment: str) -> tuple[Decimal, Decimal]:
    """What was metered into a tank by the end of the month that is judged, and how much less was counted then."""
    tank = f"facility:{establishment.partition(':')[2]}.TS003"
    count = lives[tank]["storage.counted"][0]
    read = [e["data"]["mass_kg"] for e in lives[tank]["tank.metered"] if moment(e) <= moment(count)]
    return Decimal(sum(read)), Decimal(sum(read)) - count["data"]["mass_kg"]


def test_a_tank_that_leaks_is_short_at_the_count_and_a_sound_one_is_not(planned: Month, lives: Lives):
    for each in of_rule(planned, "mass_balance_leak"):
        came, gone = leak_of(lives, each.subject)
        assert gone > max(came * 3 / 100, 50)
        assert (each.severity == "serious") == (gone > came / 20 and gone >= 3_000)
    assert {each.severity for each in of_rule(planned, "mass_balance_leak")} == {"warning", "serious"}
    (sound,) = lawful(planned, "mass_balance_leak")
    assert leak_of(lives, sound)[1] == 0
