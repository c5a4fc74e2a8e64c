"""Between the wire and the leaf: names with people's units outside, integers and canonical instants inside.

Each Struct is compiled once, from its own annotations, into a reader, a writer and the published JSON Schema, so
that the three cannot disagree.
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo

from ledger.clock import day, instant
from ledger.geojson import GeoJson
from ledger.limits import checked
from ledger.quantity import DECIMAL_MAX, DECIMALS_MAX, DecimalNumber, Unit
from ledger.subjects import Names
from ledger.text import DayText, InstantText, SealedText
from ledger.titles import FIELD_TITLES

Convert = Callable[[Any], Any]
M = TypeVar("M")


class WireError(ValueError):
    """Raised when a wire value cannot become a leaf value; carries a stable code and a JSON Pointer."""

    def __init__(self, code: str, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.code, self.detail, self.pointer = code, detail, pointer

    def under(self, name: str | int) -> "WireError":
        """The same, seen from one level further out."""
        return WireError(self.code, self.detail, f"/{name}{self.pointer}")


class Field:
    """One field of a Struct, as it is called and read on either side."""

    def __init__(self, info: FieldInfo) -> None:
        self.leaf_name = info.encode_name
        self.required = info.default is NODEFAULT and info.default_factory is NODEFAULT
        self.type = _without_none(info.type)
        self.marks = marks(self.type)
        unit = self.mark(Unit)
        self.wire_name = unit.wire_name(self.leaf_name) if unit else self.leaf_name
        self.read, self.write = _reader(self.type), _writer(self.type)

    def mark(self, kind: type[M]) -> M | None:
        """The annotation of that kind, if the field carries one."""
        return next((m for m in self.marks if isinstance(m, kind)), None)

    def schema(self) -> dict[str, Any]:
        """The field's JSON Schema in wire form, with its titles."""
        title = FIELD_TITLES[self.wire_name]
        return {"title": title[0], "x-title-en": title[1], **_schema(self.type)}


@cache
def fields(struct: type[Struct]) -> tuple[Field, ...]:
    """The fields of a Struct, in the order of the canonical bytes."""
    return tuple(sorted((Field(f) for f in msgspec.structs.fields(struct)), key=lambda f: f.leaf_name))


@cache
def to_leaf(struct: type[Struct]) -> Convert:
    """A reader of wire mappings into leaf mappings; it leaves types and ranges to msgspec."""
    plan = {f.wire_name: (f.leaf_name, f.read) for f in fields(struct)}

    def read(wire: Any) -> Any:
        if type(wire) is not dict:
            raise WireError("wrong_type", "an object is wanted")
        leaf = {}
        for name, value in wire.items():
            if value is None:
                raise WireError("wrong_type", "null is not a value; leave the field out", f"/{name}")
            if name not in plan:
                raise WireError("unknown_field", f"{name!r} is not a field of this", f"/{name}")
            leaf_name, convert = plan[name]
            if convert is not None:
                try:
                    value = convert(value)
                except WireError as error:
                    raise error.under(name) from None
                except ValueError as error:
                    raise WireError("wrong_form", str(error), f"/{name}") from None
            leaf[leaf_name] = value
        return leaf

    return read


@cache
def to_wire(struct: type[Struct]) -> Convert:
    """A writer of leaf mappings (as `msgspec.to_builtins` gives them) into wire mappings."""
    plan = {f.leaf_name: (f.wire_name, f.write or _as_it_is) for f in fields(struct)}

    def write(leaf: Any) -> Any:
        return {plan[name][0]: plan[name][1](value) for name, value in leaf.items()}

    return write


@cache
def schema(struct: type[Struct]) -> dict[str, Any]:
    """The JSON Schema of a Struct in wire form."""
    described: dict[str, Any] = {
        "type": "object",
        "properties": {f.wire_name: f.schema() for f in sorted(fields(struct), key=lambda f: not f.required)},
        "required": [f.wire_name for f in fields(struct) if f.required],
        "additionalProperties": False,
    }
    alternatives = getattr(struct, "AT_LEAST_ONE", ())
    if alternatives:
        described["anyOf"] = [{"required": [name]} for name in alternatives]
    return described


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        return next(a for a in get_args(hint) if a is not NoneType)
    return hint


def marks(hint: Any) -> tuple[Any, ...]:
    """What annotates a type hint."""
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()


