"""Data in wire form read by its schema: quickly when all is well, and telling everything that is wrong when not."""

from collections.abc import Iterator
from decimal import localcontext
from functools import cache
from typing import Any, NamedTuple

import jsonschema
import msgspec

from ledger import catalogue, wire
from ledger.catalogue import named_in
from ledger.clock import day, instant
from ledger.errors import Finding, bounded
from ledger.fact import AnyFact, Statement
from ledger.limits import checked
from ledger.quantity import EXACT
from ledger.subjects import problem_with


class Keyword(NamedTuple):
    """What a broken keyword of JSON Schema is called here, and how to say what it wants, by the name of its value."""

    code: str
    wanted: str
    value: str


KEYWORDS: dict[str, Keyword] = {
    "required": Keyword("missing_field", "this field is wanted", ""),
    "anyOf": Keyword("missing_field", "one of several fields is wanted: {}", "any_of"),
    "additionalProperties": Keyword("unknown_field", "this is not a field of this type", ""),
    "type": Keyword("wrong_type", "a value of type {} is wanted", "type"),
    "enum": Keyword("not_one_of", "one of {} is wanted", "enum"),
    "pattern": Keyword("wrong_form", "a text of the form {} is wanted", "pattern"),
    "format": Keyword("wrong_form", "a {} is wanted, such as 2026-11-24T08:03:00+08:00", "format"),
    "minimum": Keyword("out_of_range", "at least {}", "minimum"),
    "maximum": Keyword("out_of_range", "at most {}", "maximum"),
    "multipleOf": Keyword("too_many_decimals", "a multiple of {} is wanted", "multiple_of"),
    "minLength": Keyword("wrong_length", "at least {} characters", "min_length"),
    "maxLength": Keyword("wrong_length", "at most {} characters", "max_length"),
    "minItems": Keyword("wrong_count", "at least {} items", "min_items"),
    "maxItems": Keyword("wrong_count", "at most {} items", "max_items"),
    "x-names": Keyword("uscc_check_digit", "the check digit of {} is wrong", "subject"),
}
"""Every keyword of the published schemas → our stable code."""

FINDINGS_OF_ONE = 100
"""How many findings are told of one event."""


def read_data(
    fact_type: type[AnyFact],
    wire_data: dict[str, Any],
    pointer: str,
    findings: list[Finding],
    raw: dict[str, msgspec.Raw] | None = None,
) -> AnyFact | None:
    """Data in wire form as a typed fact; on failure None, with everything that is wrong added to findings.

    `raw` holds members that are canonical already.
    """
    try:
        leaf = wire.to_leaf(fact_type)(wire_data)
        data = fact_type(**_converted(fact_type, leaf, raw)) if raw else _held_to_limits(fact_type, leaf)
        if fact_type.AT_LEAST_ONE and all(getattr(data, name) is None for name in fact_type.AT_LEAST_ONE):
            raise wire.WireError("missing_field", f"one of {', '.join(fact_type.AT_LEAST_ONE)} is wanted")
    except (ValueError, msgspec.ValidationError) as error:
        found = everything_wrong(fact_type, wire_data, pointer)
        findings.extend(found or [_only_this(error, pointer)])
        return None
    bad = [s for s in named_in(data) if problem_with(s)]
    findings.extend(
        Finding(
            "uscc_check_digit",
            f"the check digit of {s!r} is wrong",
            pointer_to(wire_data, s, pointer),
            values={"subject": s},
        )
        for s in bad
    )
    return None if bad else data


def _held_to_limits(fact_type: type[AnyFact], leaf: dict[str, Any]) -> AnyFact:
    msgspec.convert(leaf, checked(fact_type))
    return msgspec.convert(leaf, fact_type)


def _converted(fact_type: type[AnyFact], leaf: dict[str, Any], raw: dict[str, msgspec.Raw]) -> dict[str, Any]:
    """Members one by one, for msgspec converts nothing into Raw."""
    members: dict[str, Any] = dict(raw)
    for info in msgspec.structs.fields(fact_type):
        if info.encode_name in leaf and info.name not in raw:
            members[info.name] = msgspec.convert(leaf[info.encode_name], checked(info.type))
        elif info.required and info.name not in raw:
            raise wire.WireError("missing_field", f"{info.encode_name} is wanted", f"/{info.encode_name}")
    return members


def _only_this(error: Exception, pointer: str) -> Finding:
    if isinstance(error, wire.WireError):
        return Finding(error.code, error.detail, pointer + error.pointer)
    return Finding("wrong_form", str(error), pointer)


