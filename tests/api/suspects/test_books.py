"""What suspects plan, declare and tell of their output, beside what they tell of their waste."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from api.simulation.plan import Month
from api.simulation.shanghai import day_of
from tests.api.suspects.lives import TUESDAY, Lives, lawful, moment, of_rule, only


def per_unit(lives: Lives, establishment: str) -> dict[str, Decimal]:
    """Month → kilograms of waste for a unit of product."""
    made = {e["data"]["month"]: e["data"]["quantity"] for e in lives[establishment]["output.reported"]}
    waste: dict[str, Decimal] = defaultdict(Decimal)
    for subject, life in lives.items():
        if subject.startswith(f"container:{establishment.partition(':')[2][:18]}."):
            for e in life["container.generated"]:
                waste[e["time"][:7]] += e["data"]["mass_kg"]
    return {month: waste[month] / quantity for month, quantity in made.items()}


def test_a_month_far_below_the_norm_has_twelve_before_it(planned: Month, lives: Lives):
    (low,) = [each for each in of_rule(planned, "generation_below_norm") if each.key]
    rates = per_unit(lives, low.subject)
    before = sorted(rate for month, rate in rates.items() if month < (low.key or ""))
    assert len(before) == 12
    assert rates[low.key or ""] < before[6] / 2
    (steady,) = lawful(planned, "generation_below_norm")
    rates = per_unit(lives, steady)
    assert min(rates.values()) > max(rates.values()) / 2


def test_a_key_works_that_fell_silent_said_nothing_for_a_week(planned: Month, lives: Lives):
    silent = [each for each in of_rule(planned, "generation_below_norm") if not each.key]
    assert {each.cleared for each in silent} == {True, False}
    for each in silent:
        owner = each.subject.partition(":")[2][:18]
        said = [
            moment(e) for life in lives.values() for es in life.values() for e in es if f":{owner}:" in e["source"]
        ]
        assert not [when for when in said if each.due - timedelta(days=7) < when <= each.due]
        assert any(when > each.due for when in said) == each.cleared


def test_key_places_that_are_not_silent_speak_every_week(planned: Month, lives: Lives):
    key = {
        s.partition(":")[2][:18]
        for s, life in lives.items()
        for e in life.get("supervision_class.assigned", ())
        if e["data"]["class"] == "key"
    }
    silent = {each.subject.partition(":")[2][:18] for each in of_rule(planned, "generation_below_norm")}
    spoke: dict[str, set[date]] = defaultdict(set)
    for life in lives.values():
        for e in (e for es in life.values() for e in es):
            spoke[e["source"].split(":")[2]].add(day_of(moment(e)))
    for owner in key - silent:
        days = sorted({*spoke[owner], day_of(TUESDAY)})
        assert max(b - a for a, b in pairwise(days)) < timedelta(days=7), owner


def test_without_a_plan_and_outside_of_one(planned: Month, lives: Lives):
    plans = {s.partition(":")[2].partition(".")[0] for s in lives if s.startswith("management_plan:")}
    for each in of_rule(planned, "plan_missing"):
        number = each.subject.partition(":")[2]
        assert number not in plans
        assert any(s.startswith(f"container:{number[:18]}.") and "container.generated" in lives[s] for s in lives)
    causes = set()
    for each in of_rule(planned, "outside_plan"):
        data = only(lives, each.subject, "manifest.issued")["data"]
        number = data["from_establishment"].partition(":")[2]
        lines = only(lives, f"management_plan:{number}.2026", "management_plan.filed")["data"]["lines"]
        of_code = [e for e in lines if e["waste_code"] == data["lines"][0]["waste_code"]]
        moved = sum(
            line["mass_kg"]
            for life in lives.values()
            for e in life.get("manifest.issued", ())
            if e["data"]["from_establishment"] == data["from_establishment"] and moment(e) <= each.due
            for line in e["data"]["lines"]
            if of_code and line["waste_code"] == of_code[0]["waste_code"]
        )
        assert not of_code or moved > of_code[0]["mass_t"] * 1_200
        causes.add(bool(of_code))
    assert causes == {True, False}


def test_what_is_not_declared_is_overdue_and_what_is_declared_wrongly_is_less_than_the_tables(
    planned: Month, lives: Lives
):
    for each in of_rule(planned, "declaration_overdue"):
        assert f"declaration:{each.subject.partition(':')[2]}.{each.key}" not in lives
        assert (each.key or "").startswith("2026-")
    told = {each.subject: True for each in of_rule(planned, "declaration_mismatch")}
    told |= dict.fromkeys(lawful(planned, "declaration_mismatch"), False)
    assert len(told) == 3
    for declaration, wrong in told.items():
        (row,) = only(lives, declaration, "declaration.submitted")["data"]["rows"]
        owner = declaration.partition(":")[2][:18]
        arisen = sum(
            e["data"]["mass_kg"]
            for s, life in lives.items()
            if s.startswith(f"container:{owner}.")
            for e in life["container.generated"]
            if "2026-07-01" <= e["time"] < "2026-10-01"
        )
        assert (row["generated_t"] * 1_000 < arisen * Decimal("0.9")) == wrong


def test_on_the_fifteenth_is_in_time(planned: Month, lives: Lives):
    assert lawful(planned, "declaration_overdue")
    for establishment in lawful(planned, "declaration_overdue"):
        e = only(lives, f"declaration:{establishment.partition(':')[2]}.2026-10", "declaration.submitted")
        assert day_of(moment(e)) == date(2026, 11, 15)


def test_every_other_place_of_a_class_declares_what_is_due(planned: Month, lives: Lives):
    overdue = {each.subject for each in of_rule(planned, "declaration_overdue")}
    for establishment, life in lives.items():
        if any(e["data"]["class"] == "key" for e in life.get("supervision_class.assigned", ())):
            number = establishment.partition(":")[2]
            assert (f"declaration:{number}.2026-10" in lives) == (establishment not in overdue), number


def test_history_is_told_from_tables_before_the_month_begins(planned: Month):
    begun = planned.posts[0].recorded_at
    old = [
        (post.recorded_at, e["source"])
        for post in planned.posts
        for e in post.events
        if moment(e) < begun - timedelta(days=1) and not e["subject"].startswith("transfer:")
    ]
    assert all(at < begun + timedelta(hours=1) for at, _ in old)
    assert {source.split(":")[3] for _, source in old} == {"hj1259"}
