"""Licences: granted by who is competent, for no longer than the law allows, and gone once revoked."""

from typing import Any

import pytest

from ledger.errors import InvalidError, MayNotStateError, UnlawfulActError
from ledger.posting import Posting
from tests.ledger.parties.state_of import state_of, told_of
from tests.specification import (
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    kg,
    organisation,
    said,
    uscc,
)

NUMBER = "licence:沪环保许防〔2026〕017号"
LICENSING = "危险废物经营许可证管理办法（2016修订）13"
OTHER_BUREAU = uscc("11310117MB1A2B3C4")
OTHER_SITE = f"establishment:{OTHER_PLANT}001P"
TERMS: dict[str, Any] = {
    "kind": "comprehensive",
    "holder": f"organisation:{PLANT}",
    "establishment": SITE,
    "waste_codes": ["900-402-06", "HW08"],
    "methods": ["R2"],
    "capacity_t_per_year": kg("12000.5"),
    "valid_from": "2026-01-01",
    "valid_until": "2030-12-31",
}


def act(name: str, *, by: str = BUREAU, at: str = "2026-11-24T08:00:00+08:00", **data: Any) -> Posting:
    return said(f"licence.{name}", NUMBER, data, by=by, at=at)


def granted(**changed: Any) -> Posting:
    return act("granted", **TERMS | changed)


def cited(refusal: Any) -> list[tuple[str, str | None]]:
    return [(f.pointer, f.article) for f in refusal.findings]


def test_a_granted_licence_says_what_may_be_done(plant: Scenario) -> None:
    plant.given(granted())
    assert told_of(plant, NUMBER) == {**TERMS, "stage": "granted"}


@pytest.mark.parametrize("by", [PLANT, OPERATOR, OTHER_BUREAU])
def test_nobody_grants_one_but_an_ecology_authority_over_the_establishment(plant: Scenario, by: str) -> None:
    plant.given(organisation(OTHER_BUREAU, "authority", competence=["ecology"], division="310117"))
    plant.refused(MayNotStateError, "may_not_state", granted(by=by))


@pytest.mark.parametrize(
    ("kind", "valid_from", "last", "too_late"),
    [
        ("comprehensive", "2026-01-01", "2031-01-01", "2031-01-02"),
        ("collection", "2026-01-01", "2029-01-01", "2029-01-02"),
        ("comprehensive", "2024-02-29", "2029-03-01", "2029-03-02"),
    ],
)
def test_a_licence_is_no_longer_than_the_law_allows(
    plant: Scenario, kind: str, valid_from: str, last: str, too_late: str
) -> None:
    term = {"kind": kind, "valid_from": valid_from}
    refusal = plant.refused(UnlawfulActError, "licence_too_long", granted(**term, valid_until=too_late))
    assert cited(refusal) == [("/data/valid_until", LICENSING)]
    assert refusal.findings[0].values["latest"] == last
    plant.given(granted(**term, valid_until=last))


def test_a_licence_does_not_end_before_it_begins(plant: Scenario) -> None:
    refusal = plant.refused(UnlawfulActError, "ends_before_it_begins", granted(valid_until="2025-12-31"))
    assert cited(refusal) == [("/data/valid_until", LICENSING)]
    plant.given(granted(valid_until="2026-01-01"))


@pytest.mark.parametrize(("name", "data"), [("changed", TERMS), ("suspended", {}), ("revoked", {})])
class TestAfterwards:
    """Whatever is decided about a licence that is there already."""

    @pytest.mark.parametrize(
        ("at", "article"),
        [
            ("2026-08-14T23:59:59+08:00", "固体废物污染环境防治法（2020）80"),
            ("2026-08-14T16:00:00Z", "生态环境法典 534"),
        ],
    )
    def test_it_was_granted(self, plant: Scenario, name: str, data: dict[str, Any], at: str, article: str) -> None:
        posting = act(name, at=at, **{"establishment": SITE, **data})
        refusal = plant.refused(UnlawfulActError, "licence_not_granted", posting)
        assert cited(refusal) == [("/subject", article)]
        plant.given(granted(), posting)

    def test_it_was_not_revoked(self, plant: Scenario, name: str, data: dict[str, Any]) -> None:
        plant.given(granted(), act("revoked", establishment=SITE))
        refusal = plant.refused(UnlawfulActError, "licence_revoked", act(name, **{"establishment": SITE, **data}))
        assert cited(refusal) == [("/subject", "生态环境法典 534")]

    def test_it_is_of_that_establishment(self, plant: Scenario, name: str, data: dict[str, Any]) -> None:
        """Another bureau takes no licence by naming a place of its own, and learns nothing of it either."""
        place = {"organisation": f"organisation:{OTHER_PLANT}", "name": "二厂", "division": "310117"}
        plant.given(
            organisation(OTHER_BUREAU, "authority", competence=["ecology"], division="310117"),
            said("establishment.registered", OTHER_SITE, {**place, "place": {"address": "x"}}, by=OTHER_PLANT),
        )
        posting = act(name, by=OTHER_BUREAU, **{**data, "establishment": OTHER_SITE})
        never = plant.refused(UnlawfulActError, "licence_not_granted", posting)
        plant.given(granted())
        then = plant.refused(UnlawfulActError, "licence_not_granted", posting)
        assert never.findings == then.findings

    def test_the_bureau_of_elsewhere_does_not(self, plant: Scenario, name: str, data: dict[str, Any]) -> None:
        plant.given(granted(), organisation(OTHER_BUREAU, "authority", competence=["ecology"], division="310117"))
        posting = act(name, by=OTHER_BUREAU, **{"establishment": SITE, **data})
        plant.refused(MayNotStateError, "may_not_state", posting)


