"""Who may state what: by owning the subject, by running the log, by an office, by having said it before."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.errors import InvalidError, MayNotStateError
from ledger.posting import Poster, Posting, draft
from tests.conftest import NOON
from tests.specification import (
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SCALE,
    SITE,
    Scenario,
    drum,
    generated,
    organisation,
    said,
    uscc,
)

CITY_BUREAU = uscc("11310000MB0A1B2C3")
PLACE = {"address": "上海市浦东新区示范路 7 号"}
SITE_DATA = {"organisation": f"organisation:{PLANT}", "name": "一厂", "division": "310115", "place": PLACE}


def bureau(code: str = BUREAU, **changed: Any) -> Posting:
    """An authority for ecology of the district where the plant lies, or what is said of it instead."""
    about = {"competence": ["ecology"], "division": "310115", "level": "district"} | changed
    return organisation(code, "authority", **about)


def supervised(by: str = BUREAU, site: str = SITE) -> Posting:
    return said("supervision_class.assigned", site, {"class": "key", "year": 2026, "source": "名录"}, by=by)


@pytest.fixture
def plant(scenario: Scenario) -> Scenario:
    """A scenario in which the plant's establishment lies in 310115."""
    return scenario.given(said("establishment.registered", SITE, SITE_DATA))


def test_an_owner_speaks_of_its_own(scenario: Scenario) -> None:
    scenario.given(generated(drum()))


@pytest.mark.parametrize("by", [OTHER_PLANT, OPERATOR])
def test_nobody_else_speaks_of_it(scenario: Scenario, by: str) -> None:
    error = scenario.refused(MayNotStateError, "may_not_state", generated(drum(), by=by))
    assert error.findings[0].pointer == "/type"


def test_a_refusal_does_not_tell_whether_the_subject_exists(scenario: Scenario) -> None:
    never = scenario.refused(MayNotStateError, "may_not_state", generated(drum(), by=OTHER_PLANT))
    scenario.given(generated(drum()))
    then = scenario.refused(MayNotStateError, "may_not_state", generated(drum(), by=OTHER_PLANT))
    assert never.findings == then.findings


def test_the_operator_registers_organisations_and_so_do_they(scenario: Scenario) -> None:
    scenario.given(organisation(PLANT, "generator"), organisation(OTHER_PLANT, "carrier", by=OTHER_PLANT))
    scenario.refused(MayNotStateError, "may_not_state", organisation(BUREAU, "carrier", by=PLANT))


@pytest.mark.parametrize("role", ["authority", "administrator"])
@pytest.mark.parametrize("fact_type", ["organisation.registered", "organisation.changed"])
def test_only_the_operator_makes_an_authority(scenario: Scenario, role: str, fact_type: str) -> None:
    data = {"name": "自称", "roles": ["generator", role], "division": "310115"}
    mine = said(fact_type, f"organisation:{PLANT}", data)
    error = scenario.refused(MayNotStateError, "role_not_given", mine)
    assert error.findings[0].pointer == "/data/roles"
    scenario.given(said(fact_type, f"organisation:{PLANT}", data, by=OPERATOR))


def test_only_the_operator_speaks_of_keys(scenario: Scenario) -> None:
    key = {"organisation": f"organisation:{PLANT}"}
    scenario.given(said("credential.issued", f"credential:{OPERATOR}.k-1", key, by=OPERATOR))
    mine = said("credential.issued", f"credential:{PLANT}.k-1", key)
    scenario.refused(MayNotStateError, "may_not_state", mine)


def test_the_bureau_of_the_district_decides(plant: Scenario) -> None:
    plant.given(bureau(), supervised())


@pytest.mark.parametrize(("division", "level"), [("310100", "city"), ("310000", "province")])
def test_so_does_the_bureau_above_it(plant: Scenario, division: str, level: str) -> None:
    plant.given(bureau(CITY_BUREAU, division=division, level=level), supervised(CITY_BUREAU))


def test_an_authority_decides_by_any_of_its_competences(plant: Scenario) -> None:
    plant.given(bureau(competence=["police", "ecology"]), supervised())


@pytest.mark.parametrize(
    "changed",
    [
        {"division": "310117"},
        {"division": "320000"},
        {"division": "310200"},
        {"competence": ["urban_management"]},
        {"competence": ["greening", "police"]},
    ],
    ids=["another district", "another province", "another city", "another office", "other offices"],
)
def test_another_authority_does_not_decide(plant: Scenario, changed: dict[str, Any]) -> None:
    plant.given(bureau(**changed)).refused(MayNotStateError, "may_not_state", supervised())


def test_who_is_no_authority_does_not_decide(plant: Scenario) -> None:
    plant.refused(MayNotStateError, "may_not_state", supervised())
    plant.given(organisation(BUREAU, "generator", competence=["ecology"]))
    plant.refused(MayNotStateError, "may_not_state", supervised())
    plant.refused(MayNotStateError, "may_not_state", supervised(PLANT))
    plant.refused(MayNotStateError, "may_not_state", supervised(OPERATOR))


def test_an_authority_that_was_closed_decides_no_more(plant: Scenario) -> None:
    plant.given(bureau(), said("organisation.closed", f"organisation:{BUREAU}", by=OPERATOR))
    plant.refused(MayNotStateError, "may_not_state", supervised())


