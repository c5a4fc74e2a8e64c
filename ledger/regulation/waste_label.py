"""The hazardous waste label 危险废物标签: three sizes by what the container holds, and what each is measured by.

Source: HJ 1276-2022, in force since 2023-07-01. Its own text was not read (全文未核对): sizes, heights, the border
and the two sides stand as notices and training material repeat them, the colour as a program has it. So no clause is
cited.
"""

from typing import Final, Literal, NamedTuple

LABEL_STANDARD: Final = "HJ 1276-2022"
BORDER_MM: Final = 1
"""The width of the border, at least."""
MARGIN_MM: Final = 3
"""What is left blank around the border, at least."""
BACKGROUND_RGB: Final = (255, 150, 0)
BOTH_SIDES_ABOVE_ML: Final = 450_000
"""A container that holds more is labelled on two opposite sides."""

SizeName = Literal["S", "M", "L"]


class LabelSize(NamedTuple):
    """A square, the least height of its text, and up to which volume of the container it is large enough."""

    name: SizeName
    side_mm: int
    text_mm: int
    upto_ml: int | None
    """None for any volume."""


SIZES: Final[dict[SizeName, LabelSize]] = {
    "S": LabelSize("S", 100, 3, 50_000),
    "M": LabelSize("M", 150, 5, 450_000),
    "L": LabelSize("L", 200, 6, None),
}
UNTOLD: Final = SIZES["M"]
"""What is taken where nobody told a volume: a drum of 200 L wants it."""


def least_size(volume_ml: int | None) -> LabelSize:
    """The smallest label that a container of such a volume may carry."""
    if volume_ml is None:
        return UNTOLD
    return next(size for size in SIZES.values() if size.upto_ml is None or volume_ml <= size.upto_ml)
