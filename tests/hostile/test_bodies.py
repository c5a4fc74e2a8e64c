"""Bodies that have broken other systems, one by one."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.log import Ledger
from ledger.subjects import NUMBERS
from tests.doors import Caller, codes, receipts
from tests.specification import PLANT, SCALE, drum


def event(data: str = "{}", fact_type: str = "container.closed", **attributes: Any) -> bytes:
    """One event as text, so that its data can be anything at all."""
    members = {
        "specversion": "1.0",
        "id": "1",
        "source": f"urn:uscc:{PLANT}:test",
        "type": fact_type,
        "subject": drum(),
        "time": "2026-11-24T08:00:00+08:00",
        **attributes,
    }
    return (json.dumps(members, ensure_ascii=False)[:-1] + f', "data": {data}}}').encode("utf-8", "surrogatepass")


def weighing(gross: str) -> bytes:
    return event(f'{{"gross_kg": {gross}, "tare_kg": 1, "scale": "{SCALE}"}}', "container.weighed")


def packaging(text: str) -> bytes:
    return event(f'{{"packaging": "{text}"}}', "container.packaged")


MALFORMED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not_json"),
    "blank": (b" \n\t", "not_json"),
    "not a number": (weighing("NaN"), "not_a_number"),
    "infinity": (weighing("Infinity"), "not_a_number"),
    "minus infinity": (weighing("-Infinity"), "not_a_number"),
    "half a surrogate pair, escaped": (packaging("\\ud800"), "lone_surrogate"),
    "the other half": (packaging("\\udc00\\ud800"), "lone_surrogate"),
    "half a surrogate pair, raw": (packaging("\ud800"), "not_utf8"),
    "half a surrogate pair as a name": (event('{"\\udfff": 1}'), "lone_surrogate"),
    "a name twice": (event('{"packaging": "a", "packaging": "b"}', "container.packaged"), "duplicate_key"),
    "a name twice in the envelope": (event()[:-1] + b', "id": "2"}', "duplicate_key"),
    "a name twice, once decomposed": (event('{"\u00e9": 1, "e\u0301": 2}'), "duplicate_key"),
    "a name twice, once escaped": (event('{"a": 1, "\\u0061": 2}'), "duplicate_key"),
    "depth 33": (event("[" * 32 + "]" * 32), "too_deep"),
    "depth 100,000": (b"[" * 100_000 + b"]" * 100_000, "too_deep"),
    "depth 100,000, never closed": (b'{"a":' * 100_000, "too_deep"),
    "5,000 digits": (weighing("9" * 5000), "number_too_long"),
    "5,000 decimals": (weighing("0." + "1" * 5000), "number_too_long"),
    "an exponent of 999,999": (weighing("1e999999"), "number_too_long"),
    "an exponent of -999,999": (weighing("1e-999999"), "number_too_long"),
    "an exponent beyond every library": (weighing("1e" + "9" * 30), "number_too_long"),
    "a zero with an exponent": (weighing("0e" + "9" * 30), "number_too_long"),
    "UTF-16": (event().decode().encode("utf-16"), "not_utf8"),
    "UTF-16 without a mark": (event().decode().encode("utf-16-le"), "not_json"),
    "UTF-32": (event().decode().encode("utf-32"), "not_utf8"),
    "GBK": (packaging("钢桶").decode().encode("gbk"), "not_utf8"),
    "a byte order mark": (b"\xef\xbb\xbf" + event(), "not_json"),
    "NUL, escaped": (packaging("\\u0000"), "nul"),
    "NUL, raw": (packaging("\x00"), "not_json"),
    "NUL after the end": (event() + b"\x00", "not_json"),
    "a raw line feed": (packaging("\n"), "not_json"),
    "an overlong encoding": (packaging("?").replace(b"?", b"\xc0\xaf"), "not_utf8"),
    "two values": (event() + event(), "not_json"),
    "a comma too many": (event("{},"), "not_json"),
    "a comment": (event("{} /* */"), "not_json"),
    "single quotes": (b"{'id': 1}", "not_json"),
    "a leading zero": (weighing("012"), "not_json"),
    "a plus sign": (weighing("+1"), "not_json"),
    "hexadecimal": (weighing("0x1"), "not_json"),
    "full-width digits": (weighing("１"), "not_json"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_two_readers_could_read_differently_is_not_read(hostile: Caller, ledger: Ledger, name: str) -> None:
    body, code = MALFORMED[name]
    answer = hostile.send(body)
    assert (answer.status_code, codes(answer)) == (400, [code])
    assert ledger.head()[0] == 1


def quadratic_bait() -> Iterator[bytes]:
    """Bodies of 200 KB that a careless reader reads over and over."""
    names = ",".join(f'"a{n}":0' for n in range(20_000))
    yield f'{{{names},"a19999":0}}'.encode()
    yield b'"' + b'\\"' * 100_000
    yield b'"' * 200_001


def test_bait_for_a_quadratic_reader_costs_no_more_than_its_length(hostile: Caller) -> None:
    for body in quadratic_bait():
        answer = hostile.send(body)
        assert answer.status_code == 400
        assert answer.elapsed.total_seconds() < 2  # measured: 0.02 s; a quadratic reader took 4 s and more


INVALID: dict[str, tuple[bytes, str, str]] = {
    "a negative mass": (weighing("-0.001"), "out_of_range", "/data/gross_kg"),
    "a mass of 2^53": (weighing(str(2**53)), "out_of_range", "/data/gross_kg"),
    "a mass of 10^39": (weighing("1" + "0" * 39), "out_of_range", "/data/gross_kg"),
    "a mass of 1e35": (weighing("1e35"), "out_of_range", "/data/gross_kg"),
    "a mass that is too fine": (weighing("1e-4"), "too_many_decimals", "/data/gross_kg"),
    "a mass as text": (weighing('"212.4"'), "wrong_type", "/data/gross_kg"),
    "true as a mass": (weighing("true"), "wrong_type", "/data/gross_kg"),
    "null as a mass": (weighing("null"), "wrong_type", "/data/gross_kg"),
    "a list as a mass": (weighing("[1]"), "wrong_type", "/data/gross_kg"),
    "data as a list": (event("[]"), "wrong_type", "/data"),
    "data as null": (event("null"), "wrong_type", "/data"),
    "a text of nothing": (packaging(""), "wrong_length", "/data/packaging"),
    "a text too long": (packaging("桶" * 121), "wrong_length", "/data/packaging"),
    "the year 0": (event(time="0000-01-01T00:00:00Z"), "wrong_form", "/time"),
    "the year 1899": (event(time="1899-12-31T23:59:59Z"), "wrong_form", "/time"),
    "the year 9999": (event(time="9999-12-31T23:59:59Z"), "occurred_in_future", "/time"),
    "beyond the year 9999": (event(time="9999-12-31T23:59:59-23:59"), "wrong_form", "/time"),
    "no offset": (event(time="2026-11-24T08:00:00"), "wrong_form", "/time"),
    "a leap second": (event(time="2026-06-30T23:59:60Z"), "wrong_form", "/time"),
    "30 February": (event(time="2026-02-30T08:00:00Z"), "wrong_form", "/time"),
    "a time as a number": (event(time=1764000000), "wrong_type", "/time"),
    "no subject": (event(subject=""), "wrong_length", "/subject"),
    "a path as a subject": (event(subject="container:../../etc/passwd"), "subject_grammar", "/subject"),
    "a subject with a line feed": (event(subject=drum() + "\n"), "wrong_form", "/subject"),
    "a subject in full width": (event(subject=drum().replace("D", "Ｄ")), "subject_grammar", "/subject"),
    "a subject of another kind": (event(subject=SCALE), "wrong_kind", "/subject"),
    "a subject with a wrong check digit": (
        event(subject=drum().replace("006", "007")),
        "uscc_check_digit",
        "/subject",
    ),
    "an id too long": (event(id="x" * 129), "wrong_length", "/id"),
    "an attribute unknown here": (event(traceparent="00"), "unknown_attribute", "/traceparent"),
    "a type unknown here": (event(fact_type="container.exploded"), "unknown_type", "/type"),
    "not even an object": (b"7", "wrong_type", ""),
    "an empty batch": (b"[]", "batch_size", ""),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_is_read_and_makes_no_sense_is_named(hostile: Caller, ledger: Ledger, name: str) -> None:
    body, code, pointer = INVALID[name]
    answer = hostile.send(body)
    assert answer.status_code == 422, answer.text
    assert (code, pointer) in [(e["code"], e["pointer"]) for e in answer.json()["errors"]]
    assert ledger.head()[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        "\u202e钢桶\u202c",
        "\u200b",
        "<script>alert(1)</script>",
        "'; DROP TABLE event; --",
        "=cmd|' /C calc'!A0",
        "{{7*7}} ${7*7} %s %d",
        "👩‍🔧",
        "\U0010ffff",
        "\\u0001\\u001b[31m",
        "桶" * 120,
    ],
)
def test_text_is_text_and_comes_back_as_it_was(hostile: Caller, text: str) -> None:
    receipts(hostile.send(packaging(text)))
    kept = hostile.get(f"/v1/subjects/{drum()}").json()["state"]["packaging"]
    assert kept == json.loads(f'"{text}"')


def test_depth_32_is_read_and_refused_for_what_it_says(hostile: Caller) -> None:
    answer = hostile.send(event('{"packaging": ' + "[" * 30 + "]" * 30 + "}", "container.packaged"))
    assert (answer.status_code, codes(answer)) == (422, ["wrong_type"])


def test_text_is_kept_in_one_normal_form(hostile: Caller, ledger: Ledger) -> None:
    composed = unicodedata.normalize("NFC", "Fässchen 가")
    decomposed = unicodedata.normalize("NFD", composed)
    escaped = json.dumps(decomposed)[1:-1]
    assert composed != decomposed
    answers = [hostile.send(packaging(text)) for text in (decomposed, composed, escaped)]
    assert [a.status_code for a in answers] == [201, 200, 200]
    assert ledger.head()[0] == 2
    assert ledger.recorded(after=1)[0].fact.data.packaging == composed
    assert [receipts(a)[0]["duplicate"] for a in answers] == [False, True, True]


def test_numbers_are_equal_however_they_are_written(hostile: Caller) -> None:
    answers = [hostile.send(weighing(n)) for n in ("212.4", "212.400", "2124e-1", "2.124E+2")]
    assert [a.status_code for a in answers] == [201, 200, 200, 200]


@pytest.mark.parametrize("number", ["2040", "x", "HW-2025", "20263100000001"])
@pytest.mark.parametrize("kind", NUMBERS)
def test_a_subject_of_any_kind_is_judged_by_its_own_grammar(
    hostile: Caller, ledger: Ledger, kind: str, number: str
) -> None:
    answer = hostile.send(event('{"position": 1, "reason": "x"}', "fact.withdrawn", subject=f"{kind}:{number}"))
    assert answer.status_code in {403, 422}, answer.text
    assert ledger.head()[0] == 1
