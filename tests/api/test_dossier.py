"""`GET /v1/organisations/{uscc}/dossier`: what an inspector opens first, for whom, and as of when."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.api.least_statements import CONTRACT, LICENCE, PLACE, TERMS
from tests.api.two_districts import PARTIES, alike
from tests.doors import Caller
from tests.ledger.test_standing import bureau, supervised
from tests.manifests import RECEIVER, TRADE, TRUCKER, issued
from tests.specification import (
    BAY,
    BUREAU,
    OTHER_PLANT,
    PLANT,
    SCALE,
    SITE,
    Scenario,
    drum,
    generated,
    organisation,
    said,
    weighed,
)

MORNING = "2026-11-24T08:40:00+08:00"


def dossier(client: TestClient, who: str = BUREAU, of: str = PLANT, **query: Any) -> dict[str, Any]:
    answer = Caller.of(client, who).get(f"/v1/organisations/{of}/dossier", **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.fixture
def known(scenario: Scenario) -> Scenario:
    """A plant of which the bureau knows what there is to know."""
    scenario.given(*TRADE, bureau())
    scenario.given(
        said("establishment.registered", SITE, PLACE),
        said("facility.registered", BAY, {"establishment": SITE, "kind": "storage_house"}),
        said("scale.registered", SCALE, {"kind": "platform", "max_kg": 500, "division_kg": 1}),
        said("contract.signed", f"contract:{PLANT}.C-1", CONTRACT),
        supervised(),
        said("licence.granted", LICENCE, TERMS, by=BUREAU),
        generated(drum(1)),
        weighed(drum(1)),
        said("container.stored", drum(1), {"facility": BAY}, at=MORNING),
        weighed(drum(2)),
        issued(),
    )
    return scenario


def test_it_tells_what_was_stated_and_what_comes_of_it(known: Scenario, client: TestClient) -> None:
    told = dossier(client)
    assert (told["registered"]["roles"], told["registered"]["stage"]) == (["generator"], "registered")
    assert [each["subject"] for each in told["establishments"]["things"]] == [SITE]
    (facility,) = told["facilities"]["things"]
    assert (facility["stock"]["containers"], facility["stock"]["mass_kg"]) == (1, 200)
    (licence,) = told["licences"]
    assert (licence["subject"], licence["in_force"], licence["valid_until"]) == (LICENCE, True, "2030-12-31")
    assert licence["days_left"] == 1498
    assert [each["verified"] for each in told["scales"]["things"]] == [False]
    assert [each["subject"] for each in told["contracts"]["things"]] == [f"contract:{PLANT}.C-1"]
    containers = told["containers"]
    assert containers["by_stage"]["stored"] == 1
    assert containers["provisional"] == 1
    assert containers["containers"] == sum(containers["by_stage"].values())
    (manifest,) = told["manifests"]["things"]
    assert (manifest["part"], manifest["stage"]) == ("transferor", "issued")


def test_each_period_that_ended_is_told_whether_it_was_declared_or_not(known: Scenario, client: TestClient) -> None:
    number = SITE.partition(":")[2]
    known.given(said("declaration.submitted", f"declaration:{number}.2026-10", {"rows": []}))
    periods = {each["period"]: each for each in dossier(client)["declarations"]}
    assert list(periods)[:2] == ["2026-10", "2026-09"]
    assert (periods["2026-10"]["stage"], periods["2026-10"]["due"]) == ("submitted", "2026-11-15")
    assert (periods["2026-09"]["stage"], periods["2026-09"]["due"]) == (None, "2026-10-15")
    assert (periods["2025"]["stage"], periods["2025"]["due"]) == (None, "2026-03-31")


def test_the_carrier_and_the_receiver_have_the_manifest_in_theirs(known: Scenario, client: TestClient) -> None:
    parts = {who: dossier(client, who, who)["manifests"]["things"][0]["part"] for who in (RECEIVER, TRUCKER)}
    assert parts == {RECEIVER: "receiver", TRUCKER: "carrier"}


def test_the_latest_facts_come_first_and_every_link_opens(known: Scenario, client: TestClient) -> None:
    told = dossier(client)
    positions = [each["position"] for each in told["latest"]]
    assert positions == sorted(positions, reverse=True)
    assert len(positions) <= 20
    links = set(links_in({name: part for name, part in told.items() if name != "declarations"}))
    assert len(links) > 10
    caller = Caller.of(client, BUREAU)
    assert {link: caller.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def links_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        here = [value["link"]] if "link" in value else []
        return here + [link for each in value.values() for link in links_in(each)]
    return [link for each in value for link in links_in(each)] if isinstance(value, list) else []


def test_an_earlier_instant_tells_what_was_known_then_and_leaves_out_what_only_the_present_knows(
    known: Scenario, client: TestClient, clock: SimulatedClock
) -> None:
    position, then = known.ledger.head()
    before = dossier(client)
    clock.set(clock.now() + timedelta(days=1))
    known.given(said("licence.revoked", LICENCE, {"establishment": SITE}, by=BUREAU, at="2026-11-24T18:00:00+08:00"))
    assert dossier(client)["licences"][0]["in_force"] is False
    past = dossier(client, as_of=then)
    assert (past["position"], past["licences"], past["facilities"]) == (
        position,
        before["licences"],
        before["facilities"],
    )
    later = dossier(client, as_of="2031-01-01T00:00:00Z")
    assert later["forecast"] is True
    clock.set(clock.now() + timedelta(days=1))
    known.given(weighed(drum(3)))
    assert dossier(client, as_of=then)["containers"] is None


def test_only_itself_its_authorities_and_the_administrator_open_it(districts: Scenario, client: TestClient) -> None:
    districts.given(organisation(PLANT, "generator", division="310115"))
    shown, nobody = [], PARTIES["nobody registered"].code
    for name, who in PARTIES.items():
        caller = Caller.of(client, who.code)
        answer = caller.get(f"/v1/organisations/{PLANT}/dossier")
        if answer.status_code == 200:
            shown.append(name)
            continue
        of_nothing = caller.get(f"/v1/organisations/{nobody}/dossier")
        assert alike(answer, PLANT) == alike(of_nothing, nobody), name
    over_it = ["ecology of Pudong", "ecology of Shanghai", "greening of Pudong", "administrator"]
    assert shown == ["Pudong's plant", *over_it]
    assert Caller.of(client, OTHER_PLANT).get("/v1/organisations/nonsense/dossier").status_code == 404
