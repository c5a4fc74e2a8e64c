"""The permission walk, second half: every route, by one of each kind of caller, and all that two plants own."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import pytest
from fastapi.testclient import TestClient

from ledger.catalogue import tags_of
from ledger.clock import WallClock
from ledger.fact import Recorded
from ledger.subjects import kind_of
from tests.api.permission_tables import DOORS, Door
from tests.api.two_districts import (
    NOBODY,
    ORIGINALS,
    PARTIES,
    PHOTOS,
    PLANTS,
    alike,
    everything,
    is_settled_for_all,
    seen_by,
)
from tests.doors import Caller
from tests.specification import PLANT, Scenario, drum

Facts = list[Recorded[Any]]

NOWHERE = {"{position}": "999999", "{sha256}": "0" * 64}
"""A position that the log does not have, and a file that nobody put."""

NO_MANIFEST = "manifest:20263101159999"
"""A number that nobody issued."""

OF_SCRIPTS = {"GET /me/session", "POST /me/events", "GET /me/loads/{number}"}
"""Doors of our pages' scripts, which say 401 to who is not signed in instead of leading elsewhere."""

LISTS = {"GET /v1/events"}
"""Doors that show many facts, with `tag`, `type`, `cursor` and `limit`."""
VARIANTS = {
    "GET /v1/events/{position}": ("", "?form=leaf"),
    "GET /v1/subjects/{subject:path}/history": ("", "?linked=true", "?form=leaf"),
    "GET /v1/subjects/{subject:path}/lineage": ("?direction=up",),
}
"""Ways to ask at a door that shows one thing; one way where nothing stands here."""
SLOW = {"GET /v1/subjects/{subject:path}/bundle"}
"""Doors at which only the plants' drums 0 are asked for."""
WITH_A_NAME = {
    "GET /v1/event-types/{name}": "/v1/event-types/container.weighed",
    "GET /v1/rules/{rule}": "/v1/rules/container_lost",
    "GET /tile/{path:path}": "/tile/0/000.p/3",
    "GET /v1/events/{position}/proof": "/v1/events/2/proof",
    "GET /replay": f"/replay?number={drum(0)}",
    "GET /replay/{subject:path}": f"/replay/{drum(0)}",
    "GET /static/{version}/{name}": "/static/1/bihuan.css",
    "GET /road/{way}": "/road/collect",
    "GET /{path:path}": "/nowhere",
}
"""Where to ask at doors that show the same to everybody and whose path has a name in it."""
NOT_HERE = {WITH_A_NAME["GET /replay"], WITH_A_NAME["GET /replay/{subject:path}"], "/nowhere"}
"""Pages about facts, which there are for a simulated log alone, and the one for what is not there."""
ELSEWHERE = {
    "POST /v1/events": "test_permissions.py",
    "POST /sign-in": "people/test_signing_in.py",
    "GET /replay": "people/test_seeing.py",
    "GET /replay/{subject:path}": "people/test_seeing.py",
    "GET /replay/leaf/{position}": "people/test_replay_page.py",
    "GET /replay/bundle/{subject:path}": "people/test_replay_page.py",
    **{name: "people/test_managing.py" for name, door in DOORS.items() if door.wants_a_person},
    "GET /metrics": "test_metrics.py",
    "GET /v1/anomalies": "test_anomalies.py",
    "GET /v1/statistics/anomalies": "test_anomalies.py",
    "GET /flags": "people/test_flags.py",
    "GET /flags/{flag}": "people/test_flags.py",
    "GET /flags.xlsx": "people/test_flags.py",
    "GET /overview": "people/test_overview.py",
    "GET /overview.xlsx": "people/test_overview.py",
    "GET /mass-balance": "people/test_balance_page.py",
    "GET /mass-balance.xlsx": "people/test_balance_page.py",
    "GET /organisations": "people/test_organisations_page.py",
    "GET /organisations.xlsx": "people/test_organisations_page.py",
    "GET /organisations/{uscc}.xlsx": "people/test_organisations_page.py",
    "GET /organisations/{uscc}": "people/test_organisations_page.py",
    "GET /storage/{facility:path}": "people/test_storage_page.py",
    "GET /storage.xlsx": "people/test_storage_page.py",
    "GET /supervision": "people/test_organisations_page.py",
    "GET /supervision.xlsx": "people/test_organisations_page.py",
    "GET /transfers": "people/test_transfers_page.py",
    "GET /labels.pdf": "people/test_papers.py",
    "GET /manifests/{number}.pdf": "people/test_papers.py",
    "GET /receipts/{trip}.pdf": "people/test_papers.py",
    "GET /haulage.xlsx": "people/test_haulage_page.py",
    "GET /transfers.xlsx": "people/test_transfers_page.py",
    "GET /haulage": "people/test_haulage_page.py",
    "GET /loops": "people/test_loops_page.py",
    "GET /loops.xlsx": "people/test_loops_page.py",
    "GET /live": "people/test_live.py",
    "GET /v1/events/stream": "test_stream.py",
    "PUT /v1/files/{sha256}": "test_files.py",
    "GET /v1/loops": "test_loops.py",
    "GET /v1/statistics/closed-loop": "test_loops.py",
    "GET /v1/organisations/{uscc}/dossier": "test_dossier.py",
    "GET /v1/subjects/{subject:path}/paper.pdf": "papers/test_printing.py",
    "GET /v1/storage": "test_storage.py",
    "GET /v1/mass-balance": "test_mass_balance.py",
    "GET /v1/transfer-use": "test_transfers.py",
    "GET /v1/transfer-hubs": "test_transfers.py",
    "GET /v1/site-occupancy": "test_spoil.py",
    "GET /v1/permit-use": "test_spoil.py",
    "GET /v1/spoil-balance": "test_spoil.py",
    "GET /v1/carrier-credit": "test_spoil.py",
}
"""Doors that are walked by tests of their own."""


