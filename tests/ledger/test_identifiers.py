"""Numbers that others give, one table each: what is one, and what only looks like one."""

import re
from datetime import date

import pytest

from ledger.errors import InvalidError
from ledger.identifiers import BATCH_LINKS, WASTE_CODE_PATTERN, batch_code_pattern, label_parts, uscc_is_sound
from ledger.subjects import problem_with
from ledger.waste_codes import CATEGORIES, category_of, is_well_written
from tests.specification import PLANT, Scenario, drum, generated, said, uscc

CITY_CODE = uscc("91100000100010310")
"""Of the ministry's own register: its division is that of the whole country."""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (PLANT, None),
        ("91350100M000100Y43", None),
        (uscc("N2310115MF1234567"), None),
        (uscc("Y1310115MF1234567"), None),
        (uscc("A1310115MF1234567"), None),
        (uscc("00000000000000000"), None),
        (PLANT[:-1] + "7", "uscc_check_digit"),
        ("91350100M000100Y34", "uscc_check_digit"),
        (PLANT[1] + PLANT[0] + PLANT[2:], "uscc_check_digit"),
        (PLANT.lower(), "subject_grammar"),
        (PLANT[:-1], "subject_grammar"),
        (PLANT + "0", "subject_grammar"),
        ("91310115MA1K3XI006", "subject_grammar"),
        ("91310115MA1K3XO006", "subject_grammar"),
        ("91310115MA1K3XS006", "subject_grammar"),
        ("91310115MA1K3XV006", "subject_grammar"),
        ("91310115MA1K3XZ006", "subject_grammar"),
        ("9131011AMA1K3XY006", "subject_grammar"),
        ("９1310115MA1K3XY006", "subject_grammar"),
        (PLANT + "\n", "subject_grammar"),
        ("", "subject_grammar"),
    ],
)
def test_a_unified_social_credit_code(code: str, problem: str | None) -> None:
    assert problem_with(f"organisation:{code}") == problem


def test_any_one_wrong_character_of_a_code_is_found() -> None:
    for place in range(18):
        for character in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            other = PLANT[:place] + character + PLANT[place + 1 :]
            assert uscc_is_sound(other) == (other == PLANT), other


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (f"{PLANT}001P", None),
        ("91130200699229617X001P", None),
        (f"{PLANT}999Z", None),
        (f"{PLANT}01P", "subject_grammar"),
        (f"{PLANT}0001P", "subject_grammar"),
        (f"{PLANT}001p", "subject_grammar"),
        (f"{PLANT}0011", "subject_grammar"),
        (f"{PLANT}001", "subject_grammar"),
        (f"{PLANT[:-1]}7001P", "uscc_check_digit"),
    ],
)
def test_a_number_under_hj_608(number: str, problem: str | None) -> None:
    assert problem_with(f"establishment:{number}") == problem


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("20263101000001", True),
        ("20263115123456", True),
        ("20261101000001", True),
        ("20266501999999", True),
        ("20261001000001", False),
        ("20261601000001", False),
        ("20262401000001", False),
        ("20263801000001", False),
        ("20264701000001", False),
        ("20265501000001", False),
        ("20266601000001", False),
        ("20267101000001", False),
        ("19993101000001", False),
        ("2026310100001", False),
        ("202631010000001", False),
        ("G20263101000001", False),
        ("2026310100000A", False),
        ("20263101 00001", False),
        ("２0263101000001", False),
    ],
)
def test_a_manifest_number(number: str, is_one: bool) -> None:
    assert problem_with(f"manifest:{number}") == (None if is_one else "subject_grammar")


PARTS = (PLANT, "90040206", "20261124", "001")


@pytest.mark.parametrize(
    "changed",
    [
        (PLANT[:-1] + "7", *PARTS[1:]),
        (PLANT, "90040243", *PARTS[2:]),
        (PLANT, "90040200", *PARTS[2:]),
        (PLANT, "9004020X", *PARTS[2:]),
        (*PARTS[:2], "20261324", "001"),
        (*PARTS[:2], "20260230", "001"),
        (*PARTS[:2], "00000000", "001"),
        (*PARTS[:3], "00A"),
        (*PARTS[:3], "01"),
        (*PARTS[:3], "0001"),
    ],
    ids=str,
)
def test_a_label_code_whose_parts_make_no_sense(changed: tuple[str, ...]) -> None:
    assert label_parts("".join(changed)) is None


def test_a_label_code_says_whose_which_when_and_the_serial() -> None:
    assert label_parts("".join(PARTS)) == (PLANT, "900-402-06", date(2026, 11, 24), "001")


def test_a_label_code_has_37_characters_and_reads_as_it_may(scenario: Scenario) -> None:
    # the lengths of its four segments stand in no text that was seen, so only their sum is asked for
    scenario.given(said("container.labelled", drum(), {"label_code": "0" * 37}))
    for code in ("0" * 36, "0" * 38, "a" * 37, "０" * 37):
        scenario.refused(InvalidError, "wrong_form", said("container.labelled", drum(), {"label_code": code}))


@pytest.mark.parametrize("prefix", BATCH_LINKS)
def test_a_batch_code_of_each_link(prefix: str) -> None:
    pattern = re.compile(batch_code_pattern(prefix))
    assert pattern.fullmatch(f"{prefix}20211031001")
    assert pattern.fullmatch(f"{prefix}202110311000")
    other = "HWRK" if prefix != "HWRK" else "HWCS"
    for wrong in (
        f"{other}20211031001",
        f"{prefix}2021103101",
        f"{prefix}20211331001",
        f"{prefix}20210031001",
        f"{prefix}20211032001",
        f"{prefix}20211000001",
        f"{prefix}19991031001",
        f"{prefix}20211031001A",
        prefix,
    ):
        assert not pattern.fullmatch(wrong), wrong


def test_the_code_of_a_generation_is_that_of_its_link(scenario: Scenario) -> None:
    fine = generated(drum())
    fine.data["batch_code"] = "HWCS20261124001"
    scenario.given(fine)
    for code in ("HWRK20261124001", "HWCS20261324001", "HWCS2026112401"):
        wrong = generated(drum(2))
        wrong.data["batch_code"] = code
        scenario.refused(InvalidError, "wrong_form", wrong)


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("900-402-06", True),
        ("841-001-01", True),
        ("900-000-49", True),
        ("772-999-50", True),
        ("900-402-00", False),
        ("900-402-41", False),
        ("900-402-44", False),
        ("900-402-51", False),
        ("900-402-6", False),
        ("90040206", False),
        ("900－402－06", False),
        ("900-402-HW06", False),
        ("HW06", False),
        ("SW59", False),
    ],
)
def test_a_code_of_hazardous_waste(code: str, is_one: bool) -> None:
    assert is_well_written(code) == is_one


def test_the_grammar_knows_the_categories_and_no_other() -> None:
    suffixes = [f"{n:02d}" for n in range(100) if re.fullmatch(WASTE_CODE_PATTERN, f"900-001-{n:02d}")]
    assert [category_of(f"900-001-{each}") for each in suffixes] == list(CATEGORIES)
    assert len(CATEGORIES) == 46


def test_no_number_is_given_where_the_place_is_no_province(scenario: Scenario) -> None:
    posting = said("container.closed", "manifest:new", by=CITY_CODE)
    error = scenario.refused(InvalidError, "place_unknown", posting)
    assert error.findings[0].values == {"subject": "manifest:new"}
