"""The shape of the answer about what lies in a facility, for its description alone."""

from msgspec import Struct


class Drum(Struct, forbid_unknown_fields=True):
    """A container in stock; `masked` where its asker may not see it. `since` is when it was last stored."""

    container: str
    zone: str | None
    since: str
    waste_code: str | None
    profile: str | None
    mass_kg: float | None


class OfACode(Struct, forbid_unknown_fields=True):
    """All of one waste code; `unweighed` of the containers have no known mass."""

    waste_code: str | None
    containers: int
    unweighed: int
    mass_kg: float


class Compared(Struct, forbid_unknown_fields=True):
    """Containers that differ from a count, at most 500 of them by name."""

    containers: int
    names: list[str]


class StockCount(Struct, forbid_unknown_fields=True):
    """The last count by the instant; `compared`: missing, left_since, uncounted, stored_since."""

    counted_at: str
    positions: list[int]
    waste_codes: list[str]
    containers: int | None
    mass_kg: float | None
    in_stock_kg: float
    compared: dict[str, Compared]


class Storage(Struct, forbid_unknown_fields=True):
    """The stock of a facility as known by `as_of`; ask again with `cursor` while there is `more`."""

    facility: str
    as_of: str
    forecast: bool
    position: int
    ruleset: str
    containers: int
    unweighed: int
    mass_kg: float
    by_code: list[OfACode]
    count: StockCount | None
    drums: list[Drum]
    cursor: str
    more: bool
