"""The shapes of answers about loops, and of what every answer says that depends on time."""

from typing import Any, Literal

from msgspec import Struct


class Titles(Struct, forbid_unknown_fields=True):
    """The same in Chinese and in English."""

    zh: str
    en: str


class AsOf(Struct):
    """What an answer is for: the log up to a position, an instant (a later one is a forecast), and by which rules."""

    as_of: str
    position: int
    forecast: bool
    ruleset: str


class DeadlineTold(Struct, forbid_unknown_fields=True):
    """What a loop waits for, since when, until when, and by which text; `provisional` beyond the known calendar."""

    loop: str
    kind: str
    title: dict[str, str]
    since: str
    due: str
    passed: bool
    makes: Literal["overdue", "broken"]
    provisional: bool
    source: Literal["statute", "internal"]
    basis: str


class LoopTold(Struct, forbid_unknown_fields=True):
    """A loop, how it stands and why."""

    subject: str
    loop: Literal["custody", "chain", "manifest", "transfer", "batch", "consignment", "trip"]
    stream: str
    status: Literal["open", "overdue", "closed", "broken", "cancelled"]
    reasons: list[str]
    opened_at: str
    closed_at: str | None
    organisation: str
    place: str
    division: str | None
    mass_kg: float
    next_deadline: DeadlineTold | None
    passed: list[DeadlineTold]


class Loops(AsOf, forbid_unknown_fields=True):
    """Loops by subject; `more` tells whether there may be more beyond `cursor`."""

    loops: list[LoopTold]
    cursor: str
    more: bool


class Cause(Struct, forbid_unknown_fields=True):
    """Loops that are not closed for the same reasons: what the facts say, then the deadlines that have passed."""

    status: Literal["open", "overdue", "broken"]
    reasons: list[str]
    loops: int
    mass_kg: float


class HoursToClose(Struct, forbid_unknown_fields=True):
    """Within how many hours half and 95 of 100 of the closed loops had closed, in tenths; null where none is."""

    loops: int
    median: float | None
    p95: float | None


class LoopFigures(Struct, forbid_unknown_fields=True):
    """Loops of one kind by status, counted and weighed; why some are not closed, and how long the others took."""

    loops: dict[str, int]
    mass_kg: dict[str, float]
    closed_loop_rate: float | None
    closed_loop_rate_by_mass: float | None
    causes: list[Cause]
    hours_to_close: HoursToClose


class ClosedLoop(AsOf, forbid_unknown_fields=True):
    """The figures for each value of `by` and each kind of loop; and of all, by kind."""

    by: Literal["division", "organisation", "stream", "month"]
    rows: list[Any]
    total: dict[str, LoopFigures]
