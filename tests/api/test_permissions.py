"""The permission walk, first half: every type, by one of each kind of caller, about what two plants own."""

from typing import get_args

import pytest
from fastapi.testclient import TestClient

from ledger.catalogue import CATALOGUE
from ledger.log import Ledger
from ledger.parties.organisation import Competence, Role
from tests.api.least_statements import LOAD, MANIFEST, MINIMAL
from tests.api.permission_tables import SEEN_BY, STATED_BY
from tests.api.two_districts import MAY_STATE, NOBODY, PARTIES, PLANTS, SEES, Party, alike, least, may_state, of
from tests.doors import Caller, codes
from tests.specification import PLANT, organisation


def test_the_walk_knows_every_type_every_role_and_every_word_of_the_tables() -> None:
    assert MINIMAL.keys() == STATED_BY.keys() == CATALOGUE.keys()
    assert {role for party in PARTIES.values() for role in party.roles} == set(get_args(Role))
    assert {each for party in PARTIES.values() for each in party.competence} == set(get_args(Competence))
    assert {words for who in STATED_BY.values() for words in who} == MAY_STATE.keys()
    assert SEEN_BY.items() == SEES.keys()


NUMBERED_BY_OTHERS = (MANIFEST, LOAD, "project:", "site:", "trip:")
"""Subjects of which the trade may speak while whose they are is not told here."""


def plants_of(fact_type: str) -> list[Party]:
    """Both plants; one for a type whose subject belongs to no plant."""
    return list({of(plant, MINIMAL[fact_type][0]): plant for plant in PLANTS.values()}.values())


@pytest.mark.parametrize("name", PARTIES)
def test_each_may_state_exactly_what_the_table_says(door: TestClient, name: str, ledger: Ledger) -> None:
    who = PARTIES[name]
    caller = Caller.of(door, who.code)
    about = [(fact_type, plant) for fact_type in MINIMAL for plant in plants_of(fact_type)]
    allowed = []
    for fact_type, plant in about:
        before = ledger.head()
        answer = caller.post(least(fact_type, plant, who))
        if answer.status_code == 201:
            allowed.append((fact_type, plant))
            continue
        assert (answer.status_code, ledger.head()) == (403, before), (fact_type, answer.text)
        if MINIMAL[fact_type][0].startswith(NUMBERED_BY_OTHERS):
            continue  # of a number that was not issued here the trade may speak, and the page says so
        # and the refusal does not tell whether there is such a thing
        of_nothing = caller.post(least(fact_type, NOBODY, who))
        sought, missing = (of(whose, MINIMAL[fact_type][0]) for whose in (plant, NOBODY))
        assert alike(answer, sought) == alike(of_nothing, missing), fact_type
    assert allowed == [(fact_type, plant) for fact_type, plant in about if may_state(who, fact_type, plant)]


@pytest.mark.parametrize("role", ["authority", "administrator"])
def test_nobody_makes_itself_an_authority(door: TestClient, role: str) -> None:
    for code in (NOBODY.code, PLANT):
        answer = Caller.of(door, code).post(organisation(code, "generator", role, by=code))
        assert (answer.status_code, codes(answer)) == (403, ["role_not_given"])
