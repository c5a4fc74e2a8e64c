"""Who carries a trip: its departure names the carrier. What is irregular is recorded, and judged later."""

from collections.abc import Iterator
from typing import Any

from ledger.construction_waste import trip_state
from ledger.construction_waste.project_acts import is_registered_as
from ledger.construction_waste.trip import Trip
from ledger.construction_waste.trip_state import TripState
from ledger.correction import effective
from ledger.fact import Statement
from ledger.judging import Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties.organisation_acts import organisation_reads

CARRIERS = frozenset({"carrier"})


def _is_carrier(known: Known, statement: Statement[Any]) -> bool:
    """Whom the departure names; of a trip whose departure is not told yet, who is registered as a carrier."""
    state = TripState()
    for each in effective(known.facts(statement.subject)):
        if isinstance(each.statement.data, Trip.Departed):
            state = trip_state.evolve(state, each.statement)
    if state.conveyance is None:
        return is_registered_as(known, statement, CARRIERS)
    return state.carrier == f"organisation:{speaker_of(statement)}"


def _carrier_reads(statement: Statement[Any]) -> Iterator[OfSubject]:
    yield standing_facts(statement.subject, Trip.Departed)
    yield organisation_reads(speaker_of(statement))


CARRIER = Standing(_is_carrier, _carrier_reads)
"""The carrier of a trip."""