def test_a_change_is_no_longer_than_the_law_allows_either(plant: Scenario) -> None:
    plant.given(granted())
    plant.refused(UnlawfulActError, "licence_too_long", act("changed", **TERMS | {"valid_until": "2031-01-02"}))


def test_a_renewal_is_a_change_with_a_new_term(plant: Scenario) -> None:
    plant.given(granted(), act("changed", **TERMS | {"valid_from": "2031-01-01", "valid_until": "2035-12-31"}))
    assert state_of(plant, NUMBER).valid_until == "2035-12-31"


def test_a_suspended_licence_is_given_back_by_changing_it(plant: Scenario) -> None:
    plant.given(granted(), act("suspended", establishment=SITE, decision="沪环罚〔2026〕9号"))
    assert (state_of(plant, NUMBER).stage, state_of(plant, NUMBER).decision) == ("suspended", "沪环罚〔2026〕9号")
    plant.given(act("changed", **TERMS))
    assert state_of(plant, NUMBER).stage == "granted"


def test_what_was_revoked_stays_revoked_whatever_happened_later(plant: Scenario) -> None:
    plant.given(granted(), act("changed", at="2026-11-24T09:00:00+08:00", **TERMS))
    plant.given(act("revoked", at="2026-11-24T08:30:00+08:00", establishment=SITE))
    assert state_of(plant, NUMBER).stage == "revoked"


def test_a_term_is_not_lengthened_by_correcting_it(plant: Scenario) -> None:
    (receipt,) = plant.when(granted())
    correction = {"position": receipt.position, "reason": "更正", "data": TERMS | {"valid_until": "2036-12-31"}}
    refusal = plant.refused(
        UnlawfulActError, "licence_too_long", said("fact.corrected", NUMBER, correction, by=BUREAU)
    )
    assert cited(refusal) == [("/data/valid_until", LICENSING)]
    lawful = {**correction, "data": TERMS | {"valid_until": "2029-12-31"}}
    plant.given(said("fact.corrected", NUMBER, lawful, by=BUREAU))
    assert state_of(plant, NUMBER).valid_until == "2029-12-31"


def test_a_licence_is_not_taken_elsewhere_by_correcting_it(plant: Scenario) -> None:
    (receipt,) = plant.when(granted())
    place = {"organisation": f"organisation:{OTHER_PLANT}", "name": "二厂", "division": "310117"}
    plant.given(said("establishment.registered", OTHER_SITE, {**place, "place": {"address": "x"}}, by=OTHER_PLANT))
    data = {"position": receipt.position, "reason": "更正", "data": TERMS | {"establishment": OTHER_SITE}}
    plant.refused(MayNotStateError, "may_not_state", said("fact.corrected", NUMBER, data, by=BUREAU))


@pytest.mark.parametrize(
    "changed",
    [
        {"waste_codes": ["HW41"]},
        {"waste_codes": ["HW51"]},
        {"waste_codes": ["900-402-6"]},
        {"waste_codes": []},
        {"methods": ["R10"]},
        {"methods": ["焚烧"]},
        {"conveyances": ["沪AB1234"]},
        {"conveyances": ["vehicle:沪AI1234"]},
        {"kind": "综合"},
    ],
)
def test_codes_methods_and_conveyances_are_well_written(plant: Scenario, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        plant.when(granted(**changed))


def test_who_only_collects_has_no_methods(plant: Scenario) -> None:
    plant.given(granted(kind="collection", methods=[], valid_until="2028-12-31", conveyances=["vehicle:沪AB1234"]))
    assert state_of(plant, NUMBER).methods == []
