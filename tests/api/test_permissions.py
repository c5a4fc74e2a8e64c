"""Who may state what, and who sees what: every type and every route, walked by one of each kind of caller."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings
from ledger.catalogue import CATALOGUE
from ledger.fact import Relation
from ledger.log import Ledger
from ledger.posting import Posting
from tests.doors import Caller, codes, receipts
from tests.specification import (
    BAY,
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
    weighed,
)

CITY_BUREAU = uscc("11310000MB1A2B3C4")
OTHER_BUREAU = uscc("11310117MB1A2B3C4")
GREENING_BUREAU = uscc("11310115MB5D6E7F8")
ADMINISTRATOR = uscc("91310000MA1A2B3C4")

CALLERS = {
    "owner": PLANT,
    "operator": OPERATOR,
    "ecology of the district": BUREAU,
    "ecology of the city": CITY_BUREAU,
    "ecology of another district": OTHER_BUREAU,
    "greening of the district": GREENING_BUREAU,
    "another generator": OTHER_PLANT,
    "administrator": ADMINISTRATOR,
}

HAVE: dict[Relation, set[str]] = {
    Relation.OWNER: {"owner"},
    Relation.AUTHOR: {"owner"},
    Relation.OPERATOR: {"operator"},
    Relation.ECOLOGY: {"ecology of the district", "ecology of the city"},
    Relation.LOG: set(),
}
"""Who has each relation to what the plant owns and stated."""

SEE = {
    "owner",
    "ecology of the district",
    "ecology of the city",
    "greening of the district",
    "administrator",
}
"""Who sees what the plant owns: itself, the authorities of its division for whatever, and the administrator."""

PARTY = {"name": "示范单位", "roles": ["generator"], "division": "310115"}
PLACE = {"organisation": f"organisation:{PLANT}", "name": "东厂", "division": "310115", "place": {"address": "一号"}}
STORE = {"establishment": SITE, "kind": "storage_house"}
PLATFORM = {"kind": "platform", "max_kg": 500, "division_kg": 1}
SOLVENT = {
    "waste_code": "900-402-06",
    "name": "废溶剂",
    "form": "liquid",
    "hazards": ["T"],
    "components": ["甲苯"],
    "precautions": "防火",
}
KEY = {"organisation": f"organisation:{PLANT}"}
ORIGINAL = 2
"""The position of the plant's own weighing of drum 0, which the facts about facts are about."""
VERIFIER = "localhost/test+00000000+AAAA"
READING = weighed(drum(0)).data
PHOTO = b"a photo of the scale"
FILE, NO_FILE = sha256(PHOTO).hexdigest(), "0" * 64

SECOND_SITE = f"establishment:{PLANT}002P"
PROFILE = f"profile:{PLANT}.W1"

