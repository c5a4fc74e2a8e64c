"""One unambiguous JSON value out of a body, or a refusal: what two readers could read differently is not read.

Refused with 400: other encodings, duplicate keys, NaN and Infinity, lone surrogates, NUL, numbers too long to be
meant, nesting deeper than 32. Numbers come out as int or Decimal, text in NFC.
"""

import json
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from ledger.errors import MalformedError

MAX_DEPTH = 32
MAX_DIGITS = 40
MAX_EXPONENT = 40

# possessive throughout: a quote that is never closed must not be tried again from each of its escapes
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.S)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_NO_MARKS = bytes(set(_NO_BRACKETS) - set(b'"\\'))


def read(body: bytes) -> Any:
    """The value; raises MalformedError naming what is wrong."""
    text = _decode(body)
    _check_depth(body)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise MalformedError.because(
            "not_json", f"{error.msg} at character {error.pos}", values={"reason": error.msg, "character": error.pos}
        ) from None
    # raw text cannot hold a surrogate or NUL, and is NFC or not as a whole: only escapes need the slow look
    if "\\u" in text or not unicodedata.is_normalized("NFC", text):
        return _normalised(value)
    return value


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError.because(
            "not_utf8", f"byte {error.start} is not UTF-8", values={"byte": error.start}
        ) from None


def _check_depth(body: bytes) -> None:
    depth = 0
    # strings are taken out first; where nothing is escaped, nearly all are empty quotes once only marks are left
    marks = body if b"\\" in body else body.translate(None, _NO_MARKS).replace(b'""', b"")
    for mark in _STRING.sub(b"", marks).translate(None, _NO_BRACKETS):
        if mark in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise MalformedError.because(
                    "too_deep", f"nested more than {MAX_DEPTH} deep", values={"depth": MAX_DEPTH}
                )
        else:
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise MalformedError.because(
            "duplicate_key", f"{twice[:80]!r} stands twice in one object", values={"name": repr(twice[:80])}
        )
    return found


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise MalformedError.because(
            "number_too_long", f"a number of more than {MAX_DIGITS} digits", values={"digits": MAX_DIGITS}
        )
    return int(text)


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_DIGITS:
        raise MalformedError.because(
            "number_too_long", f"a number of more than {MAX_DIGITS} digits", values={"digits": MAX_DIGITS}
        )
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise MalformedError.because(
            "number_too_long", f"an exponent beyond {MAX_EXPONENT}", values={"exponent": MAX_EXPONENT}
        ) from None
    # bounded before anybody calls int(): 1e999999 is short to write and long to hold
    if abs(number.adjusted()) > MAX_EXPONENT:
        raise MalformedError.because(
            "number_too_long", f"an exponent beyond {MAX_EXPONENT}", values={"exponent": MAX_EXPONENT}
        )
    return number


def _no_constant(name: str) -> NoReturn:
    raise MalformedError.because("not_a_number", f"{name} is not JSON", values={"name": name})


def _normalised(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [_normalised(v) for v in value]
    if isinstance(value, dict):
        return _object([(_text(k), _normalised(v)) for k, v in value.items()])
    return value


def _text(text: str) -> str:
    if "\x00" in text:
        raise MalformedError.because("nul", "a text holds NUL")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise MalformedError.because("lone_surrogate", "a text holds half of a surrogate pair")
    return unicodedata.normalize("NFC", text)
