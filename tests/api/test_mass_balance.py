"""`GET /v1/mass-balance`: figures with the facts behind them, a verdict only where something was counted."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.api.two_districts import PARTIES, alike
from tests.doors import Caller, codes
from tests.specification import BAY, OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, organisation, said, weighed

PATH = "/v1/mass-balance"
CODE = "900-402-06"
ASKED = {"establishment": SITE, "waste_code": CODE}


def at(hour: str) -> str:
    return f"2026-11-24T{hour}:00+08:00"


def in_the_bay(*numbers: int) -> list[Any]:
    return [
        step
        for n in numbers
        for step in (
            generated(drum(n)),
            weighed(drum(n)),
            said("container.stored", drum(n), {"facility": BAY}, at=at("08:40")),
        )
    ]


@pytest.fixture
def bay(scenario: Scenario, plant: Caller) -> Scenario:
    """A bay with three drums of 200 kg, of one of which ten are declared lost."""
    loss = {"cause": "evaporation", "mass_kg": 10}
    scenario.given(*in_the_bay(1, 2, 3), said("container.loss_declared", drum(1), loss, at=at("09:00")))
    return scenario


def counted(scenario: Scenario, hour: str, *found: str, **more: Any) -> None:
    scenario.given(said("storage.counted", BAY, {"containers": list(found), **more}, at=at(hour)))


def test_each_figure_names_the_facts_behind_it(bay: Scenario, plant: Caller) -> None:
    counted(bay, "10:00", *(drum(n) for n in (1, 2, 3)))
    told = plant.get(PATH, **ASKED).json()
    assert (told["from"], told["to"], told["verdict"], told["residual_kg"]) == (
        "2026-11-01",
        "2026-11-30",
        "within",
        0,
    )
    masses = {kind: figure["mass_kg"] for kind, figure in told["figures"].items()}
    figures = {"generated": 600, "received": 0, "repacked": 0, "treated": 0, "dispatched": 0, "lost": 10}
    assert (masses, told["expected_kg"], told["closing"]["mass_kg"]) == (figures, 590, 590)
    (first, *_) = told["figures"]["generated"]["facts"]
    assert first == {
        "position": first["position"],
        "subject": drum(1),
        "at": "2026-11-24T00:10:00.000000Z",
        "mass_kg": 200,
    }
    fact = plant.get(f"/v1/events/{first['position']}").json()
    assert (fact["type"], fact["subject"]) == ("container.weighed", drum(1))
    assert told["figures"]["lost"]["facts"][0]["mass_kg"] == 10
    assert [each["containers"] for each in told["closing"]["counts"]] == [3]
    assert told["opening"] == {"basis": "book", "mass_kg": 0, "counts": []}
    assert (told["tolerance"]["basis"], told["tolerance"]["source"]) == ("内部阈值", "internal")
    assert told["ruleset"]


def test_without_a_count_nothing_is_judged(bay: Scenario, plant: Caller) -> None:
    told = plant.get(PATH, **ASKED).json()
    assert (told["verdict"], told["residual_kg"], told["closing"]["mass_kg"]) == ("not_judged", None, None)
    assert (told["not_counted"], told["closing"]["read_kg"], told["beyond"]) == ([BAY], 590, [])


def test_a_drum_that_was_not_found_is_named(bay: Scenario, plant: Caller) -> None:
    counted(bay, "10:00", drum(1), drum(2))
    told = plant.get(PATH, **ASKED).json()
    assert (told["verdict"], told["residual_kg"]) == ("beyond", -200)
    assert "residual" in told["beyond"]
    (missing,) = told["closing"]["not_found"]
    assert missing == {
        "container": drum(3),
        "facility": BAY,
        "mass_kg": 200,
        "counted_at": "2026-11-24T02:00:00.000000Z",
    }


def test_what_a_count_found_begins_the_next_days(bay: Scenario, plant: Caller, clock: SimulatedClock) -> None:
    counted(bay, "10:00", drum(1), drum(2))
    clock.set(clock.now() + timedelta(days=3))
    bay.given(said("storage.counted", BAY, {"containers": [drum(1), drum(2)]}, at="2026-11-26T10:00:00+08:00"))
    told = plant.get(PATH, **ASKED, **{"from": "2026-11-25", "to": "2026-11-26"}).json()
    assert (told["opening"]["basis"], told["opening"]["mass_kg"], told["residual_kg"]) == ("counted", 390, 0)
    assert [each["counted_at"] for each in told["opening"]["counts"]] == ["2026-11-24T02:00:00.000000Z"]


def test_as_of_an_instant_it_is_what_was_known_then(bay: Scenario, plant: Caller, clock: SimulatedClock) -> None:
    counted(bay, "10:00", drum(1), drum(2))
    before = plant.get(PATH, **ASKED).json()
    clock.set(clock.now() + timedelta(hours=2))
    bay.given(said("container.loss_declared", drum(3), {"cause": "fire", "mass_kg": 200}, at=at("09:30")))
    assert plant.get(PATH, **ASKED).json()["residual_kg"] == 0
    assert plant.get(PATH, **ASKED, as_of=before["as_of"]).json() == before
    later = plant.get(PATH, **ASKED, as_of="2026-11-29T00:00:00Z").json()
    assert (later["forecast"], later["residual_kg"]) == (True, 0)


def test_the_month_is_that_of_the_instant(bay: Scenario, plant: Caller) -> None:
    told = plant.get(PATH, **ASKED, as_of="2027-02-10T00:00:00Z").json()
    assert (told["from"], told["to"], told["opening"]["mass_kg"]) == ("2027-02-01", "2027-02-28", 590)
    assert plant.get(PATH, **ASKED, **{"to": "2026-11-24"}).json()["from"] == "2026-11-01"
    assert plant.get(PATH, **ASKED, **{"from": "2026-11-24"}).json()["to"] == "2026-11-30"


def test_a_drum_that_its_asker_may_not_see_counts_without_its_name(bay: Scenario, plant: Caller) -> None:
    theirs = drum(7, OTHER_PLANT)
    made = {"establishment": SITE, "kind": "drum", "waste_code": CODE, "mass_kg": 50}
    bay.given(organisation(OTHER_PLANT, "generator", division="310112"))
    bay.given(said("container.generated", theirs, made, by=OTHER_PLANT))
    bay.given(said("container.stored", theirs, {"facility": BAY}, at=at("09:00"), by=OTHER_PLANT))
    counted(bay, "10:00", *(drum(n) for n in (1, 2, 3)))
    answer = plant.get(PATH, **ASKED)
    assert OTHER_PLANT not in answer.text
    told = answer.json()
    assert (told["figures"]["generated"]["mass_kg"], told["closing"]["not_found"][0]["container"]) == (650, "masked")


def test_who_may_not_see_an_establishment_is_told_what_is_told_of_none(
    districts: Scenario, client: TestClient
) -> None:
    districts.given(*in_the_bay(1))
    shown, nowhere = [], SITE.replace(PLANT, PARTIES["a collector"].code)
    for name, who in PARTIES.items():
        caller = Caller.of(client, who.code)
        answer = caller.get(PATH, **ASKED)
        if answer.status_code == 200:
            assert drum(1) in answer.text, name
            shown.append(name)
        else:
            assert answer.status_code == 404, name
            other = caller.get(PATH, **{**ASKED, "establishment": nowhere})
            assert alike(answer, SITE) == alike(other, nowhere)
    assert shown == [
        "Pudong's plant",
        "ecology of Pudong",
        "ecology of Shanghai",
        "greening of Pudong",
        "administrator",
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"waste_code": CODE},
        {"establishment": SITE},
        {**ASKED, "establishment": BAY},
        {**ASKED, "waste_code": "HW06"},
        {**ASKED, "from": "yesterday"},
        {**ASKED, "from": "2026-11-31"},
        {**ASKED, "from": "2026-11-24", "to": "2026-11-23"},
        {**ASKED, "from": "2024-01-01", "to": "2026-11-23"},
        {**ASKED, "from": "0001-01-01", "to": "0001-01-02"},
        {**ASKED, "to": "9999-12-31"},
    ],
)
def test_what_cannot_be_asked_is_refused(bay: Scenario, plant: Caller, query: dict[str, str]) -> None:
    answer = plant.get(PATH, **query)
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])
