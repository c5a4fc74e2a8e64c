"""Rulings: with the other province's consent, within the application, and measures only once they are served."""

from typing import Any

import pytest

from ledger.correction import effective
from ledger.cross_province.transfer_state import TransferState, why_not_in_force
from ledger.errors import InvalidError, MayNotStateError, UnlawfulActError
from ledger.posting import Posting
from projections.custody.state import fold
from tests.ledger.parties.state_of import told_of
from tests.specification import BUREAU, PLANT, Scenario, kg, said
from tests.transfers import (
    JIANGSU,
    LICENCE,
    NUMBER,
    SHANGHAI,
    SOLVENT,
    SUZHOU,
    TAKER,
    THERE,
    application,
    applied,
    approved,
    measure,
    of_slag,
    org,
    step,
    terms,
    until_consent,
)

OLD, NEW, MEASURES = "固体废物污染环境防治法（2020）", "生态环境法典 ", "危险废物转移管理办法 "


def the_article(scenario: Scenario, code: str, *postings: Posting) -> str | None:
    return scenario.refused(UnlawfulActError, code, *postings).findings[0].article


def why_not(scenario: Scenario, instant: str) -> str | None:
    state: TransferState = fold(NUMBER, effective(scenario.facts(NUMBER)))
    return why_not_in_force(state, instant)


def test_an_approval_wants_the_consent_of_the_receiving_province(provinces: Scenario) -> None:
    way = until_consent()
    provinces.given(*way[:-1])
    assert the_article(provinces, "no_consent", approved()) == f"{OLD}82(2)；{MEASURES}21"
    provinces.given(step("objected", JIANGSU, "2026-03-13", {"reason": "能力不足"}))
    the_article(provinces, "no_consent", approved())
    provinces.given(way[-1], approved())
    told = told_of(provinces, NUMBER)
    assert (told["stage"], told["decided"], told["valid_until"]) == ("approved", "approved", "2027-02-28")


@pytest.mark.parametrize(("day", "article"), [("2026-08-14", f"{OLD}22(1)"), ("2026-08-15", f"{NEW}476(1)")])
def test_the_same_approval_is_judged_by_the_law_of_its_day(provinces: Scenario, day: str, article: str) -> None:
    asked = of_slag(method="D1")
    provinces.given(applied(data=asked))
    without_consent = approved(day, waste_codes=asked["waste_codes"], method="D1")
    assert the_article(provinces, "no_consent", without_consent) == article


def test_a_filing_ends_with_the_law_and_a_notice_begins_with_the_code(provinces: Scenario) -> None:
    another = "transfer:沪环固转〔2026〕13号"
    days = {"valid_from": "2026-08-15", "valid_until": "2027-02-28"}
    says = {name: value for name, value in of_slag(**days).items() if name in terms()}
    provinces.given(
        applied("2026-08-10", of_slag(regime="filing")),
        applied("2026-08-15", of_slag(regime="notice"), another),
    )
    filed, noticed = (
        (lambda day: step("filed", BUREAU, day, says)),
        (lambda day: step("noticed", PLANT, day, says, another)),
    )
    assert the_article(provinces, "regime_of_another_day", filed("2026-08-15")) == f"{NEW}476(2)"
    assert the_article(provinces, "regime_of_another_day", noticed("2026-08-14")) == f"{OLD}22(2)"
    provinces.given(filed("2026-08-14"), noticed("2026-08-15"))
    assert told_of(provinces, NUMBER)["stage"] == "filed"
    assert told_of(provinces, another)["stage"] == "noticed"


@pytest.mark.parametrize("name", ["filed", "noticed"])
def test_what_was_applied_for_one_way_is_not_granted_another(provinces: Scenario, name: str) -> None:
    provinces.given(applied(data=of_slag()))
    says = {key: value for key, value in of_slag().items() if key in terms()}
    the_article(provinces, "not_of_this_regime", step(name, SHANGHAI, "2026-09-01", says))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"quantity_t": kg("100.001")}, "quantity_t"),
        ({"waste_codes": [SOLVENT, "900-404-06"]}, "waste_codes"),
        ({"method": "R3"}, "method"),
        ({"valid_from": "2026-02-28"}, "valid_from"),
        ({"valid_until": "2027-03-01"}, "valid_until"),
    ],
)
def test_a_decision_grants_no_more_than_was_asked_for(
    provinces: Scenario, changed: dict[str, Any], field: str
) -> None:
    provinces.given(*until_consent())
    refused = provinces.refused(UnlawfulActError, "beyond_the_application", approved(**changed))
    assert [finding.pointer for finding in refused.findings] == [f"/data/{field}"]
    provinces.given(approved(quantity_t=kg("60")))
    assert told_of(provinces, NUMBER)["quantity_t"] == 60


def test_a_code_is_within_its_category(provinces: Scenario) -> None:
    first, *rest = until_consent()
    provinces.given(applied(data=application(waste_codes=["HW06"])), *rest, approved())
    assert first.type == "transfer.applied"


@pytest.mark.parametrize(("until", "lawful"), [("2027-03-18", True), ("2027-03-19", False)])
def test_an_approval_for_hazardous_waste_ends_within_twelve_months(
    provinces: Scenario, until: str, lawful: bool
) -> None:
    _, *rest = until_consent()
    provinces.given(applied(data=application(valid_until="2027-12-31")), *rest)
    act = approved(valid_until=until)
    if lawful:
        provinces.given(act)
    else:
        assert the_article(provinces, "transfer_too_long", act) == f"{MEASURES}27(2)"


