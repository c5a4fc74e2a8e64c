"""Random valid data in wire form for any type of fact, drawn from the same annotations that the ledger reads."""

import re
from typing import Any, Literal, get_args, get_origin
from unicodedata import normalize

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from msgspec import Struct

from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.clock import write_instant
from ledger.geojson import GeoJson
from ledger.identifiers import USCC_PATTERN
from ledger.limits import Limits, checked
from ledger.log import Ledger
from ledger.quantity import DECIMAL_MAX, DECIMALS_MAX, DecimalNumber, Unit
from ledger.subjects import NUMBERS, Names, owner_of
from ledger.text import DayText, InstantText, exactly
from tests.conftest import NOON
from tests.specification import uscc

assert Ledger  # importing it publishes the vocabulary

STABLE = settings(
    derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
"""The same examples in every run; the log of a test grows from example to example."""

ON_A_STORE = settings(STABLE, phases=[Phase.generate])
"""The same, without minutes of shrinking what fails against a database."""

TYPES = sorted(name for name in CATALOGUE if name != "fact.corrected")
"""Every type but the one whose data holds the data of another."""

BEFORE, AFTER = exactly("|").split("|")

uscc_codes = st.from_regex(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}", fullmatch=True).map(uscc)
instants = st.datetimes(NOON.replace(year=1900, tzinfo=None), NOON.replace(tzinfo=None)).map(
    lambda moment: write_instant(moment.replace(tzinfo=NOON.tzinfo))
)


decimals = st.integers(-DECIMAL_MAX * 10**DECIMALS_MAX, DECIMAL_MAX * 10**DECIMALS_MAX).map(
    Unit("", "", DECIMALS_MAX).to_wire
)
"""Numbers of up to six decimals, as they come off the wire."""


def text(least: int, most: int) -> st.SearchStrategy[str]:
    """Any text in NFC, controls included, never half of a surrogate pair."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=least, max_size=min(most, least + 12))
    return anything.map(lambda t: normalize("NFC", t)).filter(lambda t: least <= len(t) <= most)


def subjects(kinds: tuple[str, ...], owner: str | None = None) -> st.SearchStrategy[str]:
    """A subject of one of these kinds, with a sound check digit; of an owner if one is given."""
    return st.sampled_from(kinds).flatmap(lambda kind: _numbers(kind, owner).map(lambda n: f"{kind}:{n}"))


def _numbers(kind: str, owner: str | None) -> st.SearchStrategy[str]:
    grammar = NUMBERS[kind]
    if not grammar.startswith(USCC_PATTERN):
        return st.from_regex(re.compile(grammar, re.A), fullmatch=True).map(lambda n: _sound(kind, n, owner))
    rest = st.from_regex(re.compile(grammar.removeprefix(USCC_PATTERN), re.A), fullmatch=True)
    codes = uscc_codes if owner is None else st.just(owner)
    return st.tuples(codes, rest).map("".join)


def _sound(kind: str, number: str, owner: str | None) -> str:
    """The number with a sound code in front, of a kind of which some begin with one and some with a division."""
    if owner_of(f"{kind}:{number}") is None:
        return number
    return (owner or uscc(number[:17])) + number[18:]


def wire_data(struct: type[Struct]) -> st.SearchStrategy[dict[str, Any]]:
    """Data of a Struct in wire form, every optional field there or not."""
    fields = wire.fields(struct)
    wanted = {f.wire_name: values(f.type) for f in fields if f.required}
    optional = {f.wire_name: values(f.type) for f in fields if not f.required}
    drawn = st.fixed_dictionaries(wanted, optional=optional)
    choices = getattr(struct, "AT_LEAST_ONE", ())
    return drawn.filter(lambda data: not choices or any(name in data for name in choices))


def values(hint: Any) -> st.SearchStrategy[Any]:
    """A value for a field of that type."""
    bounds = msgspec.json.schema(checked(hint)) if get_origin(wire.bare(hint)) is not list else {}
    for mark in wire.marks(hint):
        match mark:
            case Unit():
                return st.integers(bounds["minimum"], bounds["maximum"]).map(mark.to_wire)
            case DecimalNumber():
                return decimals
            case GeoJson():
                points = st.integers(-90_000_000, 90_000_000)
                path = st.lists(points, min_size=8, max_size=8)
                return st.lists(path, min_size=1, max_size=1).map(lambda p, m=mark: m.to_wire({"paths": p}))
            case Names():
                return subjects(mark.kinds)
            case InstantText():
                return instants
            case DayText():
                return st.dates().map(str)
            case Limits(pattern=str() as pattern):
                inner = pattern.removeprefix(BEFORE).removesuffix(AFTER)
                return st.from_regex(re.compile(inner, re.A), fullmatch=True)
    return _plain(wire.bare(hint), hint, bounds)


def _plain(core: Any, hint: Any, bounds: dict[str, Any]) -> st.SearchStrategy[Any]:
    if get_origin(core) is list:
        (meta,) = (m for m in wire.marks(hint) if isinstance(m, Limits))
        return st.lists(values(get_args(core)[0]), min_size=meta.min_length, max_size=min(meta.max_length, 3))
    if get_origin(core) is Literal:
        return st.sampled_from(get_args(core))
    if core is bool:
        return st.booleans()
    if core is int:
        return st.integers(bounds["minimum"], bounds["maximum"])
    if core is str:
        return text(bounds["minLength"], bounds["maxLength"])
    return wire_data(core)
