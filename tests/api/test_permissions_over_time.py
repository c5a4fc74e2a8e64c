"""Permissions are judged on what is recorded before: an authority that is closed or moved, a key that is revoked."""

import pytest
from fastapi.testclient import TestClient

from ledger.clock import WallClock
from ledger.posting import Posting
from tests.api.least_statements import MINIMAL, PLACE
from tests.api.permission_tables import DOORS
from tests.api.test_permissions_of_reading import listed
from tests.api.two_districts import (
    ECOLOGY,
    MINHANG,
    MINHANG_PLANT,
    PARTIES,
    PUDONG,
    PUDONG_PLANT,
    Party,
    least,
    of,
)
from tests.doors import Caller, receipts
from tests.specification import OPERATOR, PLANT, SITE, drum, generated, said

BUREAU = ECOLOGY[PUDONG]


@pytest.fixture(autouse=True)
def _kept(door: TestClient) -> None:
    """Each plant has a drum that is on no manifest."""
    for plant in (PUDONG_PLANT, MINHANG_PLANT):
        here = generated(drum("kept", plant.code), by=plant.code)
        receipts(Caller.of(door, plant.code).post(said(here.type, here.subject, of(plant, here.data), by=plant.code)))


@pytest.fixture
def operator(door: TestClient) -> Caller:
    """Who gives roles and takes them."""
    return Caller.of(door, OPERATOR)


@pytest.fixture
def bureau(door: TestClient) -> Caller:
    """The ecology bureau of Pudong, which has decided about Pudong's plant once."""
    caller = Caller.of(door, BUREAU.code)
    receipts(caller.post(classed(PUDONG_PLANT)))
    return caller


def classed(plant: Party) -> Posting:
    return least("supervision_class.assigned", plant, BUREAU)


def changed(caller: Caller, what: str = "changed", **data: object) -> Posting:
    now = {"name": "示范单位", "roles": ["authority"], "division": PUDONG, "competence": ["ecology"], **data}
    return said(f"organisation.{what}", f"organisation:{caller.organisation}", now if data else {}, by=OPERATOR)


def stages_seen(caller: Caller) -> list[int]:
    """What a caller is answered when it asks for a drum of each plant."""
    plants = (PUDONG_PLANT, MINHANG_PLANT)
    return [caller.get(f"/v1/subjects/{drum('kept', plant.code)}").status_code for plant in plants]


def decides(caller: Caller) -> list[int]:
    return [caller.post(classed(plant)).status_code for plant in (PUDONG_PLANT, MINHANG_PLANT)]


def test_an_authority_that_moves_decides_and_sees_where_it_is_now(operator: Caller, bureau: Caller) -> None:
    assert (stages_seen(bureau), decides(bureau)) == ([200, 404], [201, 403])
    receipts(operator.post(changed(bureau, division=MINHANG)))
    assert (stages_seen(bureau), decides(bureau)) == ([404, 200], [403, 201])


def test_an_authority_whose_competence_changes_sees_on_and_decides_no_more(operator: Caller, bureau: Caller) -> None:
    receipts(operator.post(changed(bureau, competence=["greening"])))
    assert (stages_seen(bureau), decides(bureau)) == ([200, 404], [403, 403])


@pytest.mark.parametrize("what", ["closed", "changed"])
def test_a_former_authority_sees_what_it_stated_and_nothing_more(operator: Caller, bureau: Caller, what: str) -> None:
    stated = listed(bureau, "/v1/events", type="supervision_class.assigned")
    receipts(operator.post(changed(bureau, what, **({"roles": ["carrier"]} if what == "changed" else {}))))
    assert (stages_seen(bureau), decides(bureau)) == ([404, 404], [403, 403])
    assert listed(bureau, "/v1/events", type="supervision_class.assigned") == stated
    assert bureau.get(f"/v1/events/{stated[0]}").status_code == 200
    history = bureau.get(f"/v1/subjects/{SITE}/history", linked="true").json()
    assert [event["position"] for event in history["events"]] == stated


def test_a_former_administrator_sees_nothing_of_others(door: TestClient, operator: Caller) -> None:
    administrator = Caller.of(door, PARTIES["administrator"].code)
    assert stages_seen(administrator) == [200, 200]
    receipts(operator.post(changed(administrator, "closed")))
    assert stages_seen(administrator) == [404, 404]
    assert listed(administrator, "/v1/events", tag=f"organisation:{PLANT}") == []


def test_an_authority_is_none_before_it_is_registered(door: TestClient, operator: Caller) -> None:
    new = Caller.of(door, PARTIES["nobody registered"].code)
    place, data = MINIMAL["supervision_class.assigned"]
    assert new.post(said("supervision_class.assigned", place, data, by=new.organisation)).status_code == 403
    receipts(operator.post(changed(new, "registered", division=PUDONG)))
    assert new.post(said("supervision_class.assigned", place, data, by=new.organisation)).status_code == 201


def test_what_stands_in_another_district_is_seen_by_the_authorities_of_both(door: TestClient) -> None:
    plant, minhang = Caller.of(door, PLANT), Caller.of(door, ECOLOGY[MINHANG].code)
    branch = f"establishment:{PLANT}003P"
    there = generated(drum("there"))
    assert minhang.get(f"/v1/subjects/{there.subject}").status_code == 404
    receipts(
        plant.post(
            said("establishment.registered", branch, {**PLACE, "division": MINHANG}),
            said("organisation.registered", f"organisation:{PLANT}", MINIMAL["organisation.registered"][1]),
            said(there.type, there.subject, {**there.data, "establishment": branch}),
        )
    )
    for district in (PUDONG, MINHANG):
        bureau = Caller.of(door, ECOLOGY[district].code)
        assert bureau.get(f"/v1/subjects/{there.subject}").status_code == 200
    decision = said("supervision_class.assigned", branch, classed(PUDONG_PLANT).data, by=minhang.organisation)
    assert minhang.post(decision).status_code == 201
    assert minhang.get(f"/v1/subjects/{SITE}").status_code == 404


def test_a_revoked_key_opens_nothing_and_what_it_stated_stays(published: TestClient) -> None:
    plant, other_key = Caller.of(published, PLANT), Caller.of(published, PLANT)
    (stated,) = receipts(plant.post(said("container.closed", drum(0))))
    published.app.state.credentials.revoke(plant.key.partition(".")[0], WallClock().now())
    assert plant.post(said("container.closed", drum(0))).status_code == 401
    for each in DOORS.values():
        if each.wants_a_key and each.method == "GET":
            asked = each.path.replace("{position}", str(stated["position"])).replace("{subject:path}", drum(0))
            assert plant.get(asked).status_code == 401
    assert other_key.get(f"/v1/events/{stated['position']}").json()["statedby"] == PLANT
