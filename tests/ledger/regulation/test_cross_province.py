"""What the law of a day asks of waste that leaves its province, by method, regime and place."""

import pytest

from ledger.regulation.cross_province import (
    is_recovery,
    longest_validity,
    regime_of_recovery,
    step_article,
    twelve_months_after,
)
from ledger.regulation.divisions import is_of_a_province
from ledger.waste_codes import covers_code, is_hazardous


@pytest.mark.parametrize(
    ("method", "recovers"),
    [
        ("R1", True),
        ("R15", True),
        ("C2", True),
        ("C3", True),
        ("C1", False),  # 水泥窑协同（共）处置
        ("D1", False),
        ("Y10", False),
        ("G21", False),
        ("storage", False),
        ("R99", True),  # the table does not have it, and nothing is refused for that
        ("D99", False),
    ],
)
def test_a_method_is_recovery_by_its_code(method: str, recovers: bool) -> None:
    assert is_recovery(method) is recovers


def test_recovery_changed_its_regime_with_the_code() -> None:
    assert [regime_of_recovery(day) for day in ("2020-09-01", "2026-08-14", "2026-08-15")] == [
        "filing",
        "filing",
        "notice",
    ]


@pytest.mark.parametrize(
    ("day", "until"), [("2026-03-01", "2027-03-01"), ("2024-02-29", "2025-03-01"), ("2026-12-31", "2027-12-31")]
)
def test_twelve_months_end_on_the_day_of_the_next_year(day: str, until: str) -> None:
    assert twelve_months_after(day) == until


def test_only_where_a_text_says_so_a_decision_is_limited() -> None:
    def latest(regime: str, division: str, *, hazardous: bool) -> str | None:
        found = longest_validity(regime, "2026-03-01", division, hazardous=hazardous, day="2026-03-01")
        return None if found is None else found[1]

    assert latest("approval", "320500", hazardous=True) == "危险废物转移管理办法 27(2)"
    assert latest("approval", "310115", hazardous=False) is None
    assert "全文未核对" in (latest("filing", "310115", hazardous=False) or "")
    assert latest("filing", "320500", hazardous=False) is None
    assert latest("notice", "310115", hazardous=False) is None


def test_the_measures_order_steps_of_hazardous_waste_alone_and_since_they_were_in_force() -> None:
    assert step_article("24", "2026-03-01", hazardous=True) == "危险废物转移管理办法 24"
    assert step_article("24", "2021-03-01", hazardous=True) == "固体废物污染环境防治法（2020）82(2)"
    assert step_article("24", "2026-09-01", hazardous=False) == "生态环境法典 476(1)"


@pytest.mark.parametrize(
    ("division", "level", "is_one"),
    [
        ("310000", None, True),
        ("310100", "city", True),  # the districts of a municipality
        ("320000", None, True),
        ("320500", "city", False),
        ("320500", "province", True),
        ("310115", "district", False),
        ("320100", None, False),
    ],
)
def test_an_authority_is_of_a_province_by_its_level_or_division(
    division: str, level: str | None, is_one: bool
) -> None:
    assert is_of_a_province(division, level) is is_one


def test_hazardous_waste_is_told_by_the_form_of_its_code() -> None:
    assert [is_hazardous(code) for code in ("900-402-06", "HW06", "900-001-S01")] == [True, True, False]
    assert covers_code(["HW06"], "900-402-06")
    assert not covers_code(["HW06"], "900-249-08")
    assert not covers_code(["900-001-S01"], "900-002-S01")
