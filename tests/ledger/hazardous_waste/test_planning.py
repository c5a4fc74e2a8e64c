"""Plans and declarations: filed once and of a registered place, changed after they were filed, told in parts."""

from typing import Any

import pytest

from ledger.errors import BihuanError, ConflictError, InvalidError, UnlawfulActError
from ledger.posting import Posting
from projections.custody.replay import replay
from tests.api.least_statements import PLACE
from tests.specification import SITE, Scenario, kg, said

NUMBER = SITE.partition(":")[2]
PLAN = f"management_plan:{NUMBER}.2026"
OCTOBER = f"declaration:{NUMBER}.2026-10"
LINE = {"waste_code": "900-402-06", "mass_t": kg("12.5"), "method": "R2"}
ROW = {
    "waste_code": "900-402-06",
    "opening_t": kg("1.5"),
    "generated_t": kg("3.2"),
    "closing_t": kg("0.7"),
    "at_home": [{"method": "D10", "mass_t": 1}],
    "sent_out": [{"name": "示范处置公司", "division": "310000", "method": "R2", "mass_t": 3}],
}


def plan(step: str = "filed", *lines: dict[str, Any], at: str = "2026-03-20T09:00:00+08:00") -> Posting:
    return said(f"management_plan.{step}", PLAN, {"lines": [*lines] or [LINE]}, at=at)


def declared(step: str = "submitted", *rows: Any, at: str = "2026-11-10T09:00:00+08:00", **more: Any) -> Posting:
    return said(f"declaration.{step}", OCTOBER, {"rows": [*rows], **more}, at=at)


@pytest.fixture
def site(scenario: Scenario) -> Scenario:
    """The plant's site, registered."""
    return scenario.given(said("establishment.registered", SITE, PLACE, at="2026-01-01T00:00:00+08:00"))


def state(scenario: Scenario, subject: str) -> dict[str, Any]:
    case = replay(subject, scenario.facts(subject), head=0)
    return {"stage": case.stage, **case.state}


def articles(error: BihuanError) -> list[str | None]:
    return [finding.article for finding in error.findings]


def test_a_plan_is_filed_for_a_registered_establishment(site: Scenario) -> None:
    site.when(plan())
    assert state(site, PLAN) == {"stage": "filed", "lines": [LINE], "planned_t": kg("12.5")}


@pytest.mark.parametrize("posting", [plan(), declared()], ids=["plan", "declaration"])
def test_nothing_is_filed_for_a_place_that_is_not_registered(scenario: Scenario, posting: Posting) -> None:
    scenario.refused(UnlawfulActError, "establishment_not_registered", posting)


def test_nothing_is_filed_for_a_place_that_was_closed(site: Scenario) -> None:
    site.given(said("establishment.closed", SITE, at="2026-02-01T09:00:00+08:00"))
    site.refused(UnlawfulActError, "establishment_not_registered", plan())


@pytest.mark.parametrize(
    ("at", "article"),
    [
        ("2026-08-14T23:59:59+08:00", "固体废物污染环境防治法（2020）78"),
        ("2026-08-15T00:00:00+08:00", "生态环境法典 532"),
    ],
)
def test_a_refusal_cites_the_article_of_the_day_of_the_act(scenario: Scenario, at: str, article: str) -> None:
    error = scenario.refused(UnlawfulActError, "establishment_not_registered", plan(at=at))
    assert articles(error) == [article]


def test_a_second_filing_is_refused_and_a_change_is_not(site: Scenario) -> None:
    site.given(plan())
    site.refused(ConflictError, "already_created", plan())
    site.when(plan("changed", {**LINE, "mass_t": 20}))
    assert state(site, PLAN)["planned_t"] == 20


