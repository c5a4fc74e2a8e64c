"""The text in the QR code of a paper: it reads as it was written, and nothing else reads as one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from api.papers.check_code import CheckCode, read_check_code

HASH = "0f" * 32
CODES = some.builds(
    CheckCode,
    some.from_regex(r"[A-Za-z0-9._/-]{1,60}", fullmatch=True),
    some.integers(1, 2**53 - 1),
    some.binary(min_size=32, max_size=32).map(bytes.hex),
)


@settings(deadline=None)
@given(CODES)
def test_it_reads_as_it_was_written(code: CheckCode) -> None:
    assert read_check_code(str(code)) == code
    assert read_check_code(f"\n {str(code).replace(' ', '  ')} \t") == code, "as scanners and people copy it"
    assert read_check_code(f"{code}"[: -len(code.leaf_hash)] + code.leaf_hash.upper()) == code


def test_it_is_one_line_that_a_reader_of_another_language_can_take_apart() -> None:
    code = CheckCode("ledger.example.cn/bihuan", 4711, HASH)
    assert str(code) == f"BIHUAN1 ledger.example.cn/bihuan 4711 {HASH}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BIHUAN1",
        f"BIHUAN1 localhost/test {HASH}",
        f"BIHUAN1 localhost/test 0 {HASH}",
        f"BIHUAN1 localhost/test -1 {HASH}",
        f"BIHUAN1 localhost/test 1.5 {HASH}",
        f"BIHUAN1 localhost/test ７ {HASH}",
        f"BIHUAN1 localhost/test 7 {HASH[:-1]}",
        f"BIHUAN1 localhost/test 7 {HASH}0",
        f"BIHUAN1 local host 7 {HASH}",
        f"BIHUAN2 localhost/test 7 {HASH}",
        f"https://example.cn/BIHUAN1 localhost/test 7 {HASH}",
        f"BIHUAN1 localhost/test {'9' * 17} {HASH}",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert read_check_code(text) is None
