"""Plans, sites and permits: filed and granted by who is competent, and refused where the law of the day says no."""

from typing import Any

import pytest

from ledger.errors import BihuanError, ConflictError, InvalidError, MayNotStateError, UnlawfulActError
from ledger.posting import Posting
from tests.ledger.parties.state_of import state_of, told_of
from tests.specification import OPERATOR, Scenario, kg, organisation, said, uscc
from tests.spoil import (
    CITY,
    CITY_SITE,
    CONTRACTOR,
    GREENING,
    OPERATOR_OF_CITY_SITE,
    OPERATOR_OF_SITE,
    OWNER,
    PERMIT,
    PLAN,
    PROJECT,
    SITE,
    accepted,
    departed,
    filed,
    filing,
    founded,
    org,
    permitted,
    planned,
    ready,
    square,
    step,
)

RULES_17 = "上海市建筑垃圾处理管理规定（沪府令57号）17（沪府令16号修改）"
RULES = "上海市建筑垃圾处理管理规定（沪府令57号）（全文未核对）"
ECOLOGY_BUREAU = uscc("11310115MB1A2B3C4")


@pytest.fixture
def spoil(scenario: Scenario) -> Scenario:
    return founded(scenario)


def cited(refusal: BihuanError) -> list[tuple[str, str | None]]:
    return [(f.pointer, f.article) for f in refusal.findings]


def of_site(name: str, at: str, *, by: str = OPERATOR_OF_SITE, **data: Any) -> Posting:
    return said(f"site.{name}", SITE, data, by=by, at=at)


def test_a_plan_that_balances_is_filed_and_brings_its_project(spoil: Scenario) -> None:
    spoil.given(planned())
    plan = told_of(spoil, PLAN)
    assert (plan["total_t"], plan["backfill_t"], plan["haul_out_t"]) == (144_000, 44_000, 100_000)
    assert (plan["contractor"], plan["owner"]) == (org(CONTRACTOR), org(OWNER))


@pytest.mark.parametrize(
    ("haul_out", "lawful"),
    [("100000", True), ("100000.003", True), ("100000.006", False), ("99999", False), ("100001", False)],
)
def test_what_arises_is_filled_in_or_hauled_out_to_the_kilogram(spoil: Scenario, haul_out: str, lawful: bool) -> None:
    act = planned(haul_out={"mass_t": kg(haul_out)})
    if lawful:
        spoil.given(act)
        return
    refusal = spoil.refused(UnlawfulActError, "plan_does_not_balance", act)
    assert cited(refusal) == [("/data/haul_out", "生态环境法典 520(1)")]


def test_the_law_of_the_day_refuses_a_plan(spoil: Scenario) -> None:
    unbalanced = PLAN, {**planned().data, "backfill": {"mass_t": 1}}
    for day, article in (
        ("2026-08-14", "固体废物污染环境防治法（2020）63(1)"),
        ("2026-08-15", "生态环境法典 520(1)"),
    ):
        act = said("disposal_plan.filed", *unbalanced, by=CONTRACTOR, at=f"{day}T10:00:00+08:00")
        assert cited(spoil.refused(UnlawfulActError, "plan_does_not_balance", act)) == [("/data/haul_out", article)]


def test_a_volume_balances_by_its_density(spoil: Scenario) -> None:
    hauled = {"volume_m3": 62_500, "density": kg("1.6")}
    spoil.given(planned(haul_out=hauled))
    assert told_of(spoil, PLAN)["haul_out_t"] == 100_000


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ({}, "mass_or_volume"),
        ({"mass_t": 1, "volume_m3": 1, "density": 1}, "mass_or_volume"),
        ({"volume_m3": 1}, "missing_field"),
        ({"density": 1}, "missing_field"),
    ],
)
def test_an_amount_is_told_by_mass_or_by_volume_with_its_density(
    spoil: Scenario, amount: dict[str, Any], code: str
) -> None:
    spoil.refused(InvalidError, code, planned(backfill=amount))