@pytest.fixture
def facts(districts: Scenario) -> Facts:
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
    facts: Facts


def places(name: str, door: Door, facts: Facts) -> Iterator[Place]:
    for sought, missing, shown in things(name, door, facts):
        for variant in VARIANTS.get(name, ("",)):
            path, nothing = (re.sub(r"\{(position|sha256|subject:path)}", s, door.path) for s in (sought, missing))
            yield Place(sought, path + variant, missing, nothing + variant, shown)


def things(name: str, door: Door, facts: Facts) -> Iterator[tuple[str, str, Facts]]:
    """What can be asked for at a door, what is as if it were not, and the facts that show it."""
    if "{sha256}" in door.path:
        weighings = {sha256(PHOTOS[plant]).hexdigest(): facts[at - 1] for plant, at in ORIGINALS.items()}
        yield from ((file, NOWHERE["{sha256}"], [fact]) for file, fact in weighings.items())
        return
    # who sees a fact hangs on its subject's kind and owner and on who said it: one of each such is asked for
    for fact in {(f.fact.subject[:30], f.fact.stated_by): f for f in facts}.values():
        subject = fact.fact.subject
        if "{position}" in door.path:
            yield str(fact.position), NOWHERE["{position}"], [fact]
        elif subject.endswith(".D-0") or (name not in SLOW and not subject.startswith("organisation:113")):
            missing = re.sub(":.{18}", f":{NOBODY.code}", subject) if kind_of(subject) != "manifest" else NO_MANIFEST
            yield subject, missing, [f for f in facts if f.fact.subject == subject]


