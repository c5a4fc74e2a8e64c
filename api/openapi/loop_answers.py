"""The shapes of answers about loops, and of what every answer says that depends on time."""

from typing import Any, Literal

from msgspec import Struct


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


class ClosedLoop(AsOf, forbid_unknown_fields=True):
    """Loops by status, counted and weighed, for each value of `by` and each kind of loop; and all of them."""

    by: Literal["division", "organisation", "stream", "month"]
    rows: list[Any]
    total: dict[str, Any]