def test_a_project_has_one_plan_and_its_contractor_files_it(spoil: Scenario) -> None:
    spoil.refused(MayNotStateError, "may_not_state", planned(by=GREENING))
    spoil.given(planned())
    spoil.refused(ConflictError, "already_created", planned())
    spoil.refused(ConflictError, "plan_filed_already", planned("disposal_plan:2"))
    (filed_at,) = spoil.facts(PLAN)
    spoil.given(said("fact.withdrawn", PLAN, {"position": filed_at.position, "reason": "误报"}, by=CONTRACTOR))
    spoil.given(planned("disposal_plan:2"))


def test_a_correction_may_not_unbalance_a_plan(spoil: Scenario) -> None:
    spoil.given(planned())
    (filed_at,) = spoil.facts(PLAN)
    data = {**planned().data, "backfill": {"mass_t": 1}}
    correction = said(
        "fact.corrected", PLAN, {"position": filed_at.position, "data": data, "reason": "改"}, by=CONTRACTOR
    )
    spoil.refused(UnlawfulActError, "plan_does_not_balance", correction)


def test_a_site_is_filed_by_greening_over_its_division(spoil: Scenario) -> None:
    spoil.given(organisation(ECOLOGY_BUREAU, "authority", competence=["ecology"]))
    for by in (OPERATOR_OF_SITE, ECOLOGY_BUREAU, OPERATOR):
        spoil.refused(MayNotStateError, "may_not_state", filed(by=by))
    spoil.refused(MayNotStateError, "may_not_state", filed(CITY_SITE, division="310100"))
    spoil.given(filed())
    told = told_of(spoil, SITE)
    assert told == {**filing(), "stage": "filed"}
    spoil.refused(ConflictError, "already_created", filed(by=CITY))


def test_a_filing_that_is_over_is_refused_and_renewed_by_a_change(spoil: Scenario) -> None:
    spoil.refused(
        UnlawfulActError, "site_not_filed", of_site("changed", "2026-11-01T09:00:00+08:00", by=GREENING, **filing())
    )
    refusal = spoil.refused(UnlawfulActError, "ends_before_it_begins", filed(valid_until="2026-10-20"))
    assert cited(refusal) == [("/data/valid_until", RULES_17)]
    spoil.given(filed(valid_until="2026-10-31"))
    spoil.given(of_site("changed", "2026-11-01T09:00:00+08:00", by=GREENING, **filing(valid_until="2027-10-31")))
    assert told_of(spoil, SITE)["valid_until"] == "2027-10-31"


def test_before_the_amendment_no_article_number_is_claimed(spoil: Scenario) -> None:
    old = filed(at="2025-03-14T09:00:00+08:00", valid_until="2025-01-01")
    assert cited(spoil.refused(UnlawfulActError, "ends_before_it_begins", old)) == [("/data/valid_until", RULES)]


def test_a_site_closes_once_and_opens_again(spoil: Scenario) -> None:
    spoil.refused(UnlawfulActError, "site_not_filed", of_site("closed", "2026-11-23T19:00:00+08:00"))
    spoil.given(filed())
    spoil.refused(ConflictError, "site_not_closed", of_site("reopened", "2026-11-23T19:00:00+08:00"))
    spoil.given(of_site("closed", "2026-11-23T20:00:00+08:00", reason="台风"))
    spoil.refused(ConflictError, "site_closed_already", of_site("closed", "2026-11-23T21:00:00+08:00", by=GREENING))
    spoil.given(of_site("reopened", "2026-11-24T06:00:00+08:00", by=GREENING))
    assert told_of(spoil, SITE)["stage"] == "filed"


def test_a_closing_until_an_instant_is_over_then(spoil: Scenario) -> None:
    spoil.given(filed(), of_site("closed", "2026-11-23T20:00:00+08:00", until="2026-11-23T23:00:00+08:00"))
    spoil.refused(ConflictError, "site_not_closed", of_site("reopened", "2026-11-23T23:00:00+08:00"))
    spoil.given(of_site("closed", "2026-11-23T23:30:00+08:00"))