def test_the_walk_knows_every_route(client: TestClient) -> None:
    served = {f"{method.upper()} {path}" for path, by in client.app.openapi()["paths"].items() for method in by}
    assert served <= {name.replace(":path}", "}") for name in DOORS}
    assert LISTS | VARIANTS.keys() | SLOW | WITH_A_NAME.keys() | ELSEWHERE.keys() <= DOORS.keys()
    for name, door in DOORS.items():
        if name not in LISTS | WITH_A_NAME.keys() | ELSEWHERE.keys():
            wanted = "^[^{]+$" if door.shows_the_same else r"\{(position|sha256|subject:path)}"
            assert re.search(wanted, door.path), f"{name} is not walked: add it above"


def test_a_key_is_wanted_where_the_table_says_so(published: TestClient) -> None:
    good, revoked = Caller.of(published, PLANT).key, Caller.of(published, PLANT).key
    published.app.state.credentials.revoke(revoked.partition(".")[0], WallClock().now())
    bad = [{}, *({"Authorization": f"Bearer {key}"} for key in (revoked, good + "x", ""))]
    for name, each in DOORS.items():
        path = WITH_A_NAME.get(name) or re.sub(r"\{.*?}", "1", each.path)
        answers = [published.request(each.method, path, headers=headers).status_code for headers in bad]
        assert (answers == [401] * 4) == (each.wants_a_key or name in OF_SCRIPTS), (name, answers)


def test_what_is_the_same_to_all_is_the_same_to_all(published: TestClient) -> None:
    same = [(name, each) for name, each in DOORS.items() if each.shows_the_same and name not in ELSEWHERE]
    answers = [
        Caller.of(published, party.code).get_all(WITH_A_NAME.get(name, each.path) for name, each in same)
        for party in PARTIES.values()
    ]
    for (name, each), told in zip(same, zip(*answers, strict=True), strict=True):
        path = WITH_A_NAME.get(name, each.path)
        unasked = [] if each.wants_a_key else [published.get(path)]
        assert {answer.status_code for answer in (*told, *unasked)} == {404 if path in NOT_HERE else 200}, name
        bodies = {re.sub(rb'"instance":"[^"]*"', b"", answer.content) for answer in (*told, *unasked)}
        assert len(bodies) == 1, name


def test_each_is_shown_exactly_what_the_table_says(published: TestClient, facts: Facts) -> None:
    walked = [
        place
        for name, each in DOORS.items()
        if each.wants_a_key and not each.shows_the_same and name not in LISTS | ELSEWHERE.keys()
        for place in places(name, each, facts)
    ]
    answers = Caller.of(published, NOBODY.code).get_all(place.nothing for place in walked)
    of_nothing = {p.path: alike(answer, p.missing) for p, answer in zip(walked, answers, strict=True)}
    for name, who in PARTIES.items():
        seen = at(seen_by(who, facts))
        unseen_ids = {fact.fact.id for fact in facts if fact.position not in seen}
        answers = Caller.of(published, who.code).get_all(place.path for place in walked)
        for place, answer in zip(walked, answers, strict=True):
            if set(at(place.facts)) & set(seen):
                assert answer.status_code == 200, (name, place.path, answer.text)
                assert not unseen_ids & set(re.findall(r'"id":"([^"]+)"', answer.text)), (name, place.path)
            else:
                # as if there were no such thing, to the last letter
                assert answer.status_code == 404, (name, place.path)
                assert alike(answer, place.sought) == of_nothing[place.path], (name, place.path)


def test_each_list_holds_exactly_what_the_table_says(door: TestClient, facts: Facts) -> None:
    tags = {f.fact.subject for f in facts if f.fact.subject.endswith((".D-0", "001P", ".07", ".of-the-carrier"))}
    assert len(tags) == 8
    for name, who in PARTIES.items():
        caller = Caller.of(door, who.code)
        seen = seen_by(who, facts)
        sees_others = {"authority", "administrator"} & set(who.roles) or name == "operator"
        for path in (DOORS[route].path for route in LISTS):
            whole = seen if sees_others else [f for f in seen if not is_settled_for_all(f)]
            assert listed(caller, path, limit=7) == at(whole), name
            for fact_type in ("container.weighed", "organisation.registered", "threshold.set"):
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
