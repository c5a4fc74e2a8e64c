"""How heavy a vehicle may be on the road by its axles, in grams.

Source: 超限运输车辆行驶公路管理规定 3, the totals of GB 1589, as seen quoted; a tractor with its trailer has its own.
"""

from typing import Final

RIGID: Final = {2: 18_000_000, 3: 25_000_000, 4: 31_000_000}
"""Axles of a vehicle by itself → grams."""
COMBINED: Final = {3: 27_000_000, 4: 36_000_000, 5: 43_000_000, 6: 49_000_000}
"""Axles of a tractor with its trailer → grams; with more than six axles as with six."""


def most_on_axles_g(axles: int, *, combined: bool) -> int | None:
    """The most that so many axles may weigh with all that is on them; None for a number that the text leaves out."""
    totals = COMBINED if combined else RIGID
    return totals.get(min(axles, max(totals)) if combined else axles)
