"""Who has somebody else's container: a receiver that accepted it stores, weighs and labels it as if it were its own.

Only a trip that carried the container tells: naming a drum on a manifest of one's own gives no say about it.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.correction import effective
from ledger.fact import Statement
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_effects import acting_on
from ledger.hazardous_waste.manifest_parties import trip_of
from ledger.judging import Known, Named, OfSubject, Standing, speaker_of, standing_facts
from ledger.subjects import owner_of

TRIPS_MAX = 10
"""At how many manifests that name the container is looked, the latest first."""
TELLING = (Manifest.Issued, Manifest.Loaded, Manifest.Received)


def _holds(known: Known, statement: Statement[Any]) -> bool:
    if _is_its_own(statement):
        return False  # the owner states it as that
    trips = {number: trip for number in _trips(known, statement) if (trip := trip_of(effective(known.facts(number))))}
    accepted = (
        each.statement
        for each in acting_on(statement.subject, trips)
        if isinstance(each.statement.data, Manifest.Received)
        and (part := each.statement.data.part_of(statement.subject)) is not None
        and part.role == "accepted"
    )
    return speaker_of(statement) in map(speaker_of, accepted)


def _is_its_own(statement: Statement[Any]) -> bool:
    return owner_of(statement.subject) == speaker_of(statement)


def _reads(statement: Statement[Any]) -> Iterable[Selector]:
    if not _is_its_own(statement):
        yield Named((Manifest.Received,), (statement.subject,))


def _then(known: Known, statement: Statement[Any]) -> Iterable[OfSubject]:
    for trip in _trips(known, statement):
        yield standing_facts(trip, *TELLING)


def _trips(known: Known, statement: Statement[Any]) -> list[str]:
    return [] if _is_its_own(statement) else list(islice(known.trips_of(statement.subject), TRIPS_MAX))


HOLDER = Standing(_holds, _reads, _then)
"""A receiver that accepted the container on a manifest."""
