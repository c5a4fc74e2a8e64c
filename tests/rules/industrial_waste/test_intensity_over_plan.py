"""intensity_over_plan: two months in a row beyond the plan and five per cent, or the year beyond it."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import PLANT, SITE, kg, organisation, said

RULE = "intensity_over_plan"
LATER = "2027-02-01T00:00:00Z"


def month(number: int, tonnes: str, made: int = 100, **more: Any) -> list[Posting]:
    """So much slag in a month, and so many products, reported on the fifth of the next."""
    at = f"2026-{number:02d}-10T08:00:00+08:00"
    arose = {"establishment": SITE, "facility": f"facility:{PLANT}001P.MF1", "waste_code": "900-001-S01"}
    output = {"product": "片", "unit": "万片", "quantity": made, "month": f"2026-{number:02d}"} | more
    after = f"{2026 + number // 12}-{number % 12 + 1:02d}-05T08:00:00+08:00"
    return [
        said("batch.generated", f"batch:{PLANT}.B-{number}", arose | {"mass_kg": kg(tonnes) * 1000}, at=at),
        said("output.reported", SITE, output, at=after),
    ]


@pytest.fixture
def planned(register: Register) -> Register:
    """A tenth of a tonne for each unit, and a thousand tonnes in the year."""
    plan = {"product": "片", "year": 2026, "total_t": kg("1000"), "t_per_unit": kg("0.1"), "unit": "万片"}
    firm = (organisation(PLANT, "generator"), registered(SITE, "310115", PLANT))
    return register.given(*early(*firm, said("intensity_plan.filed", SITE, plan)))


def test_two_months_in_a_row_beyond_the_margin(planned: Register) -> None:
    planned.given(*month(1, "10.6"), *month(2, "10.6"))
    assert planned.told("2026-03-15T16:00:00Z", RULE) == []
    assert planned.told("2026-03-15T16:00:00.000001Z", RULE) == [(SITE, "2026 intensity", "notice")]


@pytest.mark.parametrize("tonnes", [("10.5", "10.5"), ("10.6", "10.2"), ("10.4", "10.8")])
def test_within_the_margin_or_only_once(planned: Register, tonnes: tuple[str, str]) -> None:
    planned.given(*month(1, tonnes[0]), *month(2, tonnes[1]))
    assert planned.told(LATER, RULE) == []


def test_a_month_without_output_ends_what_can_be_judged(planned: Register) -> None:
    planned.given(*month(1, "10.6"), month(2, "10.6")[0], *month(3, "10.6"))
    assert planned.told(LATER, RULE) == []


def test_another_unit_or_two_products_are_not_compared(planned: Register) -> None:
    planned.given(*month(1, "20", unit="片"), *month(2, "20", unit="片"))
    assert planned.told(LATER, RULE) == []


def test_two_products_are_not_told_apart(planned: Register) -> None:
    plan = {"product": "粉", "year": 2026, "total_t": kg("1"), "t_per_unit": kg("0.1")}
    planned.given(said("intensity_plan.filed", SITE, plan, at="2026-01-02T08:00:00+08:00"))
    assert planned.given(*month(1, "20"), *month(2, "20")).told(LATER, RULE) == []


def test_the_total_of_the_year_is_a_notice_then_a_warning(planned: Register) -> None:
    planned.given(*month(1, "600", 10000), *month(2, "400", 10000))
    assert planned.told("2026-06-01T00:00:00Z", RULE) == []
    planned.given(*month(5, "1", 10000))
    assert planned.told("2026-06-15T16:00:00Z", RULE) == []
    assert planned.told("2027-01-15T16:00:00Z", RULE) == [(SITE, "2026 total", "notice")]
    assert planned.told("2027-01-15T16:00:00.000001Z", RULE) == [(SITE, "2026 total", "warning")]


def test_a_year_beyond_the_plan_by_less_than_the_margin_is_a_warning(planned: Register) -> None:
    for number in range(1, 13):
        planned.given(*month(number, "10.1"))
    assert planned.told(LATER, RULE) == [(SITE, "2026 intensity", "warning")]


def test_a_correction_clears_it(planned: Register) -> None:
    wrong = month(2, "10.6")
    planned.given(*month(1, "10.6"), *wrong)
    planned.corrected(wrong[0], at="2026-04-01T08:00:00+08:00", mass_kg=kg("9000"))
    assert planned.told(LATER, RULE) == []
    assert len(planned.told("2026-03-20T00:00:00Z", RULE)) == 1, "as was known then"
