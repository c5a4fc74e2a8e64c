"""What single facts enter into accounts: tanks, loads told by line, residues, scales; and what counts make of it."""

from typing import Any

import pytest

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from projections.hazardous_waste.mass_balance.balance import Balance
from projections.hazardous_waste.mass_balance.entries import Kind
from tests.manifests import RECEIVER, THERE, TRUCK, TRUCKER, issue, line, of_manifest
from tests.properties.plant_months import CODE, bay, counted, establishment
from tests.properties.test_mass_balance import SINCE, UNTIL, Plant
from tests.specification import OPERATOR, PLANT, SCALE, Scenario, generated, kg, said, weighed

HERE, BAY = establishment("1"), bay("1")
TANK = BAY.replace("TS001", "TS009")
METER, TRIP = f"scale:{PLANT}.FM1", "manifest:20263101000009"
DRUM = f"container:{PLANT}.D-1"


@pytest.fixture
def plant(ledger: Ledger, scenario: Scenario, clock: SimulatedClock) -> Plant:
    return Plant(ledger, scenario, clock)


def day(number: int, hour: int = 8) -> str:
    return f"2026-11-{number:02d}T{hour:02d}:00:00+08:00"


def metered(number: int, direction: str, mass: int, level: int | None = None, **more: Any) -> Any:
    data = {
        "day": f"2026-11-{number:02d}",
        "direction": direction,
        "mass_kg": mass,
        "meter": METER,
        "waste_code": CODE,
    }
    level_kg = {} if level is None else {"level_kg": level}
    return said("tank.metered", TANK, data | level_kg | more, at=day(number))


def drum_of(mass: str = "200", *, number: int = 2, at: str = HERE, it: str = DRUM, scale: str = SCALE) -> list[Any]:
    made = {"establishment": at, "kind": "drum", "waste_code": CODE}
    reading = {"gross_kg": float(mass) + 10, "tare_kg": 10, "scale": scale}
    return [
        said("container.generated", it, made, at=day(number)),
        said(
            "container.weighed", it, {k: v if k == "scale" else int(v) for k, v in reading.items()}, at=day(number, 9)
        ),
        said("container.stored", it, {"facility": BAY}, at=day(number, 10)),
    ]


def bulk(step: str, by: str, data: dict[str, Any], number: int, hour: int) -> Any:
    return of_manifest(step, by, data, TRIP, at=day(number, hour))


def kilograms(balance: Balance, kind: Kind) -> float:
    return sum(each.book_g for each in balance.figures[kind]) / 1000


def test_a_tank_is_closed_by_its_level(plant: Plant) -> None:
    plant.scenario.given(metered(2, "in", 1_000, 1_000), metered(3, "in", 900, 1_880))
    found = plant.balance("1")
    assert (kilograms(found, "generated"), found.residual_g) == (1_900, -20_000)
    assert [*found.closing.counts] == [TANK]


def test_what_was_in_a_tank_before_anybody_metered_it_is_no_leak(plant: Plant) -> None:
    plant.scenario.given(metered(2, "in", 1_000, 5_000), metered(3, "in", 500, 5_500))
    assert plant.balance("1").residual_g == 0


def load_in_bulk(plant: Plant, mass: int) -> None:
    terms = issue(containers=[], lines=[line(str(mass))], from_establishment=HERE)
    plant.scenario.given(
        said("manifest.issued", TRIP, terms, at=day(4, 9)),
        bulk("loaded", PLANT, {"mass_kg": mass, "scale": SCALE}, 4, 10),
        bulk("collected", TRUCKER, {"conveyance": TRUCK}, 4, 11),
        bulk("arrived", RECEIVER, {}, 4, 12),
        bulk("received", RECEIVER, {"accepted": [{"line": 1, "mass_kg": mass - 5}]}, 4, 13),
    )


def test_a_load_out_of_a_tank_leaves_one_account_and_comes_into_another(plant: Plant) -> None:
    plant.scenario.given(metered(2, "in", 1_000, 1_000), metered(4, "out", 600))
    load_in_bulk(plant, 600)
    plant.scenario.given(metered(5, "in", 100, 500))
    found = plant.balance("1")
    assert (kilograms(found, "dispatched"), found.residual_g) == (-600, 0)
    theirs = plant.balance_at(THERE)
    assert (kilograms(theirs, "received"), theirs.residual_g) == (595, None)