@pytest.mark.parametrize(
    ("coordinates", "code"),
    [
        ([[[1, 1], [2, 1], [2, 2], [1, 2]]], "ring_not_closed"),
        ([[[1, 1], [2, 1], [1, 1]]], "ring_not_closed"),
        ([[[1, 1], [2, 1], [3, 1], [1, 1]]], "ring_encloses_nothing"),
        ([[[1, 1], [2, 2], [2, 1], [1, 3], [1, 1]]], "ring_crosses"),
        ([[[1, 1], [4, 1], [4, 4], [1, 4], [1, 1]], [[3, 3], [5, 3], [5, 5], [3, 3]]], "ring_crosses"),
        ([[[1, 1], [4, 1], [4, 4], [2, 4], [2, 2], [2, 4], [1, 4], [1, 1]]], "ring_crosses"),
        ([[[1, 91], [2, 91], [2, 92], [1, 91]]], "out_of_range"),
        ([[[n / 1000, (n % 2) / 1000] for n in range(501)]], "wrong_count"),
        ([[[1, 1, 5], [2, 1], [2, 2], [1, 1]]], "wrong_count"),
        ("nowhere", "wrong_type"),
    ],
)
def test_a_boundary_is_a_polygon(spoil: Scenario, coordinates: Any, code: str) -> None:
    boundary = {"type": "Polygon", "coordinates": _decimals(coordinates)}
    spoil.refused(InvalidError, code, filed(boundary=boundary))


def _decimals(value: Any) -> Any:
    if isinstance(value, list):
        return [_decimals(each) for each in value]
    return kg(str(value)) if isinstance(value, float) else value


def test_a_boundary_is_kept_to_the_sixth_decimal_and_may_have_holes(spoil: Scenario) -> None:
    boundary = square()
    boundary["coordinates"][0][1][0] = kg("121.630000000000003")
    hole = [[kg("121.622"), kg("31.122")], [kg("121.624"), kg("31.122")], [kg("121.624"), kg("31.124")]]
    boundary["coordinates"].append([*hole, hole[0]])
    spoil.given(filed(boundary=boundary))
    kept = told_of(spoil, SITE)["boundary"]
    assert kept["coordinates"][0][1] == [kg("121.63"), kg("31.12")]
    assert len(kept["coordinates"]) == 2


@pytest.mark.parametrize(
    ("changed", "code", "article"),
    [
        ({"valid_until": "2026-10-31"}, "ends_before_it_begins", RULES),
        ({"quota_t": 0}, "quota_of_nothing", RULES),
        ({"sites": ["site:310115.S-99"]}, "site_not_filed", RULES_17),
        ({"fallback_sites": ["site:310115.S-99"]}, "site_not_filed", RULES_17),
        ({"valid_from": "2027-07-01", "valid_until": "2027-12-31"}, "site_filing_expired", RULES_17),
    ],
)
def test_a_permit_is_refused_when_unlawful(spoil: Scenario, changed: dict[str, Any], code: str, article: str) -> None:
    ready(spoil)
    refusal = spoil.refused(UnlawfulActError, code, permitted("permit:2", **changed))
    assert [each.article for each in refusal.findings] == [article]


def test_a_permit_names_no_site_that_is_closed(spoil: Scenario) -> None:
    ready(spoil).given(of_site("closed", "2026-11-01T09:00:00+08:00"))
    spoil.given(permitted("permit:before", at="2026-10-31T09:00:00+08:00"))
    spoil.refused(UnlawfulActError, "site_closed", permitted("permit:2", at="2026-11-02T09:00:00+08:00"))


def test_a_permit_is_granted_by_greening_over_the_project(spoil: Scenario) -> None:
    ready(spoil)
    for by in (CONTRACTOR, OPERATOR_OF_SITE, OPERATOR):
        spoil.refused(MayNotStateError, "may_not_state", permitted("permit:2", by=by))
    spoil.refused(MayNotStateError, "may_not_state", permitted("permit:2", project="project:310112.P-1"))
    spoil.given(permitted("permit:2", by=CITY, project="project:310112.P-1"))
    spoil.refused(ConflictError, "already_created", permitted())


def test_a_permit_is_not_made_anothers_by_correcting_it(spoil: Scenario) -> None:
    ready(spoil)
    (granted,) = spoil.facts(PERMIT)
    for changed, error, code in (
        ({"project": "project:310112.P-1"}, MayNotStateError, "may_not_state"),
        ({"quota_t": 0}, UnlawfulActError, "quota_of_nothing"),
    ):
        data = {"position": granted.position, "data": permitted(**changed).data, "reason": "改"}
        spoil.refused(error, code, said("fact.corrected", PERMIT, data, by=GREENING))


