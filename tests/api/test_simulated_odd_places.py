"""What places of construction waste take in the simulated month: irregular exactly where that is injected."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.simulation.shanghai import SHANGHAI
from tests.api.simulated_month import SEEDS, TUESDAY, Event, Read, happened, read

TWICE = ("disposal_plan_missing", "site_closed_acceptance", "site_over_capacity", "unfiled_place", "yard_residual")


@pytest.fixture(params=SEEDS)
def month(request: pytest.FixtureRequest) -> Read:
    return read(*request.param)


@pytest.mark.parametrize("rule", TWICE)
def test_each_is_injected_twice(month: Read, rule: str) -> None:
    assert sum(each.rule == rule for each in month.planned.injected) >= 2


def day_of(event: Event) -> str:
    return str(event["time"][:10])


def sites(month: Read) -> dict[str, dict[str, Any]]:
    return {e["subject"]: e["data"] for e in month.of("site.filed")}


def test_a_site_takes_more_than_it_holds_only_where_that_is_injected(month: Read) -> None:
    held: dict[str, Decimal] = defaultdict(Decimal)
    by_day: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    over = set()
    for each in month.facts:
        if each["type"] == "site.removed":
            held[each["subject"]] -= each["data"]["mass_kg"]
        elif each["type"] == "trip.accepted" and (filed := sites(month).get(site := each["data"]["site"])):
            held[site] += each["data"]["accepted_kg"]
            by_day[site, day_of(each)] += each["data"]["accepted_kg"]
            over |= {(site, None)} if held[site] > filed["capacity_t"] * 1000 else set()
            over |= {(site, day_of(each))} if by_day[site, day_of(each)] > filed["daily_capacity_t"] * 1000 else set()
    assert over == month.keys("site_over_capacity")


def test_a_place_takes_what_it_is_not_filed_for_only_where_that_is_injected(month: Read) -> None:
    filed = {site: data["valid_until"] for site, data in sites(month).items()}
    accepted = [(e["data"]["site"], day_of(e)) for e in month.of("trip.accepted")]
    assert {(site, day) for site, day in accepted if day > filed.get(site, "")} == month.keys("unfiled_place")


def test_a_closed_place_takes_something_only_where_that_is_injected(month: Read) -> None:
    closed, during = set(), set()
    for each in month.facts:
        if each["type"] == "site.closed":
            closed.add(each["subject"])
        elif each["type"] == "site.reopened":
            closed.remove(each["subject"])
        elif each["type"] == "trip.accepted" and each["data"]["site"] in closed:
            during.add((each["data"]["site"], day_of(each)))
    assert during == month.keys("site_closed_acceptance")


def test_a_project_hauls_before_its_plan_is_filed_only_where_that_is_injected(month: Read) -> None:
    filed = {e["data"]["project"]: happened(e) for e in month.of("disposal_plan.filed")}
    first: dict[str, datetime] = {}
    for told in month.trips.values():
        left = told["departed"][0]
        project = f"project:{left['data']['gate'].removeprefix('gate:').rpartition('.')[0]}"
        first[project] = min(first.get(project, TUESDAY), happened(left))
    late = {project for project, since in first.items() if project in filed and since < filed[project]}
    assert {(project, None) for project in late} == month.keys("disposal_plan_missing")


def test_what_a_yard_lacks_or_keeps_for_too_long_is_injected(month: Read) -> None:
    stock: dict[str, Decimal] = defaultdict(Decimal)
    first: dict[str, datetime] = {}
    wrong = set()
    for each in month.facts:
        if each["type"] == "site.removed":
            stock[each["subject"]] -= each["data"]["mass_kg"]
        elif each["type"] == "trip.accepted":
            stock[each["data"]["site"]] += each["data"]["accepted_kg"]
            first.setdefault(each["data"]["site"], happened(each))
        elif each["type"] == "yard.counted" and abs(stock[each["subject"]] - each["data"]["mass_kg"]) > 500:
            wrong.add(each["subject"])
    for site, data in sites(month).items():
        if "max_stay_days" in data and TUESDAY - first.get(site, TUESDAY) > timedelta(days=data["max_stay_days"]):
            wrong.add(site)
    assert {(site, None) for site in wrong} == month.keys("yard_residual")
    month_end = datetime.combine(TUESDAY.date().replace(day=1), time(), SHANGHAI)
    assert all(each.due == month_end for each in month.planned.injected if each.rule == "yard_residual")