def bare(hint: Any) -> Any:
    """A type hint without its annotations."""
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _as_it_is(value: Any) -> Any:
    return value


def _reader(hint: Any) -> Convert | None:
    for mark in marks(hint):
        if isinstance(mark, Unit):
            return _number(mark)
        if isinstance(mark, DecimalNumber):
            return _decimal(mark)
        if isinstance(mark, GeoJson):
            return mark.to_leaf
        if isinstance(mark, InstantText):
            return _text(instant)
        if isinstance(mark, DayText):
            return _text(day)
        if isinstance(mark, SealedText):
            return _refuse_sealed
    core = bare(hint)
    if get_origin(core) is list:
        return _each(_reader(get_args(core)[0]))
    if isinstance(core, type) and issubclass(core, Struct):
        return to_leaf(core)
    return None


def _writer(hint: Any) -> Convert | None:
    for mark in marks(hint):
        if isinstance(mark, Unit | DecimalNumber | GeoJson):
            return mark.to_wire
    core = bare(hint)
    if get_origin(core) is list:
        inner = _writer(get_args(core)[0])
        return None if inner is None else lambda values: [inner(v) for v in values]
    if isinstance(core, type) and issubclass(core, Struct):
        return to_wire(core)
    return None


def _number(unit: Unit) -> Convert:
    def read(value: Any) -> Any:
        try:
            # bool is an int in Python, and true is not a mass
            return value if type(value) is bool or isinstance(value, str | list | dict) else unit.to_leaf(value)
        except ValueError as error:
            raise WireError("too_many_decimals", str(error)) from None

    return read


def _decimal(mark: DecimalNumber) -> Convert:
    def read(value: Any) -> Any:
        # nothing else may pass: an object would be taken for the leaf form
        if type(value) is bool or not isinstance(value, int | Decimal):
            raise WireError("wrong_type", "a number is wanted")
        if not -DECIMAL_MAX <= value <= DECIMAL_MAX:
            raise WireError("out_of_range", f"between -{DECIMAL_MAX} and {DECIMAL_MAX}")
        try:
            return mark.to_leaf(value)
        except ValueError as error:
            raise WireError("too_many_decimals", str(error)) from None

    return read


def _text(convert: Callable[[str], str]) -> Convert:
    return lambda value: convert(value) if type(value) is str else value


def _each(convert: Convert | None) -> Convert:
    def read(values: Any) -> Any:
        if type(values) is not list:
            return values
        read_values = []
        for index, value in enumerate(values):
            if value is None:
                raise WireError("wrong_type", "null is not a value", f"/{index}")
            try:
                read_values.append(value if convert is None else convert(value))
            except WireError as error:
                raise error.under(index) from None
            except ValueError as error:
                raise WireError("wrong_form", str(error), f"/{index}") from None
        return read_values

    return read


def _refuse_sealed(_: Any) -> Any:
    raise WireError("sealed_field", "personal data; this ledger has no vault to keep it in, leave the field out")


def _schema(hint: Any) -> dict[str, Any]:
    core = bare(hint)
    unit = next((m for m in marks(hint) if isinstance(m, Unit)), None)
    if unit is not None:
        bounds = msgspec.json.schema(checked(hint))
        return {
            "type": "number",
            "minimum": unit.to_wire(bounds["minimum"]),
            "maximum": unit.to_wire(bounds["maximum"]),
            "multipleOf": unit.to_wire(1),
        }
    if any(isinstance(m, DecimalNumber) for m in marks(hint)):
        step = Unit("", "", DECIMALS_MAX).to_wire(1)
        return {"type": "number", "minimum": -DECIMAL_MAX, "maximum": DECIMAL_MAX, "multipleOf": step}
    for geometry in (m for m in marks(hint) if isinstance(m, GeoJson)):
        return geometry.schema()
    if get_origin(core) is list:
        outer = msgspec.json.schema(checked(hint))
        outer.pop("$defs", None)
        return {**outer, "items": _schema(get_args(core)[0])}
    if isinstance(core, type) and issubclass(core, Struct):
        return schema(core)
    if core is msgspec.Raw:
        return {"type": "object"}
    described = msgspec.json.schema(checked(hint))
    named = next((m for m in marks(hint) if isinstance(m, Names)), None)
    return {**described, "x-names": list(named.kinds)} if named else described
