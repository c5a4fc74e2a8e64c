"""mass_balance_leak: what the books of a month say, held against what was counted in it."""

import json
from typing import Any

import pytest

from ledger.posting import Posting
from projections.anomalies.lists import Flag
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.rules.drums import stored
from tests.specification import BAY, OPERATOR, PLANT, SITE, drum, generated, kg, organisation, said, weighed

RULE = "mass_balance_leak"
TANK, METER, CODE = BAY.replace("TS001", "TS009"), f"scale:{PLANT}.FM1", "900-402-06"
DUE = "2026-12-15T16:00:00Z"
LATER = "2027-03-01T00:00:00Z"


def metered(day: str, mass: int, level: int | None = None, direction: str = "in", **more: Any) -> Posting:
    data = {"day": day, "direction": direction, "mass_kg": mass, "meter": METER, "waste_code": CODE}
    told = {} if level is None else {"level_kg": level}
    return said("tank.metered", TANK, data | told | more, at=f"{day}T08:00:00+08:00")


def counted(day: str, mass: int, facility: str = TANK, **more: Any) -> Posting:
    data = {"mass_kg": mass, "waste_code": CODE} | more
    return said("storage.counted", facility, data, at=f"{day}T20:00:00+08:00")


@pytest.fixture
def plant(register: Register) -> Register:
    """Told since October."""
    return register.given(*early(organisation(PLANT, "generator"), registered(SITE, "310115", PLANT)))


def told(flag: Flag) -> dict[str, Any]:
    """What was compared."""
    found: dict[str, Any] = json.loads(flag.findings[0].inputs)
    return found


def of(severity: str = "warning") -> list[tuple[str, str, str]]:
    return [(SITE, CODE, severity)]


def test_fifteen_days_after_the_month(plant: Register) -> None:
    plant.given(metered("2026-11-02", 10_000), counted("2026-11-30", 9_000))
    assert plant.told(DUE, RULE) == []
    assert plant.told("2026-12-15T16:00:00.000001Z", RULE) == of()
    (flag,) = plant.flags(LATER, RULE)
    assert told(flag) == {
        "waste_code": CODE,
        "month": "2026-11",
        "differs_g": 1_000_000,
        "tolerance_g": 617_737,
        "months": ["2026-11"],
    }


@pytest.mark.parametrize(("found", "flags"), [(9_364, []), (9_363, of()), (10_709, []), (10_710, of())])
def test_three_uncertainties_of_what_was_read(plant: Register, found: int, flags: list[Any]) -> None:
    """One per cent of a meter's ten tonnes, two per cent of what was counted nobody says how."""
    plant.given(metered("2026-11-02", 10_000), counted("2026-11-30", found))
    assert plant.told(LATER, RULE) == flags


def test_fifty_kilograms_are_never_a_leak(plant: Register) -> None:
    exactly(plant)
    plant.given(metered("2026-11-02", 100), counted("2026-11-30", 50))
    assert plant.told(LATER, RULE) == []
    plant.given(metered("2026-11-03", 1))
    assert plant.told(LATER, RULE) == of()


def exactly(plant: Register) -> None:
    """Every reading is right."""
    exact = {"parameter": "coverage", "value": 0, "valid_from": "2026-01-01"}
    plant.given(said("threshold.set", "rule:weighing", exact, by=OPERATOR, at="2026-10-02T08:00:00+08:00"))


@pytest.mark.parametrize(
    ("came", "found", "severity"),
    [
        (60_000, 57_000, "warning"),
        (60_000, 56_999, "serious"),
        (59_999, 56_999, "serious"),
        (50_000, 47_001, "warning"),
        (50_000, 47_000, "serious"),
        (50_000, 57_000, "warning"),
    ],
)
def test_more_than_a_twentieth_missing_and_three_tonnes_is_serious(
    plant: Register, came: int, found: int, severity: str
) -> None:
    exactly(plant)
    plant.given(metered("2026-11-02", came), counted("2026-11-30", found))
    assert plant.told(LATER, RULE) == of(severity)


def test_without_a_count_nothing_is_judged(plant: Register) -> None:
    plant.given(metered("2026-11-02", 10_000), counted("2026-12-01", 5_000))
    (flag,) = plant.flags(LATER, RULE)
    assert told(flag)["months"] == ["2026-12"]
    plant.given(*drums(1), counted("2026-12-31", 5_000))
    assert plant.told(LATER, RULE) == [], "a drum lies there that nobody counted"


