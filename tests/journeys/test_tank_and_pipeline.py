"""A pipeline fills a tank, metered day by day; some of it is treated, and at the end the tank is counted."""

from typing import Any

from fastapi.testclient import TestClient

from ledger.correction import effective
from ledger.hazardous_waste.lineage import Lineage, Origin, Place
from ledger.log import Ledger
from tests.doors import Caller, receipts
from tests.specification import PLANT, SITE, drum, kg, said

NUMBER = SITE.partition(":")[2]
TANK = f"facility:{NUMBER}.TS003"
METER = f"scale:{PLANT}.FM-1"
RUN = f"treatment:{PLANT}.T-7"


def metered(day: int, direction: str, mass: int, level: int | None = None) -> Any:
    data = {"day": f"2026-11-{day}", "direction": direction, "mass_kg": mass, "meter": METER}
    level_told = {} if level is None else {"level_kg": level}
    return said(
        "tank.metered",
        TANK,
        {**data, **level_told, "waste_code": "900-402-06"},
        at=f"2026-11-{day + 1}T00:00:00+08:00",
    )


def test_a_tank_is_metered_daily_and_counted(client: TestClient, ledger: Ledger) -> None:
    plant = Caller.of(client, PLANT)
    receipts(
        plant.post(
            said("facility.registered", TANK, {"establishment": SITE, "kind": "storage_tank", "capacity_t": 20}),
            said("scale.registered", METER, {"kind": "flow_meter", "max_kg": 5000, "division_kg": 1}),
            metered(20, "in", 1200),
            metered(21, "in", 900, 2100),
            metered(22, "out", 500, 1590),
        )
    )
    run = {
        "facility": f"facility:{NUMBER}.TS009",
        "kind": "disposed",
        "method": "D10",
        "from": "2026-11-23T01:00:00+08:00",
        "until": "2026-11-23T09:00:00+08:00",
        "inputs": [{"tank": TANK, "mass_kg": 500}],
    }
    receipts(plant.post(said("treatment.completed", RUN, run, at="2026-11-23T09:00:00+08:00")))
    receipts(plant.post(said("storage.counted", TANK, {"mass_kg": 1590}, at="2026-11-23T18:00:00+08:00")))

    told = plant.get(f"/v1/subjects/{TANK}/history").json()
    assert [event["type"] for event in told["events"]].count("tank.metered") == 3
    assert told["stage"] == "registered"

    flows = Lineage(effective(ledger.recorded(tag=f"organisation:{PLANT}")))
    assert flows.arisen == {TANK: 2_100_000}
    assert {place: flows.at(place)[Origin(TANK)] for place, mix in flows.places.items() if any(mix.values())} == {
        Place("held", TANK): 1_590_000,
        Place("treated", RUN): 500_000,
        Place("unaccounted", TANK): 10_000,
    }


def test_a_pipelines_day_is_a_container_out_of_which_parts_are_drawn(client: TestClient) -> None:
    plant = Caller.of(client, PLANT)
    line = drum("pipe-1123")
    begun = {"establishment": SITE, "kind": "pipeline", "waste_code": "900-402-06", "mass_kg": kg("840.5")}
    drawn = {"purpose": "treatment", "mass_kg": 300}
    receipts(
        plant.post(
            said("container.generated", line, begun | {"mass_method": "flow_meter"}, at="2026-11-23T23:59:00+08:00"),
            said("container.withdrawn", line, drawn, at="2026-11-24T06:00:00+08:00"),
        )
    )
    told = plant.get(f"/v1/subjects/{line}").json()
    assert (told["stage"], told["state"]["remaining_kg"]) == ("generated", 540.5)
    assert told["state"]["masses"]["set_apart_kg"] == 300
