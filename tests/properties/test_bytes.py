"""The stored bytes: canonical as RFC 8785 has it, joined and cut apart without loss, whatever a poster wrote."""

from decimal import Decimal
from fractions import Fraction

import msgspec
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.leaf import canonical, fact_in, join, version_in
from ledger.quantity import Unit
from tests.properties.wire_data import STABLE, instants, text

KG, TONNES = Unit("_kg", "_g", 3), Unit("_t", "_g", 6)

names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,12}", fullmatch=True)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text(0, 20)
restricted = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=20
)
tricky = st.sampled_from([',"position":7', '"v":9', '"}', '\\"v\\":9', ',"position":1,"recorded_at":"x","seq":1}'])


@settings(STABLE, max_examples=250)
@given(restricted)
def test_canonical_bytes_are_those_of_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@settings(STABLE, max_examples=200)
@given(text(0, 40) | tricky, st.integers(1, 999), st.integers(1, 2**53 - 1), instants, st.integers(1, 2**31 - 1))
def test_a_leaf_is_joined_and_cut_apart_again(said: str, version: int, position: int, at: str, seq: int) -> None:
    inner = {"name": said, "position": position, "recorded_at": said, "seq": seq, "v": seq}
    fact = canonical({"about": inner, "data": inner, "id": said, "type": said, "v": version})
    stored = join(fact, position, at, seq)
    assert fact_in(stored) == fact
    assert version_in(stored) == version
    whole = {"fact": msgspec.json.decode(fact), "position": position, "recorded_at": at, "seq": seq}
    assert msgspec.json.decode(stored) == whole
    assert stored == rfc8785.dumps(whole)


@settings(STABLE, max_examples=250)
@given(st.integers(0, 10**15), st.integers(0, 3), st.integers(0, 3))
def test_a_mass_of_three_decimals_is_converted_exactly(digits: int, decimals: int, zeros: int) -> None:
    written = Decimal(f"{digits}E-{decimals}")
    padded = Decimal(format(written, f".{decimals + zeros}f"))
    for unit in (KG, TONNES):
        grams = unit.to_leaf(padded)
        assert type(grams) is int
        assert grams == Fraction(digits, 10**decimals) * 10**unit.power
        assert unit.to_wire(grams) == written
        assert unit.to_leaf(unit.to_wire(grams)) == grams


@settings(STABLE, max_examples=200)
@given(st.integers(0, 10**13))
def test_a_mass_is_written_as_people_write_it(grams: int) -> None:
    written = str(KG.to_wire(grams))
    assert "E" not in written
    assert not written.endswith(("0",)) or "." not in written
    assert Fraction(written) * 1000 == grams
