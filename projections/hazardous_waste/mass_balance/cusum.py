"""CUSUM: many residuals that are each too small to tell, and all lie on one side, tell it together.

E. S. Page, Continuous inspection schemes, Biometrika 41 (1954); in whole thousandths of a standard deviation.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

K_DEFAULT: Final = Decimal("0.5")
H_DEFAULT: Final = 5
Number = int | Decimal | Fraction


class Residual(NamedTuple):
    """What one interval between two counts leaves unexplained, and its standard deviation, a gram at least."""

    residual_g: int
    sigma_g: int


class Cusum(NamedTuple):
    """The greatest sums upwards and downwards, in thousandths of σ, and whether one of them is beyond the limit."""

    high: int
    low: int
    limit: int

    @property
    def tripped(self) -> bool:
        """Whether the residuals do not lie about nothing."""
        return max(self.high, self.low) > self.limit


def cusum(residuals: Iterable[Residual], k: Number = K_DEFAULT, h: Number = H_DEFAULT) -> Cusum:
    """Both one-sided sums over residuals in the order of time; `k` is what each may lie off in σ, `h` the limit."""
    allowed, up, down, high, low = int(k * 1000), 0, 0, 0, 0
    for each in residuals:
        size = 1000 * abs(each.residual_g) // each.sigma_g
        score = size if each.residual_g >= 0 else -size
        up, down = max(0, up + score - allowed), max(0, down - score - allowed)
        high, low = max(high, up), max(low, down)
    return Cusum(high, low, int(h * 1000))
