"""Plates by GA 36, and MMSI: one table of what is a number of a conveyance and what is not."""

import pytest

from ledger.subjects import establishment_in, owner_of, problem_with

PLATES = [
    "沪AB1234",
    "沪A12345",
    "沪AZZZZZ",
    "苏E1234学",
    "粤Z1234港",
    "粤Z1234澳",
    "京A1234警",
    "沪A1234挂",
    "沪AD12345",
    "浙AFA1234",
    "皖AK01234",
    "沪A12345D",
    "琼A00000K",
    "沪AB12345",
]
NO_PLATES = {
    "沪AI1234": "I is taken for 1",
    "沪AO1234": "O is taken for 0",
    "沪I12345": "no office has the letter I",
    "沪O12345": "no office has the letter O",
    "沪A1234": "too short",
    "沪A123456": "eight without a letter of new energy",
    "沪A12345L": "no letter of new energy",
    "沪AL12345": "no letter of new energy",
    "沪ADI1234": "I again",
    "沪A12345挂": "a trailer's has seven",
    "港A12345": "no province",
    "AB12345": "no province",
    "沪ab1234": "lower case",
    "沪A·B1234": "printed with a dot, written without",
    "沪A B123": "a blank",
    "沪AB1234\n": "a line feed",
    "沪A１２３４５": "full width",
    "": "nothing",
}


@pytest.mark.parametrize("plate", PLATES)
def test_a_plate(plate: str) -> None:
    assert problem_with(f"vehicle:{plate}") is None


@pytest.mark.parametrize("plate", NO_PLATES)
def test_no_plate(plate: str) -> None:
    assert problem_with(f"vehicle:{plate}") == "subject_grammar"


@pytest.mark.parametrize("mmsi", ["413000000", "477123456", "000000000"])
def test_a_vessel_has_nine_digits(mmsi: str) -> None:
    assert problem_with(f"vessel:{mmsi}") is None


@pytest.mark.parametrize("mmsi", ["41300000", "4130000000", "41300000X", "４13000000", ""])
def test_anything_else_is_no_vessel(mmsi: str) -> None:
    assert problem_with(f"vessel:{mmsi}") == "subject_grammar"


@pytest.mark.parametrize(
    "number", ["沪环保许防〔2026〕017号", "3101150001", "JSPD3205OOD001-2", "G1234567890", "沪环（2026）17号"]
)
def test_a_licence_has_the_number_that_its_authority_gives(number: str) -> None:
    assert problem_with(f"licence:{number}") is None


@pytest.mark.parametrize("number", ["", "a b", "a/b", "a:b", "a?b", "a%b", "a\u202eb", "a" * 41, "沪\n"])
def test_it_can_stand_in_an_address(number: str) -> None:
    assert problem_with(f"licence:{number}") == "subject_grammar"


@pytest.mark.parametrize("subject", ["vehicle:沪AB1234", "vessel:413000000", "licence:3101150001"])
def test_the_number_of_a_conveyance_or_a_licence_names_nobody(subject: str) -> None:
    assert (owner_of(subject), establishment_in(subject)) == (None, None)


def test_the_number_of_a_gate_names_its_establishment() -> None:
    plant = "91310115MA1K3XY006"
    assert owner_of(f"gate:{plant}001P.G-1") == plant
    assert establishment_in(f"gate:{plant}001P.G-1") == f"establishment:{plant}001P"
    assert problem_with(f"gate:{plant}.G-1") == "subject_grammar"