def test_what_a_receiver_meters_into_its_tank_is_what_it_accepted(plant: Plant) -> None:
    load_in_bulk(plant, 600)
    tank = THERE.replace("establishment", "facility") + ".TS009"
    data = {
        "day": "2026-11-05",
        "direction": "in",
        "mass_kg": 595,
        "level_kg": 590,
        "meter": METER,
        "waste_code": CODE,
    }
    second = {
        "day": "2026-11-06",
        "direction": "out",
        "mass_kg": 90,
        "level_kg": 495,
        "meter": METER,
        "waste_code": CODE,
    }
    run = {"facility": tank, "kind": "disposed", "method": "D10", "from": day(6, 9), "until": day(6, 10)}
    inputs = [{"tank": tank, "mass_kg": 90}]
    plant.scenario.given(
        said("tank.metered", tank, data, at=day(5), by=RECEIVER),
        said("tank.metered", tank, second, at=day(6), by=RECEIVER),
        said("treatment.completed", f"treatment:{RECEIVER}.1", run | {"inputs": inputs}, at=day(6, 11), by=RECEIVER),
    )
    theirs = plant.balance_at(THERE)
    assert (kilograms(theirs, "received"), kilograms(theirs, "generated")) == (595, -5)
    assert kilograms(theirs, "treated") == -90


def test_a_residue_arises_where_it_was_treated_under_its_own_code(plant: Plant) -> None:
    ash = f"container:{PLANT}.A-1"
    made = {"establishment": HERE, "kind": "bag", "waste_code": "772-003-18"}
    left = [{"container": ash, "mass_kg": 20, "waste_code": "772-003-18"}]
    run = {"facility": BAY, "kind": "disposed", "method": "D10", "from": day(3), "until": day(3, 9), "outputs": left}
    inputs = [{"container": DRUM, "mass_kg": 200}]
    plant.scenario.given(
        *drum_of(), said("treatment.completed", f"treatment:{PLANT}.1", run | {"inputs": inputs}, at=day(3, 10))
    )
    plant.scenario.given(
        said("container.generated", ash, made, at=day(3, 9)),
        said("container.stored", ash, {"facility": BAY}, at=day(3, 11)),
        counted("1", [ash]),
    )
    assert (plant.balance("1").residual_g, kilograms(plant.balance("1"), "treated")) == (0, -200)
    ashes = plant.balance_at(HERE, "772-003-18")
    assert (kilograms(ashes, "generated"), ashes.residual_g) == (20, 0)


def test_a_mass_that_was_counted_without_a_code_is_of_none_where_two_wastes_lie(plant: Plant) -> None:
    plant.scenario.given(*drum_of(), said("storage.counted", BAY, {"mass_kg": 190}, at=day(20)))
    assert plant.balance("1").residual_g == -10_000
    other = f"container:{PLANT}.D-2"
    made = {"establishment": HERE, "kind": "drum", "waste_code": "900-249-08"}
    plant.scenario.given(said("container.generated", other, made, at=day(3)))
    plant.scenario.given(said("container.stored", other, {"facility": BAY}, at=day(3)))
    assert plant.balance("1").residual_g is None
    coded = {"mass_kg": 195, "waste_code": CODE}
    plant.scenario.given(said("storage.counted", BAY, coded, at=day(21)))
    assert plant.balance("1").residual_g == -5_000


def test_a_container_that_names_no_code_has_that_of_its_profile(plant: Plant) -> None:
    profile = f"profile:{PLANT}.S"
    about = {
        "waste_code": CODE,
        "name": "废溶剂",
        "form": "liquid",
        "hazards": ["T"],
        "components": ["二甲苯"],
        "precautions": "防火",
    }
    made = {"establishment": HERE, "kind": "drum", "profile": profile}
    plant.scenario.given(
        said("container.generated", DRUM, made, at=day(2)),
        *drum_of()[1:],
        counted("1", [DRUM]),
        said("waste_profile.registered", profile, about, at=day(1)),
    )
    assert (plant.balance("1").expected_g, plant.balance("1").residual_g) == (200_000, 0)


def test_what_was_poured_together_has_the_code_on_its_label(plant: Plant) -> None:
    into = f"container:{PLANT}.T-1"
    poured = {"from": [{"container": DRUM, "mass_kg": 200}], "into": [{"container": into, "mass_kg": 200}]}
    plant.scenario.given(
        *drum_of(),
        said("container.repacked", into, {**poured, "emptied": [DRUM]}, at=day(3)),
        said("container.labelled", into, {"label_code": f"{PLANT}9004020620261103001"}, at=day(3, 9)),
        said("container.stored", into, {"facility": BAY}, at=day(3, 10)),
        counted("1", [into]),
    )
    found = plant.balance("1")
    assert (kilograms(found, "repacked"), found.residual_g, found.closing.counted_g) == (0, 0, 200_000)


