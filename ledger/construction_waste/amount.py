"""How much construction waste: by mass, or by volume and a stated density where the trade counts it so."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from ledger.errors import Finding
from ledger.limits import Limits
from ledger.quantity import Density, MassT, SpoilM3

WasteClass = Literal["spoil", "slurry", "building", "demolition", "renovation"]
"""工程渣土, 工程泥浆, 工程垃圾, 拆除垃圾, 装修垃圾; S70 to S74 of the national list, whose text was not seen."""
WasteClasses = Annotated[list[WasteClass], Limits(min_length=1, max_length=5)]
MICRO = 10**6


class Amount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """So many tonnes, or so many cubic metres of so many tonnes each."""

    density_g_per_m3: Density | None = None
    mass_g: MassT | None = None
    volume_cm3: SpoilM3 | None = None

    @property
    def micrograms(self) -> int:
        """The mass exactly: a volume times its density need not be a whole number of grams."""
        return micrograms(self.mass_g, self.volume_cm3, self.density_g_per_m3) or 0


def micrograms(mass_g: int | None, volume_cm3: int | None, density_g_per_m3: int | None) -> int | None:
    """The mass in millionths of a gram, as told or from volume and density; None where neither is told."""
    if mass_g is not None:
        return mass_g * MICRO
    return None if volume_cm3 is None or density_g_per_m3 is None else volume_cm3 * density_g_per_m3


def grams(mass_g: int | None, volume_cm3: int | None, density_g_per_m3: int | None) -> int | None:
    """The same in whole grams, rounded half up."""
    exact = micrograms(mass_g, volume_cm3, density_g_per_m3)
    return None if exact is None else (exact + MICRO // 2) // MICRO


def told_wrongly(
    mass_g: int | None,
    volume_cm3: int | None,
    density_g_per_m3: int | None,
    pointer: str = "",
    mass: str = "mass_t",
) -> Iterator[Finding]:
    """What is wrong with an amount: neither mass nor volume, both, or a volume of which no density is stated."""
    volume = volume_cm3 is not None or density_g_per_m3 is not None
    if (mass_g is not None) == volume:
        wanted = f"{mass}, volume_m3"
        yield Finding("mass_or_volume", f"one of {wanted} is wanted", pointer, values={"any_of": wanted})
    elif volume and (volume_cm3 is None or density_g_per_m3 is None):
        missing = "volume_m3" if volume_cm3 is None else "density"
        yield Finding("missing_field", "a volume is told with its density", f"{pointer}/{missing}")
