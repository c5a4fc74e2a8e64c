"""What makes an act of a manifest unlawful, by the article of its day; a fact on the ground is never unlawful."""

from typing import Any

import pytest

from ledger.errors import ConflictError, InvalidError, UnlawfulActError
from ledger.posting import Posting
from tests.manifests import (
    BARGE,
    DRUMS,
    NUMBER,
    RECEIVER,
    THERE,
    TRADE,
    TRUCK,
    TRUCKER,
    handed_over,
    issue,
    issued,
    line,
    of_manifest,
    org,
    received,
    registered,
)
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, drum, organisation, said

BOUND = "manifest:20263101009999"


def the_article(scenario: Scenario, code: str, *postings: Posting) -> str | None:
    return scenario.refused(UnlawfulActError, code, *postings).findings[0].article


def bound(official: str = BOUND) -> Posting:
    return of_manifest("number_bound", PLANT, {"official": official})


def in_suzhou(scenario: Scenario) -> Scenario:
    """The plant lies in Pudong, the receiver in Suzhou."""
    return scenario.given(registered(SITE, "310115", PLANT), registered(THERE, "320500", RECEIVER))


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"from_establishment": THERE}, "/data/from_establishment"),
        ({"to_establishment": SITE}, "/data/to_establishment"),
    ],
)
def test_an_establishment_is_one_of_the_named_party(scenario: Scenario, changed: Any, pointer: str) -> None:
    refused = scenario.refused(UnlawfulActError, "establishment_of_another", issued(**changed))
    assert [(f.pointer, f.article) for f in refused.findings] == [(pointer, "危险废物转移管理办法 10")]


def test_an_establishment_may_be_registered_to_another_than_its_number_begins_with(scenario: Scenario) -> None:
    old = f"establishment:{OTHER_PLANT}001P"
    scenario.given(registered(old, "310115", OTHER_PLANT, organisation=org(PLANT)))
    scenario.given(issued(from_establishment=old))


def test_a_number_begins_with_the_year_of_its_issue_in_china(scenario: Scenario) -> None:
    new_year = "2026-01-01T00:30:00+08:00"
    assert the_article(scenario, "number_of_another_year", issued(at="2025-12-31T23:30:00+08:00")) == (
        "危险废物转移管理办法 15"
    )
    scenario.given(issued(at=new_year))


@pytest.mark.parametrize(
    ("division", "number", "fits"),
    [
        ("310115", "20263101000001", True),
        ("310115", "20263115000001", True),  # which two digits stand for the city in Shanghai, no text says
        ("310115", "20263201000001", False),
        ("320500", "20263205000001", True),
        ("320500", "20263201000001", False),
    ],
)
def test_a_number_names_province_and_city_of_where_the_waste_leaves(
    scenario: Scenario, division: str, number: str, fits: bool
) -> None:
    scenario.given(registered(SITE, division, PLANT))
    if fits:
        scenario.given(issued(f"manifest:{number}"))
    else:
        article = the_article(scenario, "number_of_another_place", issued(f"manifest:{number}"))
        assert article == "危险废物转移管理办法 15"


def test_where_the_waste_leaves_is_not_guessed(scenario: Scenario) -> None:
    scenario.given(issued("manifest:20266501000001"))


@pytest.mark.parametrize(
    ("at", "number", "article"),
    [
        ("2026-08-14T23:59:00+08:00", NUMBER, "固体废物污染环境防治法（2020）82(2)；危险废物转移管理办法 21"),
        ("2026-08-15T00:00:00+08:00", NUMBER, "生态环境法典 536(2)；危险废物转移管理办法 21"),
        ("2021-12-31T08:00:00+08:00", "manifest:20213101000001", "固体废物污染环境防治法（2020）82(2)"),
    ],
)
def test_hazardous_waste_leaves_its_province_under_a_named_transfer_only(
    scenario: Scenario, at: str, number: str, article: str
) -> None:
    in_suzhou(scenario)
    assert the_article(scenario, "transfer_not_approved", issued(number, at=at)) == article
    scenario.given(issued(number, at=at, transfer="transfer:沪环固转〔2026〕12号"))


def test_an_exempt_stage_needs_no_transfer(scenario: Scenario) -> None:
    in_suzhou(scenario).given(issued(exemption=f"exemption:{PLANT}.18"))


def test_before_the_measures_were_in_force_they_measure_nothing(scenario: Scenario) -> None:
    scenario.given(issued("manifest:20203101000001", at="2021-12-31T08:00:00+08:00"))


def test_what_is_irregular_about_a_trip_is_no_reason_to_refuse_its_manifest(scenario: Scenario) -> None:
    """Nobody is registered, the drums are not known, and the lines count fewer than there are."""
    scenario.given(issued(lines=[line("1", count=1)], containers=[drum("unknown", OTHER_PLANT), *DRUMS]))


