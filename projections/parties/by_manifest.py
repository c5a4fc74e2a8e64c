"""Who is party to a manifest, and through it to the containers that it carries.

Only what the trip's own parties say makes others a party (`ledger/hazardous_waste/manifest_parties.py`). Who has to
do with the waste sees each container on it, past facts included, but not that container's other manifests. It must
be the transferor's to send: its own, or sent to it under another manifest; else one could see any drum by naming it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from ledger.catalogue import tags_of
from ledger.correction import Correction, Effective, is_about_a_fact
from ledger.fact import Recorded, speaker_of
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_parties import HANDLING, Party, Trip, carried_by, parties_to, trip_of
from ledger.log import Ledger
from ledger.subjects import kind_of, owner_of
from projections.reading import Life, Reading

THROUGH: Final = "manifest."
"""Before the role of who is party to a container through a manifest."""
UNISSUED: Final = "unissued"
"""The role of who stated something under a number that nobody issued: it shows that to its authorities alone."""
SPOKE: Final = "spoke"
"""The role of who stated something of a trip in which it has no part: it shows nobody more than what it said."""
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
    standing = {manifest: reading.standing(manifest, life) for manifest, life in lives.items()}
    trips = {manifest: trip for manifest, facts in standing.items() if (trip := trip_of(facts)) is not None}
    rows: list[Row] = []
    for manifest in touched:
        rows += _of_manifest(manifest, trips.get(manifest), standing[manifest], lives[manifest])
    for container in affected:
        rows += _of_container(container, [trips[m] for m in sorted(carriers[container]) if m in trips])
    return Told(touched, affected, rows)


def _of_manifest(manifest: str, trip: Trip | None, standing: list[Effective], life: Life) -> list[Row]:
    """Who takes part in the trip, or stands under a number that nobody issued; and who spoke of it all the same."""
    since: dict[tuple[str, str], int] = {}
    found = parties_to(trip) if trip is not None else _under_a_number(standing)
    for party, role, position in found:
        since[party, role] = min(position, since.get((party, role), position))
    taking_part = {party for party, role in since if role != UNISSUED}
    for fact in reversed(life):
        speaker = f"organisation:{fact.fact.stated_by}"
        if speaker not in taking_part:
            since[speaker, SPOKE] = fact.position
    return [Row(manifest, *who, position) for who, position in since.items()]


def _under_a_number(standing: list[Effective]) -> Iterator[Party]:
    """Nobody lets itself in by stating something, but the authorities over whoever did have to see it."""
    for each in standing:
        said = each.original.fact
        for speaker in {said.stated_by, speaker_of(said)}:
            yield Party(f"organisation:{speaker}", UNISSUED, each.original.position)


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