def test_a_plan_that_was_not_filed_does_not_change(site: Scenario) -> None:
    assert articles(site.refused(UnlawfulActError, "plan_not_filed", plan("changed"))) == ["HJ 1259-2022 5.2"]
    (filed,) = site.when(plan())
    site.given(said("fact.withdrawn", PLAN, {"position": filed.position, "reason": "误报"}))
    site.refused(UnlawfulActError, "plan_not_filed", plan("changed"))


@pytest.mark.parametrize("period", ["26", "1999", "2026-01", "2026-Q1", "2026.1", ""])
def test_the_period_of_a_plan_is_a_year(site: Scenario, period: str) -> None:
    posting = said("management_plan.filed", f"management_plan:{NUMBER}.{period}", {"lines": [LINE]})
    site.refused(InvalidError, "subject_grammar", posting)


@pytest.mark.parametrize("period", ["2026", "2026-Q1", "2026-Q4", "2026-01", "2026-12"])
def test_the_period_of_a_declaration_is_a_year_a_quarter_or_a_month(site: Scenario, period: str) -> None:
    site.when(said("declaration.submitted", f"declaration:{NUMBER}.{period}", {"rows": []}))


@pytest.mark.parametrize("period", ["2026-00", "2026-13", "2026-Q0", "2026-Q5", "2026-1", "2026Q1", "202610"])
def test_nothing_else_is_a_period(site: Scenario, period: str) -> None:
    site.refused(
        InvalidError, "subject_grammar", said("declaration.submitted", f"declaration:{NUMBER}.{period}", {"rows": []})
    )


def test_a_declaration_tells_its_sums(site: Scenario) -> None:
    site.when(declared("submitted", ROW, {**ROW, "at_home": [{"method": "D10", "mass_t": 2}]}))
    told = state(site, OCTOBER)
    assert (told["stage"], told["complete"], told["opening_t"]) == ("submitted", True, 3)
    assert (told["generated_t"], told["at_home_t"], told["sent_out_t"]) == (kg("6.4"), 3, 6)
    assert told["closing_t"] == kg("1.4")


def test_a_long_declaration_is_told_in_parts_in_any_order(site: Scenario) -> None:
    site.when(declared("submitted", ROW, part=2, parts=2))
    assert "complete" not in state(site, OCTOBER)
    site.when(declared("submitted", ROW, part=1, parts=2))
    assert (state(site, OCTOBER)["complete"], state(site, OCTOBER)["generated_t"]) == (True, kg("6.4"))


def test_a_part_is_submitted_once_and_all_agree_on_how_many_they_are(site: Scenario) -> None:
    site.given(declared("submitted", ROW, part=2, parts=3))
    site.refused(ConflictError, "already_created", declared("submitted", ROW, part=2, parts=3))
    site.refused(ConflictError, "other_parts", declared("submitted", ROW, part=1, parts=2))
    site.refused(InvalidError, "no_such_part", declared("submitted", ROW, part=4, parts=3))


def test_an_amendment_takes_the_place_of_its_part(site: Scenario) -> None:
    site.given(declared("submitted", ROW, part=1, parts=2), declared("submitted", ROW, part=2, parts=2))
    site.when(declared("amended", {**ROW, "generated_t": 4}, at="2026-11-12T09:00:00+08:00", part=2, parts=2))
    told = state(site, OCTOBER)
    assert (told["stage"], told["generated_t"], told["complete"]) == ("amended", kg("7.2"), True)


def test_an_amendment_in_another_number_of_parts_begins_anew(site: Scenario) -> None:
    site.given(declared("submitted", ROW, part=1, parts=2), declared("submitted", ROW, part=2, parts=2))
    site.when(declared("amended", ROW, at="2026-11-12T09:00:00+08:00"))
    assert state(site, OCTOBER)["generated_t"] == kg("3.2")


def test_nothing_is_amended_before_it_was_submitted(site: Scenario) -> None:
    error = site.refused(UnlawfulActError, "declaration_not_submitted", declared("amended", ROW))
    assert articles(error) == ["生态环境法典 532"]