@pytest.mark.parametrize(("until", "lawful"), [("2026-12-31", True), ("2027-01-01", False)])
def test_it_does_not_outlive_the_licence_of_the_receiver(provinces: Scenario, until: str, lawful: bool) -> None:
    there = {"organisation": org(TAKER), "name": "苏州厂", "division": "320500", "place": {"address": "一号"}}
    granted = {
        "kind": "comprehensive",
        "holder": org(TAKER),
        "establishment": THERE,
        "waste_codes": [SOLVENT],
        "methods": ["R2"],
        "capacity_t_per_year": 500,
        "valid_from": "2022-01-01",
        "valid_until": "2026-12-31",
    }
    _, *rest = until_consent()
    provinces.given(
        said("establishment.registered", THERE, there, by=TAKER),
        said("licence.granted", LICENCE, granted, by=SUZHOU),
        applied(data=application(licence=LICENCE)),
        *rest,
    )
    act = approved(valid_until=until)
    if lawful:
        provinces.given(act)
    else:
        refused = provinces.refused(UnlawfulActError, "transfer_too_long", act)
        assert refused.findings[0].values["latest"] == "2026-12-31"


def test_a_filing_in_shanghai_ends_within_twelve_months_and_the_notice_was_not_read_whole(
    provinces: Scenario,
) -> None:
    asked = of_slag(regime="filing", valid_until="2028-12-31")
    says = {key: value for key, value in asked.items() if key in terms()}
    provinces.given(applied("2026-08-10", asked))
    filed = step("filed", BUREAU, "2026-08-12", says)
    assert "全文未核对" in (the_article(provinces, "transfer_too_long", filed) or "")


def test_terms_that_are_widened_by_a_correction_are_refused_like_terms_granted(provinces: Scenario) -> None:
    provinces.given(*until_consent())
    (receipt,) = provinces.when(approved(quantity_t=kg("60")))
    wide = {"position": receipt.position, "data": approved(quantity_t=kg("101")).data, "reason": "误写"}
    the_article(provinces, "beyond_the_application", said("fact.corrected", NUMBER, wide, by=SHANGHAI))
    provinces.given(said("fact.corrected", NUMBER, wide | {"data": approved(quantity_t=kg("80")).data}, by=SHANGHAI))
    assert told_of(provinces, NUMBER)["quantity_t"] == 80


def test_a_refusal_waits_for_the_acceptance_and_ends_the_way(provinces: Scenario) -> None:
    refusal = {"reason": "接受人无资质"}
    provinces.given(applied())
    assert the_article(provinces, "step_missing", step("refused", SHANGHAI, "2026-03-03", refusal)) == f"{MEASURES}24"
    provinces.given(*until_consent()[1:2], step("refused", SHANGHAI, "2026-03-05", refusal))
    assert told_of(provinces, NUMBER)["stage"] == "refused"
    the_article(provinces, "decided_already", *until_consent()[2:3])
    the_article(provinces, "transfer_not_granted", measure("suspended", "2026-04-01"))


def test_a_measure_wants_a_decision_that_was_served(provinces: Scenario) -> None:
    provinces.given(*until_consent(), approved())
    for name in ("decision", "legal_ground", "served_at"):
        act = measure("suspended", "2026-04-01")
        with pytest.raises(InvalidError):
            provinces.when(said(act.type, NUMBER, {k: v for k, v in act.data.items() if k != name}, by=SHANGHAI))
    late = measure("suspended", "2026-04-01", served_at="2026-04-02T08:00:00+08:00")
    the_article(provinces, "not_served_yet", late)
    provinces.refused(MayNotStateError, "may_not_state", said(late.type, NUMBER, late.data, by=JIANGSU))


def test_a_transfer_is_in_force_between_its_days_but_for_what_stops_it(provinces: Scenario) -> None:
    provinces.given(*until_consent())
    assert why_not(provinces, "2026-04-01T00:00:00.000000Z") == "not_granted"
    provinces.given(approved(valid_from="2026-03-20"))
    assert why_not(provinces, "2026-03-19T15:59:59.000000Z") == "not_yet_valid"
    assert why_not(provinces, "2026-03-19T16:00:00.000000Z") is None
    assert why_not(provinces, "2027-02-28T15:59:59.000000Z") is None
    assert why_not(provinces, "2027-02-28T16:00:00.000000Z") == "expired"
    provinces.given(measure("suspended", "2026-04-01"))
    assert why_not(provinces, "2026-03-31T23:59:59.000000Z") is None
    assert why_not(provinces, "2026-04-01T00:00:00.000000Z") == "suspended"
    the_article(provinces, "step_missing", measure("suspended", "2026-04-02"))
    provinces.given(measure("resumed", "2026-05-01"))
    assert why_not(provinces, "2026-04-30T23:59:59.000000Z") == "suspended"
    assert why_not(provinces, "2026-05-01T00:00:00.000000Z") is None
    the_article(provinces, "step_missing", measure("resumed", "2026-05-02"))
    provinces.given(measure("revoked", "2026-06-01"))
    assert why_not(provinces, "2026-06-01T00:00:00.000000Z") == "revoked"
    the_article(provinces, "transfer_not_granted", measure("revoked", "2026-06-02"))
