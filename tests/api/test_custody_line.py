"""Who had a drum, one after the other: as told to its owner, and to those who may see every trip."""

from fastapi.testclient import TestClient

from tests.doors import Caller
from tests.manifests import RECEIVER, TRUCKER, org
from tests.properties.trade_histories import BURNER, EVERYBODY, Step, drums_of, tell, trips_of
from tests.specification import PLANT, Scenario

TRIP: list[Step] = [
    ("generated", 0, 0, 1, []),
    ("issued", 1, 0, 1, [0]),
    ("collected", 2, 0, 1, []),
    ("received", 3, 1, 300, [0]),
    ("hall_stored", 4, 0, 1, []),
    ("sent_on", 5, 0, 1, [0]),
    ("burner_received", 6, 0, 50, [0]),
]
DRUM, MANIFEST = drums_of("1")[0], trips_of("1")[0]


def line(client: TestClient, who: str, door: str = "", subject: str = DRUM, **query: str) -> list[tuple[str, str]]:
    told = Caller.of(client, who).get(f"/v1/subjects/{subject}{door}", **query).json()["custody"]
    return [(each["held_by"], each["stage"]) for each in told]


def test_the_line_names_each_who_had_it_and_masks_who_had_it_on_a_trip_of_others(
    scenario: Scenario, client: TestClient
) -> None:
    scenario.given(*EVERYBODY)
    heads = tell(scenario, "1", TRIP)
    assert len(heads) == len(TRIP)
    first = [(org(PLANT), "generated"), (org(TRUCKER), "in_transit"), (org(RECEIVER), "received")]
    for door in ("", "/history"):
        assert line(client, PLANT, door) == [*first, ("masked", "received")]
        assert line(client, BURNER, door)[-1] == (org(BURNER), "received")
    told = Caller.of(client, PLANT).get(f"/v1/subjects/{DRUM}").json()["custody"]
    assert [each["position"] for each in told] == [heads[0], heads[2], heads[3], heads[6]]
    assert told[1]["from"] == "2026-11-23T00:02:00.000000Z"


def test_the_line_is_cut_as_the_case_is(scenario: Scenario, client: TestClient) -> None:
    scenario.given(*EVERYBODY)
    tell(scenario, "1", TRIP)
    cut = line(client, PLANT, "/history", happened_by="2026-11-23T08:02:30+08:00")
    assert cut == [(org(PLANT), "generated"), (org(TRUCKER), "in_transit")]


def test_a_manifest_has_a_line_too_and_what_nobody_holds_has_none(scenario: Scenario, client: TestClient) -> None:
    scenario.given(*EVERYBODY)
    tell(scenario, "1", TRIP)
    trip = [(org(PLANT), "issued"), (org(TRUCKER), "collected"), (org(RECEIVER), "received")]
    assert line(client, PLANT, subject=MANIFEST) == trip
    assert line(client, PLANT, subject=org(PLANT)) == []
