"""The permission walk, second half: every route, by one of each kind of caller, and all that two plants own."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings
from ledger.catalogue import tags_of
from ledger.clock import WallClock
from ledger.fact import Recorded
from tests.api.permission_tables import DOORS, Door
from tests.api.two_districts import NOBODY, PARTIES, PLANTS, Party, alike, everything, sees
from tests.conftest import NOON
from tests.doors import Caller
from tests.specification import PLANT, Scenario, drum

NOWHERE = "999999"
"""A position that the log does not have."""

LISTS = {"GET /v1/events"}
"""Doors that show many facts, with `tag`, `type`, `cursor` and `limit`."""
VARIANTS = {
    "GET /v1/events/{position}": ("", "?form=leaf"),
    "GET /v1/subjects/{subject:path}/history": ("", "?linked=true"),
}
"""Ways to ask at a door that shows one thing; one way where nothing stands here."""
PUBLIC = {
    "GET /v1/event-types/{name}": "/v1/event-types/container.weighed",
    "GET /tile/{path:path}": "/tile/0/000.p/3",
    "GET /v1/events/{position}/proof": "/v1/events/2/proof",
    "GET /replay": f"/replay?number={drum(0)}",
    "GET /replay/{subject:path}": f"/replay/{drum(0)}",
    "GET /static/{name}": "/static/bihuan.css",
    "GET /{path:path}": "/nowhere",
}
"""Where to ask at doors that show the same to everybody and whose path has a name in it."""
NOT_HERE = {PUBLIC["GET /replay"], PUBLIC["GET /replay/{subject:path}"], "/nowhere"}
"""Pages about facts, which there are for a simulated log alone, and the one for what is not there."""
ELSEWHERE = {"POST /v1/events": "tests/api/test_permissions.py"}
"""Doors that are walked by tests of their own."""


@pytest.fixture
def facts(districts: Scenario) -> list[Recorded[Any]]:
    """The whole log, with one fact of each type about what each of the plants owns."""
    for plant in PLANTS.values():
        districts.given(*everything(plant))
    return districts.ledger.recorded()


class Place(NamedTuple):
    """Where to ask at a door of one thing, where to ask for what does not exist, and the facts that may be shown."""

    sought: str
    path: str
    missing: str
    nothing: str
    facts: list[Recorded[Any]]


def places(name: str, door: Door, facts: list[Recorded[Any]]) -> Iterator[Place]:
    # who sees a fact hangs on its subject's kind and owner and on who said it: one of each such is asked for
    for fact in {(f.fact.subject[:30], f.fact.stated_by): f for f in facts}.values():
        sought, missing, shown = str(fact.position), NOWHERE, [fact]
        if "{position}" not in door.path:
            sought = fact.fact.subject
            missing = re.sub(":.{18}", f":{NOBODY.code}", sought)
            shown = [f for f in facts if f.fact.subject == sought]
        for variant in VARIANTS.get(name, ("",)):
            path, nothing = (re.sub(r"\{(position|subject:path)}", each, door.path) for each in (sought, missing))
            yield Place(sought, path + variant, missing, nothing + variant, shown)


def test_the_walk_knows_every_route(client: TestClient) -> None:
    served = {f"{method.upper()} {path}" for path, by in client.app.openapi()["paths"].items() for method in by}
    assert served <= {name.replace(":path}", "}") for name in DOORS}
    assert LISTS | VARIANTS.keys() | PUBLIC.keys() | ELSEWHERE.keys() <= DOORS.keys()
    for name, door in DOORS.items():
        if name not in LISTS | PUBLIC.keys() | ELSEWHERE.keys():
            wanted = r"\{(position|subject:path)}" if door.shows_what_its_asker_may_see else "^[^{]+$"
            assert re.search(wanted, door.path), f"{name} is not walked: add it above"


def test_a_key_is_wanted_where_the_table_says_so(door: TestClient) -> None:
    good, revoked = Caller.of(door, PLANT).key, Caller.of(door, PLANT).key
    door.app.state.credentials.revoke(revoked.partition(".")[0], WallClock().now())
    headers = [{"Authorization": f"Bearer {key}"} for key in (good, revoked, good + "x", "")]
    for name, each in DOORS.items():
        path = PUBLIC.get(name) or re.sub(r"\{.*?}", "1", each.path)
        answers = [door.request(each.method, path, headers=h).status_code for h in (*headers, {})]
        if each.wants_a_key:
            assert (answers[0] != 401, answers[1:]) == (True, [401] * 4), name
        else:
            assert len(set(answers)) == 1, name
            assert 401 not in answers, name


@pytest.fixture
def published(districts: Scenario, tmp_path: Path) -> TestClient:
    """The application with a checkpoint, before its publisher was started."""
    settings = Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=str(tmp_path / "outside"))
    signing = signing_of(districts.ledger, settings)
    signing.sequencer.publish(NOON)
    return TestClient(create_app(districts.ledger, settings, signing))


def test_what_is_the_same_to_everybody_is_the_same_to_everybody(published: TestClient) -> None:
    callers = [Caller.of(published, party.code) for party in PARTIES.values()]
    for name, each in DOORS.items():
        if each.is_the_same_to_everybody:
            path = PUBLIC.get(name, each.path)
            unknown = published.get(path)
            assert unknown.status_code == (404 if path in NOT_HERE else 200), name
            assert all(caller.get(path).content == unknown.content for caller in callers), name


def test_each_is_shown_exactly_what_the_table_says(door: TestClient, facts: list[Recorded[Any]]) -> None:
    of_one_thing = {name: each for name, each in DOORS.items() if name not in LISTS | ELSEWHERE.keys()}
    walked = [p for name, each in of_one_thing.items() if each.wants_a_key for p in places(name, each, facts)]
    answers = Caller.of(door, NOBODY.code).get_all(place.nothing for place in walked)
    of_nothing = {p.path: alike(answer, p.missing) for p, answer in zip(walked, answers, strict=True)}
    for name, who in PARTIES.items():
        answers = Caller.of(door, who.code).get_all(place.path for place in walked)
        for place, answer in zip(walked, answers, strict=True):
            if any(sees(who, fact) for fact in place.facts):
                assert answer.status_code == 200, (name, place.path, answer.text)
                shows_nothing_else(answer.text, who, facts)
            else:
                # as if there were no such thing, to the last letter
                assert answer.status_code == 404, (name, place.path)
                assert alike(answer, place.sought) == of_nothing[place.path], (name, place.path)


def shows_nothing_else(text: str, who: Party, facts: list[Recorded[Any]]) -> None:
    """No id of a fact that the asker may not see stands in an answer."""
    ids = {fact.fact.id for fact in facts if not sees(who, fact)}
    assert not {each for each in re.findall(r'"id":"([^"]+)"', text) if each in ids}


def test_each_list_holds_exactly_what_the_table_says(door: TestClient, facts: list[Recorded[Any]]) -> None:
    tags = {f.fact.subject for f in facts if f.fact.subject.endswith((".D-0", "001P", ".07"))}
    assert len(tags) == 6
    for name, who in PARTIES.items():
        caller = Caller.of(door, who.code)
        seen = [fact for fact in facts if sees(who, fact)]
        for path in (DOORS[route].path for route in LISTS):
            assert listed(caller, path, limit=7) == at(seen), name
            for fact_type in ("container.weighed", "organisation.registered", "supervision_class.assigned"):
                assert listed(caller, path, type=fact_type) == at(f for f in seen if f.fact.type == fact_type), name
            of_nothing = caller.get(path, tag=drum(0, NOBODY.code)).json()
            for tag in tags:
                under_it = at(f for f in seen if tag in tags_of(f.fact))
                assert listed(caller, path, limit=2, tag=tag) == under_it, (name, tag)
                assert under_it or caller.get(path, tag=tag).json() == of_nothing, (name, tag)


def at(facts: Iterable[Recorded[Any]]) -> list[int]:
    return [fact.position for fact in facts]


def listed(caller: Caller, path: str, **query: object) -> list[int]:
    """The positions of a list, page after page to its end."""
    positions, cursor = [], "0"
    while True:
        page = caller.get(path, cursor=cursor, **query).json()
        positions += [event["position"] for event in page["events"]]
        if not page["events"] and int(page["cursor"]) >= page["position"]:
            return positions
        cursor = page["cursor"]
