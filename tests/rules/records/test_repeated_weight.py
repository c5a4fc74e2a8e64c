"""repeated_weight: five equal nets within seven days, or eight of ten in whole hundreds of kilograms."""

from ledger.posting import Posting
from tests.api.least_statements import PLATFORM
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import PLANT, SCALE, SITE, drum, generated, kg, organisation, said, weighed

import pytest  # isort: skip

RULE = "repeated_weight"
LATER = "2026-12-20T00:00:00Z"
CODE = "900-402-06"


@pytest.fixture
def plant(register: Register) -> Register:
    firm = (organisation(PLANT, "generator"), registered(SITE, "310115", PLANT))
    return register.given(*early(*firm, said("scale.registered", SCALE, PLATFORM)))


def drums(*nets: str, days: int = 1, first: int = 1) -> list[Posting]:
    """One after the other, so many on a day, with a tare of 12.4 kg."""
    found = []
    for n, net in enumerate(nets):
        at = f"2026-11-{first + n // days:02d}T08:{n % days:02d}:00+08:00"
        name = drum(f"{first}-{n}")
        found += [generated(name, at=at), weighed(name, str(kg(net) + kg("12.4")), at=at)]
    return found


def test_five_equal_nets_within_seven_days(plant: Register) -> None:
    plant.given(*drums("203.1", "203.4", "202.8", "203", "203.2"))
    assert plant.told(LATER, RULE) == [(SCALE, f"{CODE} 2026-11-05", "notice")]


@pytest.mark.parametrize("nets", [("203.1",) * 4, ("203", "203", "203", "203", "204")])
def test_four_are_no_flag(plant: Register, nets: tuple[str, ...]) -> None:
    assert plant.given(*drums(*nets)).told(LATER, RULE) == []


@pytest.mark.parametrize(("last", "flagged"), [(8, False), (7, True)])
def test_the_week_ends_with_its_seventh_day(plant: Register, last: int, flagged: bool) -> None:
    plant.given(*drums("203", "203", "203", "203", days=4), *drums("203", first=last))
    assert bool(plant.told(LATER, RULE)) is flagged


@pytest.mark.parametrize(("rounded", "flagged"), [(4, True), (3, False)])
def test_four_round_figures_of_five(plant: Register, rounded: int, flagged: bool) -> None:
    nets = [f"{100 * (1 + n)}" for n in range(rounded)] + [f"{151 + 7 * n}" for n in range(5 - rounded)]
    plant.given(*drums(*nets, days=10))
    assert plant.told(LATER, RULE) == ([(SCALE, f"{CODE} 2026-11-01", "notice")] if flagged else [])


def test_four_figures_are_too_few_to_tell(plant: Register) -> None:
    assert plant.given(*drums("100", "200", "300", "400", days=4)).told(LATER, RULE) == []


def test_a_correction_clears_it(plant: Register) -> None:
    told = drums("203", "203", "203", "203", "203")
    plant.given(*told).corrected(told[-1], at="2026-11-10T08:00:00+08:00", gross_kg=kg("230"))
    assert plant.told(LATER, RULE) == []
    assert len(plant.told("2026-11-09T00:00:00Z", RULE)) == 1, "as was known then"


@pytest.mark.parametrize(("first", "flagged"), [("2026-10-27", True), ("2026-10-26", False)])
def test_a_week_that_begins_in_another_month(plant: Register, first: str, flagged: bool) -> None:
    for n in range(4):
        at = f"{first}T08:{n:02d}:00+08:00"
        plant.given(generated(drum(f"before-{n}"), at=at), weighed(drum(f"before-{n}"), "215.4", at=at))
    plant.given(*drums("203", first=2))
    assert plant.told(LATER, RULE) == ([(SCALE, f"{CODE} 2026-11-02", "notice")] if flagged else [])