def test_what_was_withdrawn_and_came_nowhere_is_not_there_after_a_day(plant: Plant) -> None:
    out = said("container.withdrawn", DRUM, {"purpose": "transfer"}, at=day(29, 9))
    plant.scenario.given(*drum_of(), out, counted("1", [], at=day(29, 10)))
    assert plant.balance("1", until="2026-11-29T12:00:00.000000Z").residual_g == 0
    late = plant.balance("1")
    assert (late.residual_g, late.closing.not_found[0].counted_at) == (-200_000, None)


def test_on_a_verified_scale_less_is_a_leak_than_on_another(plant: Plant) -> None:
    told = [drum_of("20000", it=f"container:{PLANT}.D-{n}")[part] for n in range(1, 5) for part in range(3)]
    plant.scenario.given(*told, counted("1", [f"container:{PLANT}.D-{n}" for n in range(1, 5)]))
    assert plant.balance("1").tolerance.uncertainty_g == 3 * 2 * 400_000  # 2 % of each, none verified
    scale = {"kind": "floor", "max_kg": 30_000, "division_kg": 5}
    plant.scenario.given(
        said("scale.registered", SCALE, scale, at=day(1)),
        said(
            "scale.verified", SCALE, {"certificate": "C", "result": "passed", "valid_until": "2026-11-30"}, at=day(1)
        ),
    )
    assert plant.balance("1").tolerance.uncertainty_g == 3 * 2 * 15_000  # 3 e of each
    plant.scenario.given(said("scale.verified", SCALE, {"certificate": "D", "result": "failed"}, at=day(1, 9)))
    assert plant.balance("1").tolerance.uncertainty_g == 3 * 2 * 400_000


def test_the_numbers_are_thresholds_that_can_be_set(plant: Plant) -> None:
    plant.scenario.given(*drum_of("1000"), counted("1", []))
    assert plant.balance("1").tolerance.tolerance_g == 60_000  # 3 u of one mass, which 2 % of it is
    for rule, parameter, value in (("mass_balance_leak", "kg_at_least", 2_000), ("weighing", "coverage", 1)):
        what = {"parameter": parameter, "value": value, "valid_from": "2026-11-01"}
        plant.scenario.given(said("threshold.set", f"rule:{rule}", what, by=OPERATOR))
    found = plant.balance("1")
    assert (found.tolerance.tolerance_g, found.tolerance.uncertainty_g) == (2_000_000, 20_000)
    assert found.beyond == ["cusum"] if found.cusum.tripped else found.beyond == []


def test_weekly_residuals_add_up_to_a_leak_that_no_month_tells(plant: Plant) -> None:
    """A tank from which ten kilograms a day seep: of a tonne a day that is one per cent."""
    exact = {"parameter": "flow_meter_percent", "value": 1, "valid_from": "2026-11-01"}
    plant.scenario.given(said("threshold.set", "rule:weighing", exact | {"value": kg("0.1")}, by=OPERATOR))
    plant.scenario.given(*(metered(n, "in", 1_000, 990 * (n - 1)) for n in range(2, 30)))
    found = plant.balance("1")
    assert found.residual_g == -10_000 * 27  # of the first day nobody knows
    assert -found.residual_g <= found.tolerance.tolerance_g
    assert [each.residual.residual_g for each in found.intervals] == [-70_000] * 3
    assert found.beyond == ["cusum"]


def test_a_drum_that_is_weighed_while_it_fills_has_generated_what_its_last_reading_shows(plant: Plant) -> None:
    it = generated(DRUM, at=day(2))
    plant.scenario.given(
        said("container.generated", DRUM, {**it.data, "establishment": HERE}, at=day(2)),
        weighed(DRUM, "110", "10", at=day(2, 9)),
        weighed(DRUM, "210", "10", at=day(3, 9)),
        said("container.closed", DRUM, at=day(3, 10)),
        weighed(DRUM, "212", "10", at=day(3, 11)),
        said("container.stored", DRUM, {"facility": BAY}, at=day(3, 12)),
        counted("1", [DRUM]),
    )
    found = plant.balance("1")
    assert (kilograms(found, "generated"), found.residual_g) == (200, 2_000)


def test_a_span_without_anything_is_not_judged(plant: Plant) -> None:
    found = plant.balance("7")
    assert (found.residual_g, found.expected_g, found.opening.is_counted) == (None, 0, False)
    assert plant.balance("7", since=UNTIL, until=UNTIL).figures == plant.balance("7", since=SINCE).figures
