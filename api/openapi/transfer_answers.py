"""The shapes of answers about cross-province transfers, for their description alone."""

from typing import Literal

from msgspec import Struct

from api.openapi.loop_answers import AsOf

WhyNot = Literal["not_granted", "not_yet_valid", "expired", "suspended", "revoked"] | None


class LoadUnder(Struct, forbid_unknown_fields=True):
    """A load under a transfer; `masked` where its asker may not see it. `why_not`: what spoke against its leaving."""

    subject: str
    dispatched_at: str
    accepted_kg: float
    refused_kg: float
    in_transit_kg: float
    why_not: Literal["not_granted", "not_yet_valid", "expired", "suspended", "revoked", "capacity_withdrawn"] | None


class TransferUse(AsOf, forbid_unknown_fields=True):
    """What was drawn from a transfer; `left_kg` below nothing where more left than was granted."""

    transfer: str
    stage: str
    regime: Literal["approval", "filing", "notice"] | None
    transferor: str
    receiver: str | None
    why_not: WhyNot
    capacity: Literal["confirmed", "withdrawn"] | None
    granted_kg: float | None
    accepted_kg: float
    in_transit_kg: float
    left_kg: float | None
    count: int
    loads: list[LoadUnder]
    cursor: str
    more: bool


class Received(Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    """What a hub took from one sender."""

    from_: str
    loads: int
    accepted_kg: float
    in_transit_kg: float


class Sent(Struct, forbid_unknown_fields=True):
    """What a hub sent to one receiver under one transfer."""

    to: str
    transfer: str
    loads: int
    accepted_kg: float
    in_transit_kg: float


class Through(Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    """How much of whose batches a hub sent where, as it was dispatched."""

    from_: str
    to: str
    transfer: str
    dispatched_kg: float


class TransferHub(Struct, forbid_unknown_fields=True):
    """Who takes waste from others and sends it to other provinces."""

    hub: str
    received: list[Received]
    sent: list[Sent]
    through: list[Through]


class TransferHubs(AsOf, forbid_unknown_fields=True):
    """All hubs that the asker may see."""

    hubs: list[TransferHub]