MINIMAL: dict[str, tuple[str, dict[str, Any]]] = {
    "organisation.registered": (f"organisation:{PLANT}", PARTY),
    "organisation.changed": (f"organisation:{PLANT}", PARTY),
    "organisation.closed": (f"organisation:{PLANT}", {}),
    "establishment.registered": (SECOND_SITE, PLACE),
    "establishment.changed": (SECOND_SITE, PLACE),
    "establishment.closed": (SECOND_SITE, {}),
    "supervision_class.assigned": (SITE, {"class": "key", "year": 2026, "source": "名录"}),
    "facility.registered": (BAY, STORE),
    "facility.changed": (BAY, STORE),
    "facility.closed": (BAY, {}),
    "scale.registered": (SCALE, PLATFORM),
    "scale.changed": (SCALE, PLATFORM),
    "scale.closed": (SCALE, {}),
    "waste_profile.registered": (PROFILE, SOLVENT),
    "waste_profile.changed": (PROFILE, SOLVENT),
    "waste_profile.closed": (PROFILE, {}),
    "credential.issued": (f"credential:{PLANT}.k-1", KEY),
    "credential.revoked": (f"credential:{PLANT}.k-1", KEY),
    "container.generated": (drum(), {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"}),
    "container.closed": (drum(), {}),
    "container.packaged": (drum(), {"packaging": "钢桶"}),
    "container.weighed": (drum(), READING),
    "container.labelled": (drum(), {"label_code": "0" * 37}),
    "container.stored": (drum(), {"facility": BAY}),
    "container.withdrawn": (drum(), {"purpose": "transfer"}),
    "threshold.set": ("rule:stated_late", {"parameter": "hours", "value": 24, "valid_from": "2026-01-01"}),
    "calendar.published": ("calendar:2027", {"exceptions": [{"day": "2027-01-01", "kind": "off"}], "notice": "示例"}),
    "catalogue.loaded": ("catalogue:2021", {"sha256": "ab" * 32, "rows": 1}),
    "fact.corrected": (drum(0), {"position": ORIGINAL, "data": READING, "reason": "更正"}),
    "fact.withdrawn": (drum(0), {"position": ORIGINAL, "reason": "撤回"}),
    "log.opened": ("log:other", {"operator": f"organisation:{OPERATOR}", "origin": "other", "simulated": False}),
    "heads.recorded": ("log:localhost/test", {"root": "ab" * 32, "size": 1, "tags": 1}),
    "log_key.changed": ("log:localhost/test", {"key": VERIFIER, "receipt_key": VERIFIER, "reason": "更换"}),
}
"""Type → a subject of the plant's and the least that can be said of it."""


@pytest.fixture
def district(scenario: Scenario) -> Scenario:
    """The plant with a drum at its site in Pudong, 310115, and everybody who is not the plant."""
    return scenario.given(
        said("container.weighed", drum(0), {**READING, "evidence": [{"sha256": FILE}]}),
        said("establishment.registered", SITE, PLACE),
        generated(drum(0)),
        organisation(BUREAU, "authority", competence=["ecology"], level="district"),
        organisation(CITY_BUREAU, "authority", competence=["ecology"], level="city", division="310000"),
        organisation(OTHER_BUREAU, "authority", competence=["ecology"], level="district", division="310117"),
        organisation(GREENING_BUREAU, "authority", competence=["greening"], level="district"),
        organisation(OTHER_PLANT, "generator"),
        organisation(ADMINISTRATOR, "administrator"),
    )


@pytest.fixture
def client(ledger: Ledger, tmp_path: Path) -> TestClient:
    """The whole application with its keys, for a bundle is signed."""
    settings = Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=str(tmp_path / "outside"))
    return TestClient(create_app(ledger, settings, signing_of(ledger, settings)))


@pytest.fixture(params=CALLERS)
def name(request: pytest.FixtureRequest) -> str:
    """One of each kind of caller."""
    return request.param


@pytest.fixture
def caller(district: Scenario, client: TestClient, name: str) -> Caller:
    """That caller, at the door of the district's ledger, where the plant's photo is kept."""
    headers = {"Authorization": f"Bearer {Caller.of(client, PLANT).key}"}
    assert client.put(f"/v1/files/{FILE}", content=PHOTO, headers=headers).is_success
    return Caller.of(client, CALLERS[name])


def statements(by: str) -> Iterator[Posting]:
    for fact_type, (subject, data) in MINIMAL.items():
        yield said(fact_type, subject, data, by=by)


def test_the_walk_knows_every_type() -> None:
    assert MINIMAL.keys() == CATALOGUE.keys()


def test_each_may_state_exactly_what_the_types_promise(caller: Caller, name: str, ledger: Ledger) -> None:
    allowed = set()
    for posting in statements(caller.organisation):
        before = ledger.head()
        answer = caller.post(posting)
        if answer.status_code == 201:
            allowed.add(posting.type)
        else:
            assert answer.status_code == 403, (posting.type, answer.text)
            assert ledger.head() == before
    promised = {
        known.today.TOPIC
        for known in CATALOGUE.values()
        if any(name in HAVE[relation] for relation in known.today.STATED_BY)
    }
    assert allowed == promised


def test_a_refusal_does_not_tell_whether_the_subject_exists(district: Scenario, client: TestClient) -> None:
    stranger = Caller.of(client, OTHER_PLANT)
    known = stranger.post(said("container.closed", drum(0), by=OTHER_PLANT))
    unknown = stranger.post(said("container.closed", drum(9), by=OTHER_PLANT))
    assert known.status_code == unknown.status_code == 403
    assert known.text.replace(drum(0), drum(9)) == unknown.text
    about_known = stranger.post(
        said("fact.withdrawn", drum(0), {"position": ORIGINAL, "reason": "?"}, by=OTHER_PLANT)
    )
    about_nothing = stranger.post(said("fact.withdrawn", drum(0), {"position": 999, "reason": "?"}, by=OTHER_PLANT))
    assert about_known.status_code == about_nothing.status_code == 403
    assert about_known.text == about_nothing.text


def test_an_authority_is_not_made_by_itself(client: TestClient) -> None:
    upstart = Caller.of(client, PLANT)
    for role in ("authority", "administrator"):
        answer = upstart.post(organisation(PLANT, "generator", role, by=PLANT))
        assert (answer.status_code, codes(answer)) == (403, ["role_not_given"])


SEEN = {
    "/v1/events/{position}": f"/v1/events/{ORIGINAL}",
    "/v1/files/{sha256}": f"/v1/files/{FILE}",
    "/v1/subjects/{subject:path}": f"/v1/subjects/{drum(0)}",
    "/v1/subjects/{subject:path}/history": f"/v1/subjects/{drum(0)}/history",
    "/v1/subjects/{subject:path}/bundle": f"/v1/subjects/{drum(0)}/bundle",
}
"""Routes that show one thing of the plant's, and where it is."""

LISTS = {"/v1/events", "/v1/events/stream"}  # who is streamed what: test_stream.py
FOR_EVERY_KEY = {"/v1/settings"}
PUBLIC = {
    "/",
    "/health/live",
    "/health/ready",
    "/v1/event-types",
    "/v1/event-types/{name}",
    "/v1/events/{position}/proof",  # hashes alone: they tell nothing of a salted leaf
    "/openapi.json",
}


def test_the_walk_knows_every_route_of_the_api(client: TestClient) -> None:
    routes = {path for path in client.app.openapi()["paths"] if path.startswith(("/v1", "/health"))}
    known = {path.replace(":path", "") for path in SEEN.keys() | LISTS | FOR_EVERY_KEY | PUBLIC}
    assert routes <= known


@pytest.mark.parametrize("path", SEEN.values())
def test_what_one_may_not_see_is_not_found(caller: Caller, name: str, path: str) -> None:
    answer = caller.get(path)
    assert answer.status_code == (200 if name in SEE else 404)
    if name not in SEE:
        missing = path.replace(drum(0), drum(9)).replace(f"events/{ORIGINAL}", "events/999")
        missing = missing.replace(FILE, NO_FILE)
        expected = caller.get(missing).text.replace(drum(9), drum(0)).replace("position 999", f"position {ORIGINAL}")
        expected = expected.replace(NO_FILE, FILE)
        assert answer.text == expected


@pytest.mark.parametrize("path", sorted(FOR_EVERY_KEY))
def test_what_is_settled_for_all_is_shown_to_whoever_has_a_key(caller: Caller, path: str) -> None:
    assert caller.get(path).status_code == 200
    assert caller.client.get(path).status_code == 401


def test_a_list_holds_what_one_may_see(caller: Caller, name: str) -> None:
    for query in ({}, {"tag": drum(0)}, {"type": "container.weighed"}):
        found = [e["position"] for e in caller.get("/v1/events", **query).json()["events"]]
        assert (ORIGINAL in found) == (name in SEE)


def test_an_authority_that_was_closed_sees_and_decides_nothing_more(district: Scenario, client: TestClient) -> None:
    bureau = Caller.of(client, BUREAU)
    assert bureau.get(f"/v1/subjects/{drum(0)}").status_code == 200
    receipts(Caller.of(client, OPERATOR).post(said("organisation.closed", f"organisation:{BUREAU}", by=OPERATOR)))
    assert bureau.get(f"/v1/subjects/{drum(0)}").status_code == 404
    subject, data = MINIMAL["supervision_class.assigned"]
    assert bureau.post(said("supervision_class.assigned", subject, data, by=BUREAU)).status_code == 403
