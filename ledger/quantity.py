"""Masses, volumes and degrees: decimal numbers on the wire, integers in the leaf, floats nowhere.

`int(212.4 * 1000)` is wrong for one value in a hundred; so a wire number arrives as int or Decimal and is scaled
exactly. The field's name says the unit on both sides: `gross_kg` on the wire is `gross_g` in the leaf.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Annotated

import msgspec

from ledger.limits import Limits

EXACT = Context(prec=200)
"""Digits enough for any number that the reader lets through; the default of 28 would round some silently."""


@dataclass(frozen=True, slots=True)
class Unit:
    """How a wire field becomes a leaf field: suffixes of the names, and the power of ten between them."""

    wire_suffix: str
    leaf_suffix: str
    power: int

    def wire_name(self, leaf_name: str) -> str:
        """The field's name on the wire."""
        return leaf_name.removesuffix(self.leaf_suffix) + self.wire_suffix

    def to_leaf(self, number: int | Decimal) -> int:
        """The exact integer; raises ValueError when the number has more decimals than the unit keeps."""
        if type(number) is int:
            return number * int(10**self.power)
        scaled = Decimal(number).scaleb(self.power, EXACT)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"at most {self.power} decimals")
        return whole

    def to_wire(self, count: int) -> int | Decimal:
        """The number as people write it: 212400 g is 212.4 kg."""
        whole, rest = divmod(count, int(10**self.power))
        if not rest:
            return whole
        return Decimal(format(Decimal(count).scaleb(-self.power, EXACT).normalize(EXACT), "f"))


KILOGRAMS = Unit("_kg", "_g", 3)
MassKg = Annotated[int, KILOGRAMS, Limits(ge=0, le=10**10)]
"""Grams, posted in kilograms with at most three decimals; up to 10,000 t, a barge."""

MassT = Annotated[int, Unit("_t", "_g", 6), Limits(ge=0, le=10**15)]
"""Grams, posted in tonnes: permits, plans and capacities only."""

SignedMassKg = Annotated[int, KILOGRAMS, Limits(ge=-(10**10), le=10**10)]
"""Grams that an instrument shows, which may lie below zero."""

MassTPerYear = Annotated[int, Unit("_t_per_year", "_g_per_year", 6), Limits(ge=0, le=10**15)]
"""Grams in a year, posted in tonnes: what a licence allows."""

MassTPerUnit = Annotated[int, Unit("t_per_unit", "g_per_unit", 6), Limits(ge=0, le=10**12)]
"""Grams for each unit of a product, posted in tonnes."""

VolumeL = Annotated[int, Unit("_l", "_ml", 3), Limits(ge=0, le=10**9)]
"""Millilitres, posted in litres."""

VolumeM3 = Annotated[int, Unit("_m3", "_cm3", 6), Limits(ge=0, le=10**12)]
"""Cubic centimetres, posted in cubic metres."""

StockKg = Annotated[int, KILOGRAMS, Limits(ge=0, le=10**15)]
"""Grams, posted in kilograms: what lies in a yard or was filled in somewhere, which no barge carries at once."""

SpoilM3 = Annotated[int, Unit("_m3", "_cm3", 6), Limits(ge=0, le=10**15)]
"""Cubic centimetres, posted in cubic metres: the spoil of a project, up to a thousand million m³."""

Density = Annotated[int, Unit("", "_g_per_m3", 6), Limits(ge=1, le=10**7)]
"""Grams in a cubic metre, posted in tonnes in a cubic metre: what is counted in m³ says how heavy one is."""

Longitude = Annotated[int, Unit("", "_udeg", 6), Limits(ge=-180_000_000, le=180_000_000)]
"""Millionths of a degree east, WGS-84."""

Latitude = Annotated[int, Unit("", "_udeg", 6), Limits(ge=-90_000_000, le=90_000_000)]
"""Millionths of a degree north, WGS-84."""

OffsetS = Annotated[int, Unit("_s", "_ms", 3), Limits(ge=-(10**12), le=10**12)]
"""Milliseconds by which a clock is ahead, posted in seconds; below zero where it is behind."""

Confidence = Annotated[int, Unit("", "_permille", 3), Limits(ge=0, le=1000)]
"""How sure a recogniser is, in thousandths, posted as a number between 0 and 1."""

Share = Annotated[int, Unit("", "_permille", 3), Limits(ge=0, le=1000)]
"""A part of a whole in thousandths, posted as a number between 0 and 1."""

DurationS = Annotated[int, Unit("_s", "_ms", 3), Limits(ge=0, le=10**12)]
"""Milliseconds, posted in seconds."""

Count = Annotated[int, Limits(ge=1, le=100_000)]
"""A number of pieces."""

DECIMALS_MAX = 6
DECIMAL_MAX = 10**9
_SCALED_MAX = DECIMAL_MAX * 10**DECIMALS_MAX


class Scaled(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A decimal without a unit of its own, in whole numbers: `value` divided by ten to the power of `scale`."""

    scale: Annotated[int, Limits(ge=0, le=DECIMALS_MAX)]
    value: Annotated[int, Limits(ge=-_SCALED_MAX, le=_SCALED_MAX)]

    @property
    def number(self) -> int | Decimal:
        """The number as people write it."""
        return _per(self.scale).to_wire(self.value)


@dataclass(frozen=True, slots=True)
class DecimalNumber:
    """Marks a field that is a JSON number on the wire and a `Scaled` in the leaf: 0.90 and 0.9 are the same bytes."""

    def to_leaf(self, number: int | Decimal) -> dict[str, int]:
        """The shortest `Scaled`, as a mapping; raises ValueError for more decimals than are kept."""
        value, scale = _per(DECIMALS_MAX).to_leaf(number), DECIMALS_MAX
        while scale and value % 10 == 0:
            value, scale = value // 10, scale - 1
        return {"scale": scale, "value": value}

    def to_wire(self, leaf: dict[str, int]) -> int | Decimal:
        """The number as people write it."""
        return _per(leaf["scale"]).to_wire(leaf["value"])


def _per(scale: int) -> Unit:
    return Unit("", "", scale)


AnyDecimal = Annotated[Scaled, DecimalNumber()]
"""A number with at most six decimals, between a billion below zero and a billion above: what a parameter may be."""
