"""`GET /v1/storage`: what lies in a facility as of any instant, who may see it, and what a count says of it."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from ledger.posting import Posting
from tests.api.least_statements import SOLVENT
from tests.api.two_districts import ECOLOGY, MINHANG, PARTIES, PLANTS, PUDONG, alike
from tests.doors import Caller, codes
from tests.specification import BAY, OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, organisation, said, weighed


def at(hour: str) -> str:
    return f"2026-11-24T{hour}:00+08:00"


def stored(number: int, hour: str = "08:40", owner: str = PLANT) -> Posting:
    return said("container.stored", drum(number, owner), {"facility": BAY, "zone": "A"}, at=at(hour), by=owner)


def withdrawn(number: int, hour: str) -> Posting:
    return said("container.withdrawn", drum(number), {"purpose": "transfer"}, at=at(hour))


def counted(hour: str, **found: Any) -> Posting:
    return said("storage.counted", BAY, found, at=at(hour))


def in_the_bay(*numbers: int) -> list[Posting]:
    return [step for n in numbers for step in (generated(drum(n)), weighed(drum(n)), stored(n))]


@pytest.fixture
def bay(scenario: Scenario, plant: Caller) -> Scenario:
    """A registered bay with three drums of 200 kg."""
    scenario.given(said("facility.registered", BAY, {"establishment": SITE, "kind": "storage_house"}))
    scenario.given(*in_the_bay(1, 2, 3))
    return scenario


def names(answer: dict[str, Any]) -> list[str]:
    return [each["container"] for each in answer["drums"]]


def test_the_stock_is_told_drum_by_drum_with_totals_by_code(bay: Scenario, plant: Caller) -> None:
    told = plant.get("/v1/storage", facility=BAY).json()
    assert names(told) == [drum(n) for n in (1, 2, 3)]
    assert told["drums"][0] == {
        "container": drum(1),
        "zone": "A",
        "since": "2026-11-24T00:40:00.000000Z",
        "waste_code": "900-402-06",
        "profile": None,
        "mass_kg": 200,
    }
    assert (told["containers"], told["unweighed"], told["mass_kg"]) == (3, 0, 600)
    assert told["by_code"] == [{"waste_code": "900-402-06", "containers": 3, "unweighed": 0, "mass_kg": 600}]
    assert (told["position"], told["forecast"], told["count"]) == (bay.ledger.head()[0], False, None)
    assert told["ruleset"]


def test_a_drum_that_names_but_a_profile_has_the_waste_code_of_that(
    bay: Scenario, plant: Caller, clock: SimulatedClock
) -> None:
    profile, oil = f"profile:{PLANT}.P-1", {**SOLVENT, "waste_code": "900-249-08"}
    bay.given(said("waste_profile.registered", profile, SOLVENT))
    born = {"establishment": SITE, "kind": "drum", "profile": profile}
    bay.given(said("container.generated", drum(4), born), weighed(drum(4)), stored(4))
    told = plant.get("/v1/storage", facility=BAY).json()
    assert (told["drums"][3]["waste_code"], told["drums"][3]["profile"]) == ("900-402-06", profile)
    assert [(each["waste_code"], each["containers"]) for each in told["by_code"]] == [("900-402-06", 4)]
    bay.given(counted("11:00", containers=[drum(1)], waste_code="900-402-06"))
    assert plant.get("/v1/storage", facility=BAY).json()["count"]["compared"]["uncounted"]["containers"] == 3
    clock.set(clock.now() + timedelta(days=1))
    (first,) = bay.facts(profile)
    bay.given(said("fact.corrected", profile, {"position": first.position, "data": oil, "reason": "误"}))
    now = plant.get("/v1/storage", facility=BAY).json()
    assert [(each["waste_code"], each["containers"]) for each in now["by_code"]] == [
        ("900-249-08", 1),
        ("900-402-06", 3),
    ]
    assert now["count"]["compared"]["uncounted"]["containers"] == 2
    assert plant.get("/v1/storage", facility=BAY, as_of=told["as_of"]).json()["by_code"] == told["by_code"]


def test_an_earlier_instant_shows_what_was_known_then_and_a_later_one_is_a_forecast(
    bay: Scenario, plant: Caller, clock: SimulatedClock
) -> None:
    before = bay.ledger.head()
    clock.set(clock.now() + timedelta(hours=2))
    bay.given(withdrawn(1, "09:00"))
    assert names(plant.get("/v1/storage", facility=BAY).json()) == [drum(2), drum(3)]
    then = plant.get("/v1/storage", facility=BAY, as_of=before[1]).json()
    assert (names(then), then["position"], then["as_of"]) == ([drum(n) for n in (1, 2, 3)], *before)
    later = plant.get("/v1/storage", facility=BAY, as_of="2027-01-01T00:00:00Z").json()
    assert (names(later), later["forecast"]) == ([drum(2), drum(3)], True)


def test_pages_go_on_with_the_stock_of_the_first_one(bay: Scenario, plant: Caller) -> None:
    first = plant.get("/v1/storage", facility=BAY, limit=2).json()
    bay.given(withdrawn(1, "09:00"), withdrawn(3, "09:00"))
    rest = plant.get("/v1/storage", facility=BAY, limit=2, cursor=first["cursor"]).json()
    assert (names(first), first["more"]) == ([drum(1), drum(2)], True)
    assert (names(rest), rest["more"], rest["containers"]) == ([drum(3)], False, 3)
    assert names(plant.get("/v1/storage", facility=BAY, cursor=rest["cursor"]).json()) == []


def test_a_count_tells_what_is_missing_what_was_overlooked_and_what_moved_since(bay: Scenario, plant: Caller) -> None:
    bay.given(counted("10:00", containers=[drum(1), drum(2), drum(9)], mass_kg=400))
    bay.given(withdrawn(1, "10:30"), *in_the_bay(4)[:2], stored(4, "11:00"))
    count = plant.get("/v1/storage", facility=BAY).json()["count"]
    assert {name: group["names"] for name, group in count["compared"].items()} == {
        "missing": [drum(9)],
        "left_since": [drum(1)],
        "uncounted": [drum(3)],
        "stored_since": [drum(4)],
    }
    assert (count["containers"], count["mass_kg"], count["in_stock_kg"]) == (3, 400, 600)


def test_the_last_count_before_the_instant_counts_with_all_its_parts(
    bay: Scenario, plant: Caller, clock: SimulatedClock
) -> None:
    bay.given(counted("09:00", containers=[drum(1)]))
    then = bay.ledger.head()[1]
    clock.set(clock.now() + timedelta(hours=2))
    bay.given(*(counted("10:00", containers=[drum(n)], part=n, parts=2) for n in (1, 2)))
    assert plant.get("/v1/storage", facility=BAY).json()["count"]["containers"] == 2
    assert plant.get("/v1/storage", facility=BAY, as_of=then).json()["count"]["containers"] == 1


def test_a_count_of_a_mass_alone_compares_no_containers(bay: Scenario, plant: Caller) -> None:
    bay.given(counted("10:00", mass_kg=590, waste_code="900-402-06"))
    count = plant.get("/v1/storage", facility=BAY).json()["count"]
    assert (count["containers"], count["compared"]) == (None, {})
    assert (count["mass_kg"], count["in_stock_kg"], count["waste_codes"]) == (590, 600, ["900-402-06"])


def test_who_may_not_see_a_facility_is_told_what_is_told_of_none(districts: Scenario, client: TestClient) -> None:
    districts.given(said("facility.registered", BAY, {"establishment": SITE, "kind": "storage_house"}))
    districts.given(*in_the_bay(1))
    shown = []
    nowhere = BAY.replace(PLANT, PARTIES["a collector"].code)
    for name, who in PARTIES.items():
        caller = Caller.of(client, who.code)
        answer = caller.get("/v1/storage", facility=BAY)
        if answer.status_code == 200:
            assert names(answer.json()) == [drum(1)], name
            shown.append(name)
        else:
            assert answer.status_code == 404, name
            assert alike(answer, BAY) == alike(caller.get("/v1/storage", facility=nowhere), nowhere)
    over_it = ["ecology of Pudong", "ecology of Shanghai", "greening of Pudong", "administrator"]
    assert shown == ["Pudong's plant", *over_it]
    assert ECOLOGY.keys() == {PUDONG, MINHANG}
    assert PLANTS["Pudong's plant"].code == PLANT


def test_a_drum_that_its_asker_may_not_see_is_there_without_its_name(bay: Scenario, plant: Caller) -> None:
    bay.given(organisation(OTHER_PLANT, "generator", division="310112"), stored(7, "09:00", OTHER_PLANT))
    told = plant.get("/v1/storage", facility=BAY).json()
    assert sorted(names(told)) == sorted([drum(1), drum(2), drum(3), "masked"])
    assert (told["containers"], told["unweighed"]) == (4, 1)
    assert OTHER_PLANT not in plant.get("/v1/storage", facility=BAY).text


def test_what_is_no_facility_is_refused(plant: Caller) -> None:
    for query in ({}, {"facility": "nonsense"}, {"facility": drum(1)}, {"facility": BAY, "cursor": "x"}):
        answer = plant.get("/v1/storage", **query)
        assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])
