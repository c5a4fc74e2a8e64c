"""A drum filled over three days: weighed each evening, then closed, stored, and treated at home."""

from typing import Any

from fastapi.testclient import TestClient

from tests.doors import Caller, receipts
from tests.specification import BAY, PLANT, SCALE, SITE, drum, kg, said

STILL = f"facility:{SITE.partition(':')[2]}.TS002"
HISTORY = f"/v1/subjects/{drum()}/history"


def evening(day: int, gross: str) -> Any:
    data = {"gross_kg": kg(gross), "tare_kg": kg("12.4"), "scale": SCALE}
    return said("container.weighed", drum(), data, at=f"2026-11-{day}T18:00:00+08:00")


def step(name: str, hour: str, data: dict[str, Any] | None = None) -> Any:
    return said(f"container.{name}", drum(), data, at=f"2026-11-24T{hour}:00+08:00")


def test_a_drum_is_filled_over_three_days(client: TestClient) -> None:
    plant = Caller.of(client, PLANT)
    begun = {
        "establishment": SITE,
        "kind": "drum",
        "waste_code": "900-402-06",
        "volume_l": 200,
        "filling_started_at": "2026-11-21T08:00:00+08:00",
    }
    receipts(
        plant.post(said("container.generated", drum(), begun, at="2026-11-21T08:00:00+08:00"), evening(21, "72.4"))
    )
    # the scale of the second evening was offline: its reading comes after that of the third
    receipts(plant.post(evening(23, "212.4")))
    receipts(plant.post(evening(22, "142.4")))
    receipts(
        plant.post(
            step("closed", "08:00"),
            step("packaged", "08:05", {"packaging": "200 升钢桶"}),
            step("labelled", "08:20", {"label_code": "0" * 37}),
            step("stored", "08:40", {"facility": BAY}),
        )
    )

    held = {
        day: plant.get(HISTORY, happened_by=f"2026-11-{day}T20:00:00+08:00").json()["state"]["remaining_kg"]
        for day in (21, 22, 23)
    }
    assert held == {21: 60, 22: 130, 23: 200}

    stored = plant.get(f"/v1/subjects/{drum()}").json()
    assert (stored["stage"], stored["state"]["net_kg"]) == ("stored", 200)
    assert stored["state"]["masses"] == {"arisen_kg": 200, "told": True}

    run = {
        "facility": STILL,
        "kind": "recovered",
        "method": "R2",
        "from": "2026-11-24T09:30:00+08:00",
        "until": "2026-11-24T11:00:00+08:00",
        "inputs": [{"container": drum(), "mass_kg": 200}],
        "outputs": [{"container": drum("bottoms"), "mass_kg": kg("18.5"), "waste_code": "900-407-06"}],
    }
    bottoms = {"establishment": SITE, "kind": "drum", "waste_code": "900-407-06"}
    receipts(
        plant.post(
            step("withdrawn", "09:00", {"purpose": "treatment", "mass_kg": 200}),
            said("container.generated", drum("bottoms"), bottoms, at="2026-11-24T10:50:00+08:00"),
            said("treatment.completed", f"treatment:{PLANT}.T-1", run, at="2026-11-24T11:00:00+08:00"),
        )
    )
    treated = plant.get(f"/v1/subjects/{drum()}").json()
    assert (treated["stage"], treated["state"]["remaining_kg"]) == ("treated", 0)
    residue = plant.get(f"/v1/subjects/{drum('bottoms')}").json()
    assert (residue["provisional"], residue["state"]["remaining_kg"]) == (False, 18.5)