def test_what_happens_on_the_ground_is_recorded_whoever_filed_nothing(spoil: Scenario) -> None:
    """No plan, no permit, no site on file: the truck left all the same, and somebody took the load."""
    spoil.given(
        departed(permit=None),
        step("arrived", at="2026-11-23T22:50:00+08:00", site=SITE),
        accepted(),
        said("spoil.backfilled", PROJECT, {"mass_kg": 500_000}, by=CONTRACTOR),
        said("yard.counted", SITE, {"volume_m3": 100, "density": kg("1.5")}, by=OPERATOR_OF_SITE),
    )
    assert told_of(spoil, PROJECT)["backfilled_kg"] == 500_000


def test_of_a_filed_site_and_a_planned_project_only_its_own_speak(spoil: Scenario) -> None:
    other, other_contractor = uscc("91310115MA1K6K6K6"), uscc("91310115MA1K7K7K7")
    ready(spoil).given(organisation(other, "site_operator"), organisation(other_contractor, "contractor"), departed())
    spoil.refused(MayNotStateError, "may_not_state", accepted(by=other))
    spoil.refused(MayNotStateError, "may_not_state", said("yard.counted", SITE, {"mass_kg": 1}, by=other))
    backfilled = said("spoil.backfilled", PROJECT, {"mass_kg": 1}, by=other_contractor)
    spoil.refused(MayNotStateError, "may_not_state", backfilled)
    anothers_trip = said("trip.departed", departed(2).subject, departed(2).data, by=other)
    spoil.refused(MayNotStateError, "may_not_state", anothers_trip)


def test_the_gate_of_a_project_is_its_contractors_and_that_of_a_site_its_operators(spoil: Scenario) -> None:
    ready(spoil)
    passing = {"direction": "out", "plate_recognised": "沪AB1234", "confidence": kg("0.98")}
    place = {"place": {"address": "一号门"}}
    for gate, theirs, other in (
        ("gate:310115.2026-017.G1", CONTRACTOR, OPERATOR_OF_SITE),
        ("gate:310115.S-03.G1", OPERATOR_OF_SITE, CONTRACTOR),
    ):
        spoil.given(said("gate.registered", gate, place, by=theirs), said("gate.passed", gate, passing, by=theirs))
        spoil.refused(MayNotStateError, "may_not_state", said("gate.passed", gate, passing, by=other))
    assert state_of(spoil, "gate:310115.S-03.G1").plate_recognised == "沪AB1234"


def test_greening_disputes_what_is_said_of_construction_waste_and_ecology_does_not(spoil: Scenario) -> None:
    ready(spoil).given(organisation(ECOLOGY_BUREAU, "authority", competence=["ecology"]), departed(), accepted())
    first, *_ = spoil.facts(accepted().subject)
    dispute = {"position": first.position, "reason": "与视频不符"}
    spoil.refused(
        MayNotStateError, "may_not_state", said("fact.disputed", first.fact.subject, dispute, by=ECOLOGY_BUREAU)
    )
    spoil.given(said("fact.disputed", first.fact.subject, dispute, by=GREENING))


def test_a_count_relies_on_no_filing_and_a_closing_does(spoil: Scenario) -> None:
    """Else judging a site would read its hundred thousand removals, to know whether a correction waits."""
    ready(spoil)
    first, *_ = spoil.facts(SITE)
    renamed = {"position": first.position, "data": filing(name="更名后的场所"), "reason": "更名"}
    spoil.given(said("yard.counted", SITE, {"mass_kg": 1}, by=OPERATOR_OF_SITE))
    spoil.given(said("fact.corrected", SITE, renamed, by=GREENING))
    assert told_of(spoil, SITE)["name"] == "更名后的场所"
    other, *_ = spoil.facts(CITY_SITE)
    spoil.given(said("site.closed", CITY_SITE, {}, by=OPERATOR_OF_CITY_SITE))
    city = filing(OPERATOR_OF_CITY_SITE, "310100", name="更名后的场所")
    renamed = {"position": other.position, "data": city, "reason": "更名"}
    spoil.given(said("fact.corrected", CITY_SITE, renamed, by=CITY))
    assert "name" not in told_of(spoil, CITY_SITE)
