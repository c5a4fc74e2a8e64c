"""The shape of the answer about where a waste came from and what became of it, for its description alone."""

from typing import Literal

from msgspec import Struct


class Place(Struct, omit_defaults=True):
    """Waste at a vessel or in a treatment, and the fact that says so; without `subject` the place may not be seen."""

    place: int
    kind: Literal["arose", "poured", "treated", "residue", "lost", "unaccounted", "held", "not_followed"]
    mass_kg: float
    party: str
    subject: str | None = None
    stage: str | None = None
    type: str | None = None
    occurred_at: str | None = None
    recorded_at: str | None = None
    position: int | None = None
    leaf_hash: str | None = None


class Lineage(Struct, forbid_unknown_fields=True):
    """Where waste came from, or what became of it; `truncated` where not all of it was followed."""

    subject: str
    direction: Literal["up", "down"]
    as_of: str
    forecast: bool
    ruleset: str
    mass_kg: float
    organisations: int
    truncated: bool
    places: list[Place]
    cursor: str
    more: bool
    position: int
