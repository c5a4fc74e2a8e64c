"""What producers type is read; what cannot be is told with what to write instead."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from api.hj1259.cells import FORMS, Quantity
from api.hj1259.instants import cell_of, instant
from api.hj1259.problems import WrongCellError
from api.hj1259.words import KINDS, PURPOSES, Wording
from tests.api.hj1259.desk import NUMBER

B4_BEFORE = ["HWCS20261024001", "HWCK20261024002"]
MORNING = "2026-10-24T08:05:00+08:00"


def read(form: str, raw: Any) -> Any:
    return FORMS[form](raw, NUMBER)


@pytest.mark.parametrize(
    "raw",
    [
        datetime(2026, 10, 24, 8, 5),
        "2026-10-24 08:05",
        "2026/10/24 8:05:00",
        "2026年10月24日 8时5分",
        "2026年10月24日8：05",
        "２０２６．１０．２４　８：０５",
        "2026-10-24T08:05:00+08:00",
        46319 + (8 * 60 + 5) / 1440,
    ],
)
def test_a_time_is_read_however_it_is_written(raw: Any) -> None:
    assert instant(raw) == MORNING


@pytest.mark.parametrize("raw", [date(2026, 10, 24), "20261024", 20261024, 46319, "2026-10-24", "2026年10月24日"])
def test_a_day_alone_is_its_beginning(raw: Any) -> None:
    assert instant(raw) == "2026-10-24T00:00:00+08:00"


@pytest.mark.parametrize(
    "raw", ["昨天", "24/10/2026", "2026-13-01", "2026-10-24 25:00", "2026-10-24 08:05:75", True, 17]
)
def test_what_is_no_time_is_told_how_to_write_one(raw: Any) -> None:
    with pytest.raises(WrongCellError, match="2026-11-24 08:05"):
        instant(raw)


@pytest.mark.parametrize(
    "occurred_at",
    [
        "2026-10-24T00:05:00.000000Z",
        "2026-10-24T00:05:00.123000Z",
        "2026-10-24T00:05:00.123456Z",
        "2026-10-23T16:00:00.000001Z",
        "1950-01-01T00:00:00.000000Z",
    ],
)
def test_a_time_that_is_written_is_read_as_it_was(occurred_at: str) -> None:
    again = instant(cell_of(occurred_at))
    assert again is not None
    assert datetime.fromisoformat(again) == datetime.fromisoformat(occurred_at)


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        (0.2005, "0.2005", None),
        (0.1 + 0.2, "0.3", None),
        (1e-6, "0.000001", None),
        (3, "3", None),
        ("1,250.5", "1250.5", None),
        ("０．２", "0.2", None),
        (" 200 kg ", "200", "kg"),
        ("0.2 吨", "0.2", "吨"),
    ],
)
def test_a_mass_is_read_to_the_digit_that_is_shown(raw: Any, number: str, unit: str | None) -> None:
    assert read("quantity", raw) == Quantity(Decimal(number), unit)


@pytest.mark.parametrize("raw", ["-1", -1, "约200", "200升", "1.2.3", "=A1", "1,2", "NaN", float("inf"), True])
def test_what_is_no_mass_is_told(raw: Any) -> None:
    with pytest.raises(WrongCellError, match=r"0\.2005"):
        read("quantity", raw)


@pytest.mark.parametrize(
    ("form", "raw", "value"),
    [
        ("waste_code", "900－402－06", "900-402-06"),
        ("waste_code", "900 — 402 — 06", "900-402-06"),
        ("category", "HW06 废有机溶剂", "HW06"),
        ("container", 417.0, "417"),
        ("container", "D-2611-0417", "D-2611-0417"),
        ("container", "/", None),
        ("facility", "TS001", f"facility:{NUMBER}.TS001"),
        ("facility", "facility:91310115MA1K3XY006002P.MF0001", "facility:91310115MA1K3XY006002P.MF0001"),
        ("generation_batch", "hwcs20261024001", "HWCS20261024001"),
        (
            "earlier_batches",
            "HWCS20261024001、HWCK20261024002\nHWCS20261024001",
            ["HWCS20261024001", "HWCK20261024002"],
        ),
        ("count", "3个", 3),
        ("count", 3.0, 3),
        ("unit", "KG", "kg"),
        ("unit", "吨", "吨"),
        ("method", "R2 溶剂回收/再生", "R2"),
        ("method_at_home", "d10", ("D10", "disposed")),
        ("method_at_home", "C1 处置", ("C1", "disposed")),
        ("method_at_home", "C1水泥窑协同（共）处置", ("C1", None)),
        ("pseudonym", "E1027", "E1027"),
        ("pseudonym", "—", None),
        ("name", "  废\n溶剂\x07 ", "废 溶剂"),
        ("recipient_kind", "持证单位", "licensed"),
        ("recipient_kind", "豁免单位", "exempt"),
    ],
)
def test_a_code_is_read_as_it_is_meant(form: str, raw: Any, value: Any) -> None:
    assert read(form, raw) == value


@pytest.mark.parametrize(
    ("form", "raw", "then"),
    [
        ("pseudonym", "张三", "E1027"),
        ("waste_code", "HW06", "900-402-06"),
        ("category", "HW41", "HW06"),
        ("container", "D-1、D-2", "几行"),
        ("container", datetime(2026, 1, 2), "文本"),
        ("facility", "一号库", "TS001"),
        ("generation_batch", "HWRK20261024001", "HWCS"),
        ("withdrawal_batch", "HWCKLY20261024001", "HWCK20261124001"),
        ("earlier_batches", "HWRK20261024001", "HWCS"),
        ("count", "很多", "整数"),
        ("count", 0, "整数"),
        ("unit", "升", "折算"),
        ("method", "焚烧", "D10"),
        ("name", "长" * 121, "120"),
        ("recipient_kind", "某公司", "许可证"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said_with_what_to_write(form: str, raw: Any, then: str) -> None:
    with pytest.raises(WrongCellError) as wrong:
        read(form, raw)
    assert then in wrong.value.zh
    assert len(wrong.value.en) > 10


def test_a_name_is_never_repeated() -> None:
    with pytest.raises(WrongCellError) as wrong:
        read("pseudonym", "张三")
    assert "张三" not in str(wrong.value)


@pytest.mark.parametrize("wording", [KINDS, PURPOSES], ids=["kinds", "purposes"])
@pytest.mark.parametrize(
    "own", [None, "200 L 铁桶", "吨袋", "委外处置", "二车间", "桶", "其他", "桶（铁）", "（）", "x（y）"]
)
def test_two_things_in_one_cell_are_both_read_again(wording: Wording, own: str | None) -> None:
    for choice in wording.words:
        assert wording.read(wording.write(choice, own)) == (choice, own)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("200L铁桶", "drum"),
        ("IBC吨桶", "ibc"),
        ("吨袋", "bag"),
        ("玻璃瓶", "bottle"),
        ("管道", "pipeline"),
        ("筐", "other"),
    ],
)
def test_a_kind_of_container_is_told_by_its_words(text: str, kind: str) -> None:
    assert KINDS.read(text) == (kind, None if text == "管道" else text)
