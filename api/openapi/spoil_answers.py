"""The shapes of the answers about construction waste, for their description alone."""

from msgspec import Struct


class SpoilSum(Struct, forbid_unknown_fields=True):
    """So many trips or statements, and their mass."""

    entries: int
    mass_kg: float


class YardCount(Struct, forbid_unknown_fields=True):
    """The last count; `residual_kg` is what the books had more at the end of that day."""

    day: str
    position: int
    mass_kg: float
    in_books_kg: float
    residual_kg: float


class SiteOccupancy(Struct, forbid_unknown_fields=True):
    """What a site took, gave away and holds, as known by `as_of`; `day` is that of the instant."""

    site: str
    as_of: str
    forecast: bool
    position: int
    ruleset: str
    accepted: SpoilSum
    removed: SpoilSum
    stock_kg: float
    capacity_t: float | None
    day: str
    accepted_on_day: SpoilSum
    daily_capacity_t: float | None
    valid_until: str | None
    closed: bool
    count: YardCount | None


class PermitUse(Struct, forbid_unknown_fields=True):
    """What trips have drawn of a permit; of `estimated_trips` the departure tells no net mass."""

    permit: str
    as_of: str
    forecast: bool
    position: int
    ruleset: str
    project: str | None
    quota_t: float | None
    drawn: SpoilSum
    estimated_trips: int
    remaining_kg: float | None
    overdrawn: bool


class DistrictBalance(Struct, forbid_unknown_fields=True):
    """Of one district: on_site, own_district, other_district, municipal, outside, in_yards (not at its end yet)."""

    division: str
    destinations: dict[str, SpoilSum]
    share_within_district: float | None


class SpoilBalance(Struct, forbid_unknown_fields=True):
    """The balance of a year, a row for each district of origin."""

    year: str
    as_of: str
    forecast: bool
    position: int
    ruleset: str
    rows: list[DistrictBalance]


class CreditReason(Struct, forbid_unknown_fields=True):
    """unaccepted, refused, lighter, receipt_used_twice or without_permit; at most 20 trips by name."""

    reason: str
    trips: int
    mass_kg: float
    examples: list[str]


class CarrierCredit(Struct, forbid_unknown_fields=True):
    """What speaks for and against a carrier; `basis` says that no law numbers it."""

    carrier: str
    as_of: str
    forecast: bool
    position: int
    ruleset: str
    trips: int
    mass_kg: float
    closed: int
    closed_kg: float
    closed_loop_rate: float | None
    basis: str
    reasons: list[CreditReason]
