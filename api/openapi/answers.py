"""The shape of every JSON answer, for its description alone: answers are made where they are made.

A test holds the examples against these, and schemathesis everything else: a member too many or too few is found.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from api.openapi.anomaly_answers import AnomalyTold
from api.openapi.loop_answers import DeadlineTold, Titles

REF = "#/components/schemas/"


class Receipt(Struct, forbid_unknown_fields=True):
    """The ledger's answer for one event; `receipt` is its signed promise, null where nothing is signed."""

    id: str
    source: str
    subject: str
    position: int
    leaf_hash: str
    recorded_at: str
    duplicate: bool
    receipt: str | None


class Receipts(Struct, forbid_unknown_fields=True):
    """A receipt for each event, in their order."""

    receipts: list[Receipt]


class Found(Struct, omit_defaults=True):
    """One thing wrong: its code, where it is, and what it is in words; some codes add members of their own."""

    pointer: str
    code: str
    detail: str
    index: int | None = None
    en: str | None = None
    article: str | None = None


class Refused(Struct, forbid_unknown_fields=True):
    """In the place of a receipt with `mode=each`: what refused the event."""

    index: int
    status: int
    errors: list[Found]


ReceiptOrRefused = Annotated[
    Any, Meta(extra_json_schema={"anyOf": [{"$ref": f"{REF}Receipt"}, {"$ref": f"{REF}Refused"}]})
]


class Each(Struct, forbid_unknown_fields=True):
    """With `mode=each`: a receipt or a refusal for each event, in their order."""

    receipts: list[ReceiptOrRefused]


class Problem(Struct, forbid_unknown_fields=True):
    """A refusal (RFC 9457), in Chinese or English."""

    type: str
    title: str
    status: int
    detail: str
    next: str
    instance: str
    errors: list[Found]


class RecordedEvent(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A fact as a CloudEvent, with the ledger's own attributes beside it; `about` is the position it speaks about."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: str
    data: dict[str, Any]
    position: int
    seq: int
    recordedat: str
    statedby: str
    onbehalfof: str | None = None
    about: int | None = None


class Leaf(Struct, forbid_unknown_fields=True):
    """With `form=leaf`: the very bytes that are stored and hashed."""

    fact: dict[str, Any]
    position: int
    recorded_at: str
    seq: int


class Events(Struct, forbid_unknown_fields=True):
    """A page of the log; ask again with `cursor` as it stands. `position` is the head that it reflects."""

    events: list[RecordedEvent]
    cursor: str
    more: bool
    position: int


class Effect(Struct, omit_defaults=True):
    """What a fact about another subject did to this one; `party` is `masked` where that fact may not be seen."""

    position: int
    leaf_hash: str
    type: str
    occurred_at: str
    recorded_at: str
    party: str
    role: Literal["from", "into", "input", "output"]
    mass_kg: float
    subject: str | None = None
    stage_after: str | None = None
    state_after: dict[str, Any] | None = None


class Waiting(Struct, forbid_unknown_fields=True):
    """A correction or withdrawal that does not count until those who relied on the original have confirmed it."""

    position: int
    about: int
    type: str
    waits_for: list[str]


class Dispute(Struct, forbid_unknown_fields=True):
    """What an authority holds against a fact, which counts all the same."""

    position: int
    about: int
    stated_by: str
    reason: str


class Held(Struct, rename={"since": "from"}, forbid_unknown_fields=True):
    """Who had it from then on; `masked` where the trip may not be seen."""

    since: str
    held_by: str
    stage: str
    position: int


class Case(Struct):
    """What the facts about a thing come to."""

    subject: str
    provisional: bool
    stage: str | None
    loop: str | None
    loops: dict[str, str]
    deadlines: list[DeadlineTold]
    state: dict[str, Any]
    linked: list[str]
    custody: list[Held]
    effects: list[Effect]
    pending: list[Waiting]
    disputed: list[Dispute]
    position: int
    as_of: str
    forecast: bool
    ruleset: str


class Subject(Case):
    """What a thing is now."""

    marks: list[str]


class Entry(Struct, omit_defaults=True):
    """One event of a case, with both clocks and the state after it."""

    position: int
    seq: int
    type: str
    subject: str
    occurred_at: str
    recorded_at: str
    lateness_s: int
    stated_by: str
    credential: str
    source: str
    id: str
    data: dict[str, Any]
    about: int | None = None
    on_behalf_of: str | None = None
    pending: bool | None = None
    corrected_by: list[int] = []
    pending_by: list[int] = []
    confirmed_by: list[int] = []
    disputed_by: list[int] = []
    withdrawn_by: int | None = None
    stage_after: str | None = None
    state_after: dict[str, Any] | None = None


class History(Case):
    """A case, replayed."""

    happened_by: str | None
    known_by: str | None
    anomalies: list[AnomalyTold] | None
    """Flags as they stood; null while no view tells."""
    events: list[Entry]


class EventType(Struct):
    """A type of fact."""

    type: str
    v: int
    title: Titles
    subject: str
    creates_subject: bool
    stated_by: list[str]
    legal_basis: list[str]


class EventTypes(Struct, forbid_unknown_fields=True):
    """The vocabulary."""

    event_types: list[EventType]


class DescribedEventType(EventType):
    """A type of fact with the JSON Schema of its data."""

    schema: dict[str, Any]


class Threshold(Struct, forbid_unknown_fields=True):
    """A parameter of a rule as it is set, and the position of the fact that sets it."""

    rule: str
    parameter: str
    value: int | float
    valid_from: str
    position: int


class Settings(Struct, forbid_unknown_fields=True):
    """What is settled for the whole log at an instant; a later one than now is a forecast."""

    as_of: str
    forecast: bool
    day: str
    position: int
    thresholds: list[Threshold]
    calendars: list[Any]
    catalogues: list[Any]


class KeptFile(Struct, forbid_unknown_fields=True):
    """A file that is kept under its hash."""

    sha256: str
    size: int
    media_type: str


class Live(Struct):
    """The process runs."""

    status: str


class StoppedView(Struct):
    """A view that failed on a fact: since when, and why."""

    since: str
    why: str


class Ready(Struct):
    """The log is open and can be read."""

    status: str
    origin: str
    simulated: bool
    position: int
    recorded_at: str
    signing: bool
    views_stopped: dict[str, StoppedView]