def everything_wrong(
    fact_type: type[AnyFact], wire_data: Any, pointer: str, leaving: str | None = None
) -> list[Finding]:
    """The slow second pass: all problems at once, by the published schema; one member may be left to others."""
    with localcontext(EXACT):  # multipleOf divides, and 28 digits would not do
        return bounded(_findings(fact_type, wire_data, pointer, leaving), FINDINGS_OF_ONE)


def _findings(fact_type: type[AnyFact], wire_data: Any, pointer: str, leaving: str | None) -> Iterator[Finding]:
    for error in _validator(fact_type).iter_errors(wire_data):
        if leaving is not None and list(error.absolute_path)[:1] == [leaving]:
            continue
        path = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
        keyword, readable = KEYWORDS[str(error.validator)], _readable(error)
        for suffix in [f"/{escape(name)}" for name in _names_in(error)] or [""]:
            values = {keyword.value: readable} if keyword.value else {}
            yield Finding(keyword.code, keyword.wanted.format(readable), pointer + path + suffix, values=values)


def _readable(error: jsonschema.ValidationError) -> str:
    """What a keyword asks for, in words."""
    wanted: Any = error.validator_value
    if error.validator == "x-names":
        return str(error.instance)
    if error.validator == "anyOf":
        return ", ".join(name for each in wanted for name in each["required"])
    return ", ".join(wanted) if isinstance(wanted, list) else str(wanted)


def _check_digit(_: Any, __: Any, instance: Any, ___: Any) -> Iterator[jsonschema.ValidationError]:
    """A subject that is well written but for its check digit; all else is for its pattern to say."""
    if isinstance(instance, str) and problem_with(instance) == "uscc_check_digit":
        yield jsonschema.ValidationError("wrong check digit")


_Validator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"x-names": _check_digit}
)


def _names_in(error: jsonschema.ValidationError) -> list[str]:
    """The fields that are missing or unknown, which the schema's errors place one level too high."""
    instance: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        return [n for n in wanted if n not in instance and f"'{n}'" in error.message]
    if error.validator == "additionalProperties":
        return [n for n in instance if n not in schema["properties"]]
    return []


@cache
def _validator(fact_type: type[AnyFact]) -> Any:
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("date-time", raises=ValueError)(lambda text: not isinstance(text, str) or bool(instant(text)))
    formats.checks("date", raises=ValueError)(lambda text: not isinstance(text, str) or bool(day(text)))
    return _Validator(wire.schema(fact_type), format_checker=formats)


def escape(name: str) -> str:
    """A name as a token of a JSON Pointer (RFC 6901), bounded, for it may come from a poster."""
    return name[:80].replace("~", "~0").replace("/", "~1")


def pointer_to(value: Any, sought: str, pointer: str) -> str:
    """Where in a wire value a text stands."""
    if isinstance(value, dict):
        members: Any = ((escape(str(k)), v) for k, v in value.items())
    elif isinstance(value, list):
        members = enumerate(value)
    else:
        return pointer if value == sought else ""
    return next((found for k, v in members if (found := pointer_to(v, sought, f"{pointer}/{k}"))), "")


def in_wire_form(statement: Statement[Any]) -> dict[str, Any]:
    """The parts of a statement that its poster gave, as CloudEvents names them."""
    shown = data_in_wire_form(statement.data)
    if statement.about is not None and "data" in shown:
        about = statement.about
        shown["data"] = data_in_wire_form(catalogue.read_data(about.type, about.v, shown["data"]))
    return {"type": statement.type, "subject": statement.subject, "time": statement.occurred_at, "data": shown}


def data_in_wire_form(fact: AnyFact) -> dict[str, Any]:
    """Data with people's names and units; canonical members stay as they are."""
    members = msgspec.to_builtins(fact, builtin_types=(msgspec.Raw,))
    written: dict[str, Any] = wire.to_wire(type(fact))(members)
    return written


def differing_pointers(one: Statement[Any], other: Statement[Any]) -> list[str]:
    """JSON Pointers of where two statements differ, in wire form."""
    now, before = (in_wire_form(each) | {"onbehalfof": each.on_behalf_of} for each in (one, other))
    return sorted(_differing(now, before, ""))[:50]


def _differing(one: Any, other: Any, pointer: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one.keys() | other.keys():
            yield from _differing(one.get(name), other.get(name), f"{pointer}/{escape(name)}")
    elif one != other:
        yield pointer