def test_an_authority_whose_registration_was_withdrawn_decides_no_more(plant: Scenario) -> None:
    (receipt,) = plant.when(bureau())
    data = {"position": receipt.position, "reason": "误登记"}
    plant.given(said("fact.withdrawn", f"organisation:{BUREAU}", data, by=OPERATOR))
    plant.refused(MayNotStateError, "may_not_state", supervised())


def test_an_authority_decides_by_its_corrected_division(plant: Scenario) -> None:
    (receipt,) = plant.when(bureau(division="310117"))
    data = {"position": receipt.position, "data": bureau().data, "reason": "误写松江"}
    plant.refused(MayNotStateError, "may_not_state", supervised())
    plant.given(said("fact.corrected", f"organisation:{BUREAU}", data, by=OPERATOR), supervised())


def test_an_authority_decides_where_the_establishment_is_by_its_correction(plant: Scenario) -> None:
    position = plant.facts(SITE)[0].position
    data = {"position": position, "data": SITE_DATA | {"division": "310117"}, "reason": "在松江"}
    plant.given(bureau(), said("fact.corrected", SITE, data))
    plant.refused(MayNotStateError, "may_not_state", supervised())


def test_an_authority_decides_where_the_establishment_moved(plant: Scenario) -> None:
    plant.given(bureau(), said("establishment.changed", SITE, SITE_DATA | {"division": "310117"}))
    plant.refused(MayNotStateError, "may_not_state", supervised())
    plant.given(said("organisation.changed", f"organisation:{BUREAU}", bureau(division="310117").data, by=OPERATOR))
    plant.given(supervised())


def test_nobody_decides_about_an_establishment_that_is_not_known(scenario: Scenario) -> None:
    scenario.given(bureau()).refused(MayNotStateError, "may_not_state", supervised())


def test_an_authority_is_known_within_the_batch_that_makes_it(plant: Scenario) -> None:
    plant.when(bureau(OPERATOR), supervised(OPERATOR))


@pytest.mark.parametrize(
    "source",
    [
        f"urn:uscc:{OTHER_PLANT}:test",
        f"urn:uscc:{PLANT}0:test",
        f"urn:uscc:{PLANT[:-1]}",
        f"URN:USCC:{PLANT}",
        "urn:uscc:",
        "",
        "scale-07",
    ],
)
def test_a_source_is_the_posters_own(source: str) -> None:
    posting = replace(generated(drum()), source=source)
    with pytest.raises(MayNotStateError) as caught:
        draft(posting, Poster(PLANT, "test"), NOON)
    assert [(f.code, f.pointer) for f in caught.value.findings] == [("foreign_source", "/source")]


@pytest.mark.parametrize("source", [f"urn:uscc:{PLANT}", f"urn:uscc:{PLANT}:scale-07", f"urn:uscc:{PLANT}:a:b"])
def test_a_source_may_say_more(source: str) -> None:
    posting = replace(generated(drum()), source=source)
    assert draft(posting, Poster(PLANT, "test"), NOON).statement.source == source


@pytest.mark.parametrize("other", [PLANT, OTHER_PLANT])
def test_nobody_speaks_on_behalf_of_another_who_delegated_nothing(scenario: Scenario, other: str) -> None:
    posting = replace(generated(drum()), on_behalf_of=other)
    error = scenario.refused(MayNotStateError, "no_delegation", posting)
    assert error.findings[0].pointer == "/onbehalfof"


@pytest.mark.parametrize("by", [OPERATOR, PLANT])
def test_the_logs_opening_cannot_be_posted(scenario: Scenario, by: str) -> None:
    data = {"operator": f"organisation:{by}", "origin": "localhost/test", "simulated": False}
    scenario.refused(MayNotStateError, "may_not_state", said("log.opened", "log:localhost/test", data, by=by))


@pytest.mark.parametrize("name", ["container.vanished", "", "Container.Weighed", "fact.", "container.weighed "])
def test_an_unknown_type_is_not_stated(name: str) -> None:
    with pytest.raises(InvalidError) as caught:
        draft(said(name, drum()), Poster(PLANT, "test"), NOON)
    assert [(f.code, f.pointer) for f in caught.value.findings] == [("unknown_type", "/type")]


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        (SCALE, "wrong_kind"),
        (f"container:{PLANT}", "subject_grammar"),
        (f"container:{PLANT}.", "subject_grammar"),
        (f"container:{PLANT}.D 1", "subject_grammar"),
        (f"container:{PLANT}.D-1\n", "subject_grammar"),
        (f"container:{PLANT}.D-１", "subject_grammar"),
        (f"container:{PLANT}." + "D" * 41, "subject_grammar"),
        (f"container:{PLANT[:-1]}7.D-1", "uscc_check_digit"),
        (f"Container:{PLANT}.D-1", "unknown_kind"),
        ("container", "subject_grammar"),
        ("", "unknown_kind"),
    ],
)
def test_a_subject_is_a_kind_and_its_number(scenario: Scenario, subject: str, code: str) -> None:
    error = scenario.refused(InvalidError, code, said("container.closed", subject))
    assert [f.pointer for f in error.findings] == ["/subject"]