def drums(*numbers: int) -> list[Posting]:
    """Of two hundred kilograms, in the house."""
    told = ((generated(drum(n)), weighed(drum(n)), stored("10:00", drum(n))) for n in numbers)
    return [posting for each in told for posting in each]


def test_a_drum_that_was_not_found_is_no_leak_but_lost(plant: Register) -> None:
    plant.given(*drums(1, 2))
    plant.given(said("storage.counted", BAY, {"containers": [drum(1)]}, at="2026-11-29T08:00:00+08:00"))
    assert plant.told(LATER, RULE) == []
    assert [flag.subject for flag in plant.flags(LATER, "container_lost")] == [drum(2)]


def test_drums_that_grew_lighter_are(plant: Register) -> None:
    plant.given(*drums(*range(1, 11)))
    for n in range(1, 11):
        plant.given(weighed(drum(n), "190", "12.4", at=f"2026-11-2{n // 5 + 5}T08:{n:02d}:00+08:00"))
    every = {"containers": [drum(n) for n in range(1, 11)]}
    plant.given(said("storage.counted", BAY, every, at="2026-11-29T08:00:00+08:00"))
    (flag,) = plant.flags(LATER, RULE)
    assert (told(flag)["differs_g"], flag.evidence) == (224_000, [plant.position(BAY)])


def test_a_level_is_a_count(plant: Register) -> None:
    plant.given(metered("2026-11-02", 10_000, 10_000), metered("2026-11-29", 10_000, 15_000))
    assert plant.told(LATER, RULE) == of("serious")


def test_a_level_of_another_month_is_none(plant: Register) -> None:
    plant.given(metered("2026-11-02", 10_000, 10_000), metered("2026-12-02", 10_000, 15_000))
    (flag,) = plant.flags(LATER, RULE)
    assert told(flag)["months"] == ["2026-12"]


def test_what_one_count_found_too_little_the_next_does_not_find_again(plant: Register) -> None:
    plant.given(metered("2026-10-10", 10_000), counted("2026-10-30", 9_000), counted("2026-11-30", 9_000))
    (flag,) = plant.flags(LATER, RULE)
    assert told(flag)["months"] == ["2026-10"]


def test_one_flag_for_all_months(plant: Register) -> None:
    plant.given(metered("2026-10-10", 10_000), counted("2026-10-30", 9_000), metered("2026-11-10", 1_000))
    plant.given(counted("2026-11-30", 3_000))
    (flag,) = plant.flags(LATER, RULE)
    assert (told(flag)["months"], flag.severity) == (["2026-10", "2026-11"], "serious")
    (then,) = plant.flags("2026-12-01T00:00:00Z", RULE)
    assert then.severity == "warning"


def test_a_late_fact_clears_it(plant: Register) -> None:
    plant.given(metered("2026-11-02", 10_000), counted("2026-11-30", 5_000))
    assert plant.told("2026-12-19T00:00:00Z", RULE) == of("serious")
    run = {"facility": TANK, "kind": "disposed", "method": "D10", "inputs": [{"tank": TANK, "mass_kg": 5_000}]}
    span = {"from": "2026-11-20T08:00:00+08:00", "until": "2026-11-20T10:00:00+08:00"}
    late = said("treatment.completed", f"treatment:{PLANT}.1", run | span, at="2026-11-20T10:00:00+08:00")
    plant.given(metered("2026-11-20", 5_000, direction="out"), late, recorded_at="2026-12-20T00:00:00Z")
    assert plant.told(LATER, RULE) == []


def test_ten_kilograms_a_day_are_told_by_eight_weeks(plant: Register) -> None:
    exact = {"parameter": "flow_meter_percent", "value": kg("0.1"), "valid_from": "2026-01-01"}
    plant.given(said("threshold.set", "rule:weighing", exact, by=OPERATOR, at="2026-10-02T08:00:00+08:00"))
    for n in range(2, 31):
        plant.given(metered(f"2026-11-{n:02d}", 1_000, 990 * (n - 1)))
    (flag,) = plant.flags(LATER, RULE)
    assert flag.findings[0].variant == "seeps"


def test_what_began_before_the_go_live_is_not_judged(register: Register) -> None:
    firm = (organisation(PLANT, "generator"), registered(SITE, "310115", PLANT))
    register.given(*early(*firm, at="2026-11-02T08:00:00+08:00"))
    register.given(metered("2026-11-03", 10_000), counted("2026-11-30", 5_000))
    assert register.told(LATER, RULE) == []
