"""`GET /v1/organisations/{uscc}/dossier`: what an inspector opens first, for whom, and as of when."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.api.least_statements import CONTRACT, EXEMPT, LICENCE, PLACE, TERMS
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
    uscc,
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


def test_a_period_that_began_before_the_establishment_went_live_is_not_asked_for(
    known: Scenario, client: TestClient
) -> None:
    live = said("establishment.changed", SITE, PLACE | {"go_live": "2026-10-01"}, at=MORNING)
    known.given(live)
    assert [each["period"] for each in dossier(client)["declarations"]] == ["2026-10"]


def test_the_carrier_and_the_receiver_have_the_manifest_in_theirs(known: Scenario, client: TestClient) -> None:
    parts = {who: dossier(client, who, who)["manifests"]["things"][0]["part"] for who in (RECEIVER, TRUCKER)}
    assert parts == {RECEIVER: "receiver", TRUCKER: "carrier"}


def test_the_latest_facts_come_first_and_every_link_opens(known: Scenario, client: TestClient) -> None:
    told = dossier(client)
    positions = [each["position"] for each in told["latest"]]
    assert positions == sorted(positions, reverse=True)
    assert len(positions) <= 20
    links = set(links_in(told))
    assert len(links) > 12
    assert any(each["stage"] is None for each in told["declarations"])  # of what was not declared too
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


def test_what_names_it_by_a_correction_alone_is_its_and_what_names_it_no_more_is_not(
    known: Scenario, client: TestClient
) -> None:
    known.given(organisation(OTHER_PLANT, "receiver"))
    (signed,) = known.facts(f"contract:{PLANT}.C-1")
    data = {**CONTRACT, "contractor": f"organisation:{RECEIVER}"}
    contract = [f"contract:{PLANT}.C-1"]
    before = {who: subjects(dossier(client, who, who)["contracts"]) for who in (RECEIVER, OTHER_PLANT)}
    known.given(said("fact.corrected", contract[0], {"position": signed.position, "data": data, "reason": "误"}))
    after = {who: subjects(dossier(client, who, who)["contracts"]) for who in (RECEIVER, OTHER_PLANT)}
    assert (before, after) == ({RECEIVER: [], OTHER_PLANT: contract}, {RECEIVER: contract, OTHER_PLANT: []})


def subjects(section: dict[str, Any]) -> list[str]:
    return [each["subject"] for each in section["things"]]


def test_a_facility_that_only_drums_name_is_told_with_what_lies_in_it(known: Scenario, client: TestClient) -> None:
    unregistered = BAY.replace("TS001", "TS009")
    known.given(said("container.stored", drum(2), {"facility": unregistered}, at=MORNING))
    told = dossier(client)["facilities"]
    assert subjects(told) == [BAY, unregistered]
    facility = told["things"][1]
    assert (facility["stage"], facility["stock"]["containers"]) == ("provisional", 1)
    caller = Caller.of(client, BUREAU)
    assert caller.get(facility["link"]).json()["events"]
    assert caller.get(facility["stock"]["link"]).json()["containers"] == 1


def test_an_authority_over_one_establishment_is_told_of_that_one(known: Scenario, client: TestClient) -> None:
    other, there = SITE.replace("001P", "002Q"), uscc("11310118MB1D1D1D1")
    bay = f"facility:{other.partition(':')[2]}.TS001"
    born = {"establishment": other, "kind": "drum", "waste_code": "900-402-06"}
    known.given(
        bureau(there, division="310118"),
        said("establishment.registered", other, {**PLACE, "division": "310118"}),
        said("container.generated", drum("there"), born),
        weighed(drum("there")),
        said("container.stored", drum("there"), {"facility": bay}, at=MORNING),
        said("exemption.claimed", f"exemption:{PLANT}.E-1", EXEMPT | {"establishment": other}),
    )
    told = dossier(client, there)
    assert (told["whole"], told["registered"], told["containers"], told["not_stored_yet"]) == (
        False,
        None,
        None,
        None,
    )
    assert [subjects(told[name]) for name in ("establishments", "facilities", "exemptions")] == [
        [other],
        [bay],
        [f"exemption:{PLANT}.E-1"],
    ]
    assert (told["licences"], subjects(told["contracts"]), subjects(told["scales"])) == ([], [], [])
    about = {each["subject"] for each in told["latest"]}
    assert about == {other, drum("there"), f"exemption:{PLANT}.E-1"}
    caller = Caller.of(client, there)
    assert {link: caller.get(link).status_code for link in links_in(told) if link} == dict.fromkeys(
        filter(None, links_in(told)), 200
    )
    whole = dossier(client)
    assert (whole["whole"], subjects(whole["establishments"])) == (True, [SITE, other])


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
