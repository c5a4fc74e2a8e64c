"""Masses as they were read: on which scale, how far off they may be, and whether two of them differ."""

from typing import NamedTuple

from ledger.parties.scale import ScaleState
from projections.rules.case import Known
from projections.rules.conventions import day_of
from projections.rules.limits import Limits
from projections.rules.weighing import METHODS, tolerance_g, uncertainty_g


class Reading(NamedTuple):
    """One mass, and how it came about."""

    mass_g: int
    at: str
    scale: str | None = None
    method: str | None = None
    """As the fact tells it; None where only a scale is named, or nothing."""


def off_by(reading: Reading, known: Known, limits: Limits) -> int:
    """u: how far a reading may be off, in grams, by what was known of its scale when it was taken."""
    scale = _scale_of(reading, known)
    return uncertainty_g(
        reading.mass_g,
        method_of(reading, known),
        division_g=scale.division_g,
        verified=is_verified(scale, reading.at),
        numbers=limits.weighing(day_of(reading.at)),
    )


def method_of(reading: Reading, known: Known) -> str | None:
    """How a mass was read: as its fact tells, else as such a scale does; None where nobody says."""
    return reading.method or METHODS.get(_scale_of(reading, known).kind or "")


def _scale_of(reading: Reading, known: Known) -> ScaleState:
    return known.case(reading.scale, reading.at).state_at(reading.at) if reading.scale else ScaleState()


def is_verified(scale: ScaleState, at: str) -> bool:
    """Whether its verification 检定 was in force at an instant."""
    return scale.valid_until is not None and day_of(at) <= scale.valid_until


def may_be_off_by(reading: Reading, known: Known, limits: Limits) -> int:
    """τ of one reading alone: by how much it may show more than there is."""
    return tolerance_g([off_by(reading, known, limits)], limits.weighing(day_of(reading.at)))


def may_differ_by(one: Reading, other: Reading, known: Known, limits: Limits) -> int:
    """τ: by how much two readings may differ for no other cause, in grams."""
    both = off_by(one, known, limits), off_by(other, known, limits)
    return tolerance_g(both, limits.weighing(day_of(other.at)))
