"""Fly ash: two producers' drums are burnt, the ash is bagged and buried in a rigid landfill, to the last gram."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.correction import effective
from ledger.hazardous_waste.lineage import Lineage, Place, whole_grams
from ledger.log import Ledger
from tests.doors import Caller, receipts
from tests.specification import OTHER_PLANT, PLANT, SCALE, SITE, drum, generated, kg, said, uscc, weighed

BURNER, LANDFILL = uscc("91310115MA1C2C2C2"), uscc("91310116MA1E2F3G4")
ASH = drum("ash-1", BURNER)
BURNING, BURIAL = f"treatment:{BURNER}.B-1", f"treatment:{LANDFILL}.L-1"


def run(facility: str, method: str, hours: tuple[str, str], inputs: Any, **more: Any) -> dict[str, Any]:
    from_, until = (f"2026-11-24T{hour}:00+08:00" for hour in hours)
    told = {"facility": facility, "kind": "disposed", "method": method, "from": from_, "until": until}
    return {**told, "inputs": inputs, **more}


def take(container: str, mass: str) -> dict[str, Any]:
    return {"container": container, "mass_kg": kg(mass)}


@pytest.fixture
def callers(client: TestClient) -> dict[str, Caller]:
    """Two producers, who burns their waste, and who buries the ash."""
    return {code: Caller.of(client, code) for code in (PLANT, OTHER_PLANT, BURNER, LANDFILL)}


@pytest.fixture
def burnt(callers: dict[str, Caller]) -> None:
    """The drums weighed by their producers; the burner's run and the bag of ash, weighed before the run was over."""
    for code, gross in ((PLANT, "212.4"), (OTHER_PLANT, "112.4")):
        receipts(callers[code].post(generated(drum(1, code), by=code), weighed(drum(1, code), gross, by=code)))
    bag = {"establishment": SITE.replace(PLANT, BURNER), "kind": "bag", "waste_code": "772-003-18"}
    reading = {"gross_kg": kg("30.5"), "tare_kg": kg("0.5"), "scale": SCALE.replace(PLANT, BURNER)}
    inputs = [take(drum(1), "200"), take(drum(1, OTHER_PLANT), "100")]
    outputs = [take(ASH, "30") | {"waste_code": "772-003-18"}]
    burning = run(f"facility:{BURNER}001P.TS001", "D10", ("08:20", "10:00"), inputs, outputs=outputs)
    receipts(
        callers[BURNER].post(
            said("container.generated", ASH, bag, by=BURNER, at="2026-11-24T09:00:00+08:00"),
            said("container.weighed", ASH, reading, by=BURNER, at="2026-11-24T09:50:00+08:00"),
            said("treatment.completed", BURNING, burning, by=BURNER, at="2026-11-24T10:00:00+08:00"),
        )
    )


def test_ash_is_buried_in_a_rigid_landfill_to_the_last_gram(
    callers: dict[str, Caller], burnt: None, ledger: Ledger
) -> None:
    cell = f"facility:{LANDFILL}001P.LF001"
    burial = run(cell, "D1", ("10:30", "11:00"), [take(ASH, "30")])
    receipts(
        callers[LANDFILL].post(
            said(
                "facility.registered",
                cell,
                {"establishment": f"establishment:{LANDFILL}001P", "kind": "landfill_rigid"},
                by=LANDFILL,
            ),
            said("treatment.completed", BURIAL, burial, by=LANDFILL, at="2026-11-24T11:00:00+08:00"),
        )
    )

    ash = callers[BURNER].get(f"/v1/subjects/{ASH}").json()
    assert (ash["stage"], ash["state"]["remaining_kg"], ash["state"]["masses"]["residue_kg"]) == ("treated", 0, 30)
    assert [(e["role"], e["party"]) for e in ash["effects"]] == [("output", BURNER), ("input", "masked")]
    mine = callers[PLANT].get(f"/v1/subjects/{drum(1)}").json()
    assert (mine["stage"], [e["party"] for e in mine["effects"]]) == ("treated", ["masked"])

    lineage = Lineage(effective(ledger.recorded()))
    assert whole_grams(lineage.down(drum(1))) == {
        (Place("treated", BURNING), ()): 200_000,
        (Place("treated", BURIAL), (BURNING,)): 20_000,
    }
    assert {(o.subject, o.through): g for o, g in whole_grams(lineage.up(BURIAL)).items()} == {
        (drum(1), (BURNING,)): 20_000,
        (drum(1, OTHER_PLANT), (BURNING,)): 10_000,
    }
    held = {place: mix for place, mix in lineage.places.items() if place.fate != "treated"}
    assert sum(sum(mix.values()) for mix in held.values()) == 0


def test_the_same_ash_goes_to_a_landfill_of_household_waste_under_an_exemption(
    callers: dict[str, Caller], burnt: None, ledger: Ledger
) -> None:
    claim, cell = f"exemption:{BURNER}.ash-2026", f"facility:{LANDFILL}001P.LF002"
    tested = {"sha256": "cd" * 32, "media_type": "application/pdf"}
    claimed = {"establishment": f"establishment:{BURNER}001P", "item": 13, "stage": "disposal"}
    claimed |= {"waste_codes": ["772-003-18"], "evidence": [tested]}
    claiming = said("exemption.claimed", claim, claimed, by=BURNER, at="2026-11-24T10:05:00+08:00")
    receipts(callers[BURNER].post(claiming))
    burial = run(cell, "D1", ("10:30", "11:00"), [take(ASH, "30")])
    place = {"establishment": f"establishment:{LANDFILL}001P", "kind": "landfill_flexible"}
    receipts(
        callers[LANDFILL].post(
            said("facility.registered", cell, place, by=LANDFILL),
            said("treatment.completed", BURIAL, burial, by=LANDFILL, at="2026-11-24T11:00:00+08:00"),
        )
    )

    told = callers[BURNER].get(f"/v1/subjects/{claim}").json()
    assert (told["stage"], told["state"]["exempt_stage"], told["state"]["item"]) == ("claimed", "disposal", 13)
    # the claim changes who must hold a licence, and nothing of where the mass went
    ash = callers[BURNER].get(f"/v1/subjects/{ASH}").json()
    assert (ash["stage"], ash["state"]["remaining_kg"]) == ("treated", 0)
    lineage = Lineage(effective(ledger.recorded()))
    assert whole_grams(lineage.down(drum(1)))[Place("treated", BURIAL), (BURNING,)] == 20_000
