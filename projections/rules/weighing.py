"""How far a mass may be off by the way in which it was read, in grams; no law numbers any of it (内部阈值).

`threshold.set` of the rule `weighing` changes each number; a percentage is of the mass that was read.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, isqrt
from typing import Final

from ledger.settled.in_force import Thresholds

RULE: Final = "weighing"

Numbers = Mapping[str, int | Decimal]
"""Parameter → its value."""

DEFAULTS: Final[Numbers] = {
    "coverage": 3,
    "divisions": 3,
    "flow_meter_percent": 1,
    "draft_survey_percent": 2,
    "onboard_kg_at_least": 300,
    "onboard_percent": 5,
    "unverified_percent": 2,
    "volume_percent": 15,
}
"""`coverage`: of how many uncertainties a tolerance is made; `divisions`: of a verified scale, how many 分度值 e."""

METHODS: Final = {
    "platform": "scale",
    "floor": "scale",
    "crane": "scale",
    "truck": "weighbridge",
    "onboard": "onboard",
    "flow_meter": "flow_meter",
}
"""Kind of a registered scale → the method of a mass that was read on it."""


def numbers_on(thresholds: Thresholds, day: date, rule: str = RULE, defaults: Numbers = DEFAULTS) -> Numbers:
    """The parameters of a rule for what happened on a day: as they were set for that day, else their defaults."""
    asked = {name: thresholds.value(rule, name, day) for name in defaults}
    return {name: default if (told := asked[name]) is None else max(0, told) for name, default in defaults.items()}


def uncertainty_g(
    mass_g: int,
    method: str | None,
    *,
    division_g: int | None = None,
    verified: bool = False,
    numbers: Numbers = DEFAULTS,
) -> int:
    """The standard uncertainty of one mass, in whole grams rounded up.

    `method` is the `mass_method` of a fact, or that of the scale (METHODS). On a `scale` or `weighbridge` whose 检定
    was valid then (`verified`) it is so many of its divisions; of any other, and where nobody says how the mass came
    about, a percentage of it.
    """
    match method:
        case "onboard":
            return max(_percent(mass_g, numbers["onboard_percent"]), ceil(numbers["onboard_kg_at_least"] * 1000))
        case "flow_meter" | "draft_survey" | "volume":
            return _percent(mass_g, numbers[f"{method}_percent"])
        case "scale" | "weighbridge" if verified and division_g is not None:
            return ceil(numbers["divisions"] * division_g)
    return _percent(mass_g, numbers["unverified_percent"])


def tolerance_g(uncertainties: Iterable[int], numbers: Numbers = DEFAULTS) -> int:
    """τ = coverage · √Σu²: the most grams by which masses with these uncertainties may differ for no other cause."""
    return tolerance_of_squares_g(sum(each * each for each in uncertainties), numbers)


def tolerance_of_squares_g(squares: int, numbers: Numbers = DEFAULTS) -> int:
    """The same from Σu² in square grams."""
    return isqrt(int(Fraction(numbers["coverage"]) ** 2 * squares))


def _percent(mass_g: int, percent: int | Decimal) -> int:
    return ceil(Fraction(percent) * abs(mass_g) / 100)
