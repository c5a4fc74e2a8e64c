"""moved_while_suspended: from the service of the decision to that of the one that lifts it."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.rules.across import granted, load, two_provinces, under
from tests.rules.conftest import Register
from tests.specification import said
from tests.transfers import LICENCE, NUMBER, SUZHOU, TAKER, THERE, measure, org

RULE = "moved_while_suspended"
LATER = "2026-12-01T00:00:00Z"
DECISION = "沪环罚〔2026〕7号"


@pytest.fixture
def there(register: Register) -> Register:
    return register.given(*two_provinces())


@pytest.mark.parametrize(
    ("left", "flagged"),
    [("2026-08-31T23:59:59", False), ("2026-09-01T08:00:00", True), ("2026-09-05T07:59:59", True),
     ("2026-09-05T08:00:00", False)],
)  # fmt: skip
def test_between_two_services(there: Register, left: str, flagged: bool) -> None:
    measures = [measure("suspended", "2026-09-01"), measure("resumed", "2026-09-05")]
    there.given(*under([*granted(), *measures], load(at=f"{left}+08:00")))
    wanted = [(NUMBER, f"{DECISION} {left[:10]}", "serious")] if flagged else []
    assert there.told(LATER, RULE) == wanted


def test_a_suspension_that_becomes_known_later_flags_what_left_after_its_service(there: Register) -> None:
    there.given(*under(granted(), load(at="2026-09-01T10:00:00+08:00")))
    assert there.told("2026-09-02T00:00:00Z", RULE) == []
    there.given(measure("suspended", "2026-09-01"), recorded_at="2026-09-03T00:00:00Z")
    assert len(there.told(LATER, RULE)) == 1


def licence(step: str, at: str, **more: Any) -> Posting:
    terms = {
        "kind": "comprehensive",
        "holder": org(TAKER),
        "establishment": THERE,
        "waste_codes": ["HW06"],
        "methods": ["R2"],
        "capacity_t_per_year": 5000,
        "valid_from": "2026-01-01",
        "valid_until": "2030-12-31",
    }
    served = {"served_at": f"{at}T08:00:00+08:00"}
    data = terms if step in {"granted", "changed"} else {"establishment": THERE, "decision": "苏环罚1号", **served}
    return said(f"licence.{step}", more.pop("number", LICENCE), data | more, by=SUZHOU, at=f"{at}T08:00:00+08:00")


def test_a_receiver_whose_licence_is_suspended(there: Register) -> None:
    before = [*granted(), licence("granted", "2026-01-10"), licence("suspended", "2026-08-30")]
    there.given(*under(before, load()))
    assert there.told(LATER, RULE) == [(LICENCE, "苏环罚1号 2026-09-01", "serious")]


@pytest.mark.parametrize(("second", "flags"), [("07:59:59", 0), ("08:00:00", 1)])
def test_a_licence_from_the_instant_of_its_suspension_on(there: Register, second: str, flags: int) -> None:
    before = [*granted(), licence("granted", "2026-01-10"), licence("suspended", "2026-08-30")]
    there.given(*under(before, load(at=f"2026-08-30T{second}+08:00")))
    assert len(there.told(LATER, RULE)) == flags


def test_a_suspension_of_which_no_service_is_told_binds_nobody_here(there: Register) -> None:
    unserved = licence("suspended", "2026-08-30")
    del unserved.data["served_at"]
    there.given(*under([*granted(), licence("granted", "2026-01-10"), unserved], load()))
    assert there.told(LATER, RULE) == []


def test_the_change_that_gives_it_back_ends_the_suspension(there: Register) -> None:
    licences = [licence(*each) for each in (
        ("granted", "2026-01-10"), ("suspended", "2026-08-20"), ("changed", "2026-08-31"),
    )]  # fmt: skip
    there.given(*under([*granted(), *licences], load()))
    assert there.told(LATER, RULE) == []


def test_another_licence_in_force_for_the_waste_lets_it_go(there: Register) -> None:
    other = licence("granted", "2026-01-10", number="licence:JSSZ2")
    both = [licence("granted", "2026-01-10"), other, licence("suspended", "2026-08-30")]
    there.given(*under([*granted(), *both], load()))
    assert there.told(LATER, RULE) == []


def test_a_suspension_of_other_waste_is_none_of_this_load(there: Register) -> None:
    own = [licence("granted", "2026-01-10", waste_codes=["HW08"]), licence("suspended", "2026-08-30")]
    there.given(*under([*granted(), *own], load()))
    assert there.told(LATER, RULE) == []
