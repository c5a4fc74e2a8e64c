"""Who is party to a manifest, and through it to the containers that it carries.

Only what the trip's own parties say makes others a party (`ledger/hazardous_waste/manifest_parties.py`). Who has to
do with the waste sees each container on it, past facts included, but not that container's other manifests. It must
be the transferor's to send: its own, or sent to it under another manifest; else one could see any drum by naming it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from ledger.catalogue import tags_of
from ledger.correction import Correction, is_about_a_fact
from ledger.fact import Recorded
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_parties import HANDLING, Trip, carried_by, parties_to, trip_of
from ledger.log import Ledger
from ledger.subjects import kind_of, owner_of
from projections.parties.reading import Life, Reading

THROUGH: Final = "manifest."
"""Before the role of who is party to a container through a manifest."""
CARRYING: Final = frozenset({Manifest.Issued.TOPIC, Manifest.Loaded.TOPIC})
"""Types that put containers on a manifest."""
PUTTING_ON: Final = (*CARRYING, Correction.Corrected.TOPIC)
"""Types whose facts may name a container as one that is put on a manifest."""
DISCLOSING: Final = CARRYING | {t.TOPIC for t in (Manifest.HandedOver, Manifest.ReturnDispatched, Manifest.Cancelled)}
"""Types that change who is party to the containers."""


class Row(NamedTuple):
    """A party to a subject: as what, and since which position."""

    subject: str
    party: str
    role: str
    since: int


class Told(NamedTuple):
    """Everybody who is party to these manifests, and through any manifest to these containers."""

    manifests: set[str]
    containers: set[str]
    rows: list[Row]


def told_by_manifests(ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Told:
    """What a stretch of the log changes; reads up to the end of the stretch."""
    touched = {f.fact.subject for f in facts if f.fact.subject.startswith("manifest:")}
    if not touched:
        return Told(set(), set(), [])
    reading = Reading(ledger, facts[-1].position)
    disclosing = {f.fact.subject for f in facts if f.fact.type in DISCLOSING or is_about_a_fact(f.fact.type)}
    lives = reading.lives(touched)
    affected = {c for m in touched & disclosing for c in _ever_on(lives[m])}
    carriers = reading.naming(affected, "manifest", PUTTING_ON)
    lives |= reading.lives({m for manifests in carriers.values() for m in manifests} - lives.keys())
    found = ((manifest, trip_of(reading.standing(manifest, life))) for manifest, life in lives.items())
    trips = {manifest: trip for manifest, trip in found if trip is not None}
    rows = [row for manifest in touched if manifest in trips for row in _of_manifest(manifest, trips[manifest])]
    for container in affected:
        rows += _of_container(container, [trips[m] for m in sorted(carriers[container]) if m in trips])
    return Told(touched, affected, rows)


def _of_manifest(manifest: str, trip: Trip) -> Iterator[Row]:
    since: dict[tuple[str, str], int] = {}
    for party in parties_to(trip):
        since[party[:2]] = min(party.since, since.get(party[:2], party.since))
    return (Row(manifest, *who, position) for who, position in since.items())


def _of_container(container: str, trips: list[Trip]) -> Iterator[Row]:
    """From its owner on: who was sent it may send it on."""
    having = {f"organisation:{owner_of(container)}": 0}
    since: dict[tuple[str, str], int] = {}
    carrying = [(trip, on) for trip in trips if (on := carried_by(trip).get(container)) is not None]
    again = True
    while again:
        again = False
        for trip, on in carrying:
            if trip.transferor not in having:
                continue
            start = max(having[trip.transferor], on)
            for party in parties_to(trip):
                if party.role in HANDLING:
                    position = max(start, party.since)
                    since[party[:2]] = min(position, since.get(party[:2], position))
            received = since[trip.receiver, "receiver"]
            if received < having.get(trip.receiver, received + 1):
                having[trip.receiver], again = received, True
    return (Row(container, party, THROUGH + role, position) for (party, role), position in since.items())


def _ever_on(life: Life) -> Iterator[str]:
    """The containers that any version of what was said of the load names."""
    for fact in life:
        if fact.fact.type in CARRYING or is_about_a_fact(fact.fact.type):
            yield from (tag for tag in tags_of(fact.fact) if kind_of(tag) == "container")
