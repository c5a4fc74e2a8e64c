"""declaration_mismatch: what was declared as generated, held against the containers of the period."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.api.least_statements import PLATFORM
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import PLANT, SCALE, SITE, drum, generated, kg, organisation, said, weighed

RULE = "declaration_mismatch"
LATER = "2026-12-20T00:00:00Z"
MONTH, CODE = f"declaration:{PLANT}001P.2026-10", "900-402-06"
FLAG = [(MONTH, CODE, "warning")]


@pytest.fixture
def plant(register: Register) -> Register:
    """Ten drums of 200 kg in October, weighed on a verified scale of 1 kg."""
    verified = {"certificate": "C1", "result": "passed", "valid_until": "2027-01-01"}
    firm = (organisation(PLANT, "generator"), registered(SITE, "310115", PLANT))
    scale = (said("scale.registered", SCALE, PLATFORM), said("scale.verified", SCALE, verified))
    register.given(*early(*firm, *scale))
    for n in range(10):
        at = f"2026-10-{10 + n}T08:00:00+08:00"
        register.given(generated(drum(n), at=at), weighed(drum(n), at=at))
    return register


def declared(tonnes: str, step: str = "submitted", at: str = "2026-11-10T08:00:00+08:00", **more: Any) -> Posting:
    nothing = {"opening_t": 0, "closing_t": 0}
    row = {"waste_code": CODE, "generated_t": kg(tonnes)} | nothing
    return said(f"declaration.{step}", more.pop("number", MONTH), {"rows": [row]}, at=at)


@pytest.mark.parametrize(
    ("tonnes", "flags"), [("2", []), ("2.02", []), ("2.028", []), ("2.03", FLAG), ("1.971", FLAG), ("1.972", [])]
)
def test_beyond_a_hundredth_and_what_scales_may_be_off(plant: Register, tonnes: str, flags: list[Any]) -> None:
    assert plant.given(declared(tonnes)).told(LATER, RULE) == flags, "τ = 3·√10·3 kg"


def test_an_amendment_clears_it(plant: Register) -> None:
    plant.given(declared("3"), declared("2", "amended", "2026-11-20T08:00:00+08:00"))
    assert plant.told("2026-11-15T00:00:00Z", RULE) == FLAG, "as was known then"
    assert plant.told(LATER, RULE) == []


def test_a_correction_of_the_ledger_wants_an_amendment_in_five_working_days(plant: Register) -> None:
    plant.given(declared("2"))
    wrong = weighed(drum(9), at="2026-10-19T08:00:00+08:00")
    plant.corrected(wrong, at="2026-11-16T08:00:00+08:00", gross_kg=kg("312.4"))  # a Monday
    assert plant.told("2026-11-23T16:00:00Z", RULE) == []
    assert plant.told("2026-11-23T16:00:00.000001Z", RULE) == FLAG


def test_what_the_ledger_does_not_have_at_all(plant: Register) -> None:
    other = declared("5", number=f"declaration:{PLANT}001P.2026-09")
    assert plant.given(other).told(LATER, RULE) == [(f"declaration:{PLANT}001P.2026-09", CODE, "warning")]


def test_a_period_that_began_before_the_go_live_is_not_judged(register: Register) -> None:
    firm = (organisation(PLANT, "generator"), registered(SITE, "310115", PLANT))
    register.given(*early(*firm, at="2026-10-02T08:00:00+08:00"), declared("5"))
    assert register.told(LATER, RULE) == []


def test_a_quarter_is_the_sum_of_its_months(plant: Register) -> None:
    plant.given(declared("2", number=f"declaration:{PLANT}001P.2026-Q4"))
    assert plant.told(LATER, RULE) == []