def test_a_correction_cannot_say_what_the_act_could_not(scenario: Scenario) -> None:
    (receipt,) = scenario.when(issued())

    def corrected(**changed: Any) -> Posting:
        data = {"position": receipt.position, "reason": "误写", "data": issue(**changed)}
        return said("fact.corrected", NUMBER, data)

    another = f"establishment:{OTHER_PLANT}001P"
    theirs = corrected(transferor=org(OTHER_PLANT), from_establishment=another)
    assert the_article(scenario, "transferor_speaks", theirs) == "危险废物转移管理办法 10"
    scenario.refused(UnlawfulActError, "establishment_of_another", corrected(to_establishment=SITE))
    scenario.given(corrected(lines=[line("590", count=3)]))


def test_a_manifest_is_issued_once(scenario: Scenario) -> None:
    scenario.given(issued()).refused(ConflictError, "already_created", issued())


@pytest.mark.parametrize(
    "told",
    [
        [issued(), bound(), bound("manifest:20263101009998")],
        [issued(), issued(BOUND), bound()],
        [issued(), bound(), issued(BOUND)],
        [issued(), bound(), of_manifest("number_bound", PLANT, {"official": BOUND}, "manifest:20263101009997")],
    ],
    ids=["two numbers to one", "of one that was issued", "issued afterwards", "one number to two"],
)
def test_a_number_that_is_used_twice_is_recorded(scenario: Scenario, told: list[Posting]) -> None:
    """Refusing it would destroy the evidence; the door marks it."""
    scenario.given(organisation(PLANT, "generator"), *told)
    assert scenario.receipts[0].position == scenario.ledger.head()[0]


def test_a_manifest_may_be_told_that_its_own_number_is_official(scenario: Scenario) -> None:
    scenario.given(issued(), bound(NUMBER))


@pytest.mark.parametrize("official", ["manifest:20261001000001", "manifest:2026310100421", "manifest:G2026310100421"])
def test_an_official_number_is_well_formed(scenario: Scenario, official: str) -> None:
    scenario.given(issued()).refused(InvalidError, "wrong_form", bound(official))


DEPARTED = [
    of_manifest("collected", TRUCKER, {"conveyance": TRUCK}),
    handed_over(TRUCKER),
    of_manifest("arrived", RECEIVER),
    received(DRUMS),
    of_manifest("return_dispatched", RECEIVER),
    of_manifest("returned", PLANT),
    of_manifest("entered_from_paper", PLANT, {"paper_no": "7", "completed_at": "2026-11-20T08:00:00+08:00"}),
]


@pytest.mark.parametrize("departure", DEPARTED, ids=[each.type for each in DEPARTED])
def test_after_the_departure_a_manifest_is_not_cancelled(scenario: Scenario, departure: Posting) -> None:
    scenario.given(issued(), departure)
    article = the_article(scenario, "departed_already", of_manifest("cancelled", PLANT))
    assert article == "生态环境法典 536(1)；危险废物转移管理办法 16"


def test_a_departure_that_was_withdrawn_did_not_happen(scenario: Scenario) -> None:
    scenario.given(*TRADE, issued())
    (receipt,) = scenario.when(DEPARTED[0])
    withdrawn = {"position": receipt.position, "reason": "车未到"}
    scenario.given(said("fact.withdrawn", NUMBER, withdrawn, by=TRUCKER), of_manifest("cancelled", PLANT))


def test_a_loaded_manifest_is_cancelled_once(scenario: Scenario) -> None:
    scenario.given(issued(), of_manifest("loaded", PLANT, {"mass_kg": 600}), of_manifest("cancelled", PLANT))
    scenario.refused(ConflictError, "cancelled_already", of_manifest("cancelled", PLANT))


def test_a_truck_that_comes_all_the_same_is_recorded(scenario: Scenario) -> None:
    scenario.given(issued(), of_manifest("cancelled", PLANT), *DEPARTED)


@pytest.mark.parametrize(
    ("code", "posting"),
    [
        ("stands_twice", issued(containers=[drum(1), drum(1)])),
        ("stands_twice", received([drum(1)], [drum(1)])),
        ("stands_twice", of_manifest("loaded", PLANT, {"mass_kg": 1, "lines": [{"line": 1, "mass_kg": 1}] * 2})),
        ("container_or_line", of_manifest("received", RECEIVER, {"accepted": [{"mass_kg": 1}]})),
        ("missing_field", received()),
        ("missing_field", of_manifest("collected", TRUCKER)),
        ("wrong_count", issued(lines=[])),
        ("wrong_form", of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AI2345"})),
        ("wrong_form", of_manifest("collected", TRUCKER, {"conveyance": "vessel:41300000"})),
    ],
)
def test_what_cannot_be_read_one_way_only_is_not_well_formed(scenario: Scenario, code: str, posting: Posting) -> None:
    scenario.given(*TRADE, issued())
    scenario.refused(InvalidError, code, posting)


@pytest.mark.parametrize("conveyance", [TRUCK, BARGE, "vehicle:沪AD12345", "vehicle:沪A12345D", "vehicle:沪A1234挂"])
def test_a_conveyance_goes_by_its_plate_or_its_mmsi(scenario: Scenario, conveyance: str) -> None:
    scenario.given(issued(), of_manifest("collected", TRUCKER, {"conveyance": conveyance}))
