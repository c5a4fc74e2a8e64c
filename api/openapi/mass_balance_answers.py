"""The shape of the answer about a mass balance, for its description alone."""

from typing import Literal

from msgspec import Struct, field

from api.openapi.loop_answers import AsOf


class EntryTold(Struct, forbid_unknown_fields=True):
    """What one fact adds to a figure; `masked` where its asker may not see what it is about."""

    position: int
    subject: str
    at: str
    mass_kg: float


class Figure(Struct, forbid_unknown_fields=True):
    """The sum of all entries, and the facts behind at most 200 of them."""

    mass_kg: float
    entries: int
    facts: list[EntryTold]


class CountTold(Struct, forbid_unknown_fields=True):
    """What was counted in a facility: containers, or a mass, which the level of a tank is too."""

    facility: str
    counted_at: str
    positions: list[int]
    containers: int | None
    mass_kg: float | None


class Opening(Struct, forbid_unknown_fields=True):
    """What was there when the first day began: as it was counted last, or else as the books have it."""

    basis: Literal["counted", "book"]
    mass_kg: float
    counts: list[CountTold]


class NotFoundTold(Struct, forbid_unknown_fields=True):
    """A container that no count found; without `counted_at` it was withdrawn, and nothing says where to."""

    container: str
    facility: str
    mass_kg: float
    counted_at: str | None


class Closing(Struct, forbid_unknown_fields=True):
    """What is there in the end, null where it was not counted; `read_kg`: as the last readings alone have it."""

    mass_kg: float | None
    read_kg: float
    counts: list[CountTold]
    not_found: list[NotFoundTold]
    found_kg: float


class ToleranceTold(Struct, forbid_unknown_fields=True):
    """By how much the residual may lie off nothing, what that is made of, and the parameters (内部阈值)."""

    mass_kg: float
    uncertainty_kg: float
    throughput_kg: float
    source: Literal["internal"]
    basis: str
    parameters: dict[str, float]


class IntervalTold(Struct, forbid_unknown_fields=True):
    """What the last counts of two weeks leave unexplained, and the standard deviation of that."""

    from_: str = field(name="from")
    to: str
    residual_kg: float
    sigma_kg: float


class CusumTold(Struct, forbid_unknown_fields=True):
    """The greatest sums of the weekly residuals upwards and downwards, in standard deviations, and their limit."""

    high: float
    low: float
    limit: float
    intervals: list[IntervalTold]


class MassBalance(AsOf, forbid_unknown_fields=True):
    """What came, went and is there of a waste; `residual_kg` is counted less expected, below nothing: missing."""

    establishment: str
    waste_code: str
    from_: str = field(name="from")
    to: str
    verdict: Literal["within", "beyond", "not_judged"]
    beyond: list[Literal["residual", "cusum"]]
    not_counted: list[str]
    opening: Opening
    figures: dict[str, Figure]
    expected_kg: float
    closing: Closing
    residual_kg: float | None
    tolerance: ToleranceTold
    cusum: CusumTold
