"""What a fact about a manifest does to one of its containers.

A container stays its owner's duty until a receiver accepts it; what is refused is its owner's still.
"""

from typing import Any, Literal

import msgspec

from ledger.fact import Statement
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_form import Part
from ledger.judging import speaker_of
from ledger.quantity import MassKg

OnManifest = Literal[
    "listed",
    "loaded",
    "in_transit",
    "arrived",
    "accepted",
    "refused",
    "return_dispatched",
    "sent_on",
    "returned",
    "released",
]


class Effect(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a container is by a manifest, and who has it then."""

    manifest: str
    now: OnManifest
    held_by: str | None = None
    """None where the fact does not say."""
    mass_g: MassKg | None = None
    """As the receiver tells it."""
    reason: str | None = None


def effects_on(container: str, statement: Statement[Any]) -> Effect | None:
    """What a fact about a manifest does to a container on it; None where it does nothing to that one.

    Facts that name containers act on those alone. One about the whole load (起运, 运抵, 作废, and a hand-over or a
    return without a list) acts on every container that the manifest carries: ask only for one that it does.
    """
    says, on, who = statement.data, statement.subject, f"organisation:{speaker_of(statement)}"
    match says:
        case Manifest.Issued() if container in (says.containers or ()):
            return Effect(on, "listed", says.transferor)
        case Manifest.Loaded() if container in (says.containers or ()):
            return Effect(on, "loaded", who)
        case Manifest.Collected():
            return Effect(on, "in_transit", who)
        case Manifest.HandedOver() if container in (says.containers or (container,)):
            return Effect(on, "in_transit", says.to_carrier)
        case Manifest.Arrived():
            return Effect(on, "arrived", who)
        case Manifest.Received():
            return _decided(container, says, on, who)
        case Manifest.ReturnDispatched() if _moves(container, says):
            return Effect(on, "sent_on" if says.manifest else "return_dispatched", says.carrier)
        case Manifest.Returned() if _moves(container, says):
            return Effect(on, "returned", who)
        case Manifest.Cancelled():
            return Effect(on, "released")
    return None


def _decided(container: str, says: Manifest.Received, on: str, receiver: str) -> Effect | None:
    accepted = _part(container, says.accepted)
    if accepted is not None:
        return Effect(on, "accepted", receiver, accepted.mass_g)
    for part in says.refused or ():
        if part.container == container:
            return Effect(on, "refused", receiver, part.mass_g, part.reason)
    return None


def _part(container: str, parts: list[Part] | None) -> Part | None:
    return next((part for part in parts or () if part.container == container), None)


def _moves(container: str, says: Manifest.ReturnDispatched | Manifest.Returned) -> bool:
    """Named, or nothing is: then all that was refused moves, and it is for the asker to know that this one was."""
    return container in (says.containers or ()) or (not says.containers and not says.lines)
