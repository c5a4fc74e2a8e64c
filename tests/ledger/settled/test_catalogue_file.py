"""The file of a waste catalogue: read in the encodings in which people save it, or refused with every bad line."""

import csv
import io
from collections.abc import Sequence

import pytest

from ledger.errors import InvalidError
from ledger.settled.catalogue_file import COLUMNS, read_catalogue
from ledger.waste_codes import CATEGORIES, Entry, category_of, is_well_written

SOLVENT = {
    "category_code": "HW06",
    "category_name": "废有机溶剂与含有机溶剂废物",
    "industry": "非特定行业",
    "waste_code": "900-402-06",
    "description": "虚构条目，仅供测试",
    "hazard": "T,I,R",
}
ENTRY = Entry("900-402-06", "HW06", "废有机溶剂与含有机溶剂废物", "非特定行业", "虚构条目，仅供测试", "T,I,R")


def file_of(*rows: dict[str, str], columns: Sequence[str] = tuple(SOLVENT)) -> str:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, columns)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def refused(data: bytes) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidError) as caught:
        read_catalogue(data)
    return [(f.code, f.pointer, f.detail) for f in caught.value.findings]


def lines_refused(*rows: dict[str, str]) -> dict[str, str]:
    found = refused(file_of(*rows).encode())
    assert {code for code, *_ in found} == {"catalogue_row"}
    return {pointer.partition("line ")[2]: detail for _, pointer, detail in found}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_each_encoding(encoding: str) -> None:
    assert read_catalogue(file_of(SOLVENT).encode(encoding)) == [ENTRY]


def test_columns_stand_in_any_order_and_blanks_around_a_cell_do_not_count() -> None:
    shuffled = file_of(SOLVENT | {"industry": " 非特定行业 "}, columns=sorted(SOLVENT, reverse=True))
    assert read_catalogue(shuffled.encode()) == [ENTRY]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_lines_may_end_either_way_and_empty_ones_are_no_rows(end: str) -> None:
    assert read_catalogue((file_of(SOLVENT).replace("\r\n", end) + end + end).encode()) == [ENTRY]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xff\xff",
        file_of().encode(),
        file_of(SOLVENT).encode("utf-16"),
        file_of(SOLVENT).replace("hazard", "hazards").encode(),
        file_of(SOLVENT).replace("hazard", "hazard,hazard").encode(),
        file_of(SOLVENT).partition("\r\n")[2].encode(),
    ],
    ids=["empty", "no text", "no entries", "UTF-16", "other column", "column twice", "no header"],
)
def test_a_file_that_is_no_catalogue_is_refused_as_a_whole(data: bytes) -> None:
    assert [code for code, *_ in refused(data)] == ["catalogue_file"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"waste_code": "900-402-6"}, "waste_code"),
        ({"waste_code": "９00-402-06"}, "waste_code"),
        ({"waste_code": "2-Sep"}, "waste_code"),
        ({"category_code": "HW08"}, "category_code"),
        ({"category_code": "HW41", "waste_code": "900-402-41"}, "category_code"),
        ({"description": ""}, "description"),
        ({"description": "长" * 2_001}, "description"),
        ({"description": "一\n二"}, "description"),
        ({"industry": "\0"}, "industry"),
        ({"hazard": "T、I"}, "hazard"),
        ({"hazard": "X"}, "hazard"),
        ({"hazard": "T,"}, "hazard"),
    ],
)
def test_a_line_that_is_no_entry_is_named_with_what_is_wrong(change: dict[str, str], told: str) -> None:
    assert lines_refused(SOLVENT, SOLVENT | change)["3"].startswith(told)


def test_every_bad_line_is_named_at_once_by_the_line_on_which_it_begins() -> None:
    two_lines = SOLVENT | {"description": "一\n二"}
    bad = SOLVENT | {"waste_code": "900-403-06", "hazard": "?"}
    assert lines_refused(SOLVENT, two_lines, bad, SOLVENT).keys() == {"3", "5", "6"}


def test_a_code_stands_once_and_the_line_of_the_first_is_told() -> None:
    assert "line 2" in lines_refused(SOLVENT, SOLVENT)["3"]


def test_a_line_of_too_few_or_too_many_cells_is_named() -> None:
    assert "1 cells" in refused((file_of(SOLVENT) + "HW06\r\n").encode())[0][2]
    assert "7 cells" in refused((file_of(SOLVENT).rstrip() + ",\r\n").encode())[0][2]


def test_a_quotation_that_never_ends_is_told() -> None:
    ((code, pointer, _),) = refused((file_of(SOLVENT) + '"HW06,').encode())
    assert (code, pointer) == ("catalogue_row", "第 3 行 · line 3")


def test_the_categories_are_those_of_the_2021_edition() -> None:
    assert len(CATEGORIES) == 46
    assert {int(name[2:]) for name in CATEGORIES} == set(range(1, 51)) - {41, 42, 43, 44}


def test_a_code_says_its_category() -> None:
    assert category_of("900-402-06") == "HW06"
    assert is_well_written("900-402-06")
    assert not any(is_well_written(code) for code in ("900-402-6", "900402-06", "900-402-06\n", "HW06", ""))


def test_every_column_has_its_place_in_an_entry() -> None:
    assert set(COLUMNS.values()) == set(Entry._fields)
