"""Who may state what about a manifest, and which of its acts are unlawful.

What is irregular about a trip is not judged here: a wrong mass, a missing drum, a truck that never came are facts,
and so is an official number, though it may stand for another manifest too.
"""

from collections.abc import Iterable
from typing import Any

from ledger.clock import shanghai_day
from ledger.correction import effective, says
from ledger.errors import ConflictError, Finding, UnlawfulActError
from ledger.fact import AnyFact, Statement
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_parties import Trip, trip_of
from ledger.judging import Act, Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties.organisation_acts import (
    establishment_known,
    establishment_reads,
    organisation_in,
    organisation_reads,
)
from ledger.regulation.hazardous_waste_transfer import approval_needed, manifest_needed, measures, number_fits
from ledger.subjects import owner_of

DEPARTED = (Manifest.Collected, Manifest.HandedOver, Manifest.Arrived, Manifest.Received, Manifest.ReturnDispatched)
"""What cannot have been said of a trip that did not begin."""
OVER = (*DEPARTED, Manifest.Returned, Manifest.EnteredFromPaper)

TRANSFERORS = frozenset({"generator", "collector", "receiver"})
CARRIERS = frozenset({"carrier"})
RECEIVERS = frozenset({"receiver", "collector"})
"""Roles of which one must be registered while it is not known whose manifest a number is."""


def _part_reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    if not isinstance(statement.data, Manifest.Issued):
        types = (Manifest.Issued, Manifest.HandedOver, Manifest.ReturnDispatched)
        yield standing_facts(statement.subject, *types)
        yield organisation_reads(speaker_of(statement))


def _trip(known: Known, statement: Statement[Any]) -> Trip | None:
    return trip_of(effective(known.facts(statement.subject)))


def _fits(known: Known, statement: Statement[Any], roles: frozenset[str]) -> bool:
    speaker = organisation_in(known, speaker_of(statement))
    return speaker.stage == "registered" and not roles.isdisjoint(speaker.roles)


def _is_transferor(known: Known, statement: Statement[Any]) -> bool:
    speaker = f"organisation:{speaker_of(statement)}"
    if isinstance(statement.data, Manifest.Issued):
        return statement.data.transferor == speaker
    trip = _trip(known, statement)
    return trip.transferor == speaker if trip else _fits(known, statement, TRANSFERORS)


def _is_carrier(known: Known, statement: Statement[Any]) -> bool:
    speaker = f"organisation:{speaker_of(statement)}"
    told = statement.data
    if isinstance(told, Manifest.HandedOver) and speaker not in {told.from_carrier, told.to_carrier}:
        return False
    trip = _trip(known, statement)
    return speaker in trip.carriers if trip else _fits(known, statement, CARRIERS)


def _is_receiver(known: Known, statement: Statement[Any]) -> bool:
    trip = _trip(known, statement)
    speaker = f"organisation:{speaker_of(statement)}"
    return trip.receiver == speaker if trip else _fits(known, statement, RECEIVERS)


TRANSFEROR = Standing(_is_transferor, _part_reads)
CARRIER = Standing(_is_carrier, _part_reads)
RECEIVER = Standing(_is_receiver, _part_reads)


def _reads_of_issue(statement: Statement[Any]) -> Iterable[OfSubject]:
    issued = _issue_in(statement)
    if issued is not None:
        for place in {issued.from_establishment, issued.to_establishment}:
            yield establishment_reads(place)


def _issue_in(statement: Statement[Any]) -> Manifest.Issued | None:
    """What is issued: as said first, or as a correction of it says."""
    said = says(statement)
    return said if isinstance(said, Manifest.Issued) else None


def _refuse_issue(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError where parties, number or destination are not what the law of the day wants."""
    issued = _issue_in(statement)
    if issued is None:
        return
    day = str(shanghai_day(statement.occurred_at))
    if issued.transferor != f"organisation:{speaker_of(statement)}":
        detail = f"{issued.transferor} fills in its own manifest"
        raise UnlawfulActError(
            Finding(
                "transferor_speaks",
                detail,
                "/data/transferor",
                article=measures("10", day),
                values={"party": issued.transferor},
            )
        )
    _refuse_place(known, "from_establishment", issued.from_establishment, issued.transferor, day)
    _refuse_place(known, "to_establishment", issued.to_establishment, issued.receiver, day)
    sent_from = establishment_known(known, issued.from_establishment).division
    sent_to = establishment_known(known, issued.to_establishment).division
    if statement.about is None:
        # a number that was given stays, whatever is put right about its trip
        _refuse_number(statement.subject.partition(":")[2], sent_from, day)
    if sent_from and sent_to and sent_from[:2] != sent_to[:2] and not issued.transfer and not issued.exemption:
        raise UnlawfulActError(
            Finding(
                "transfer_not_approved",
                "hazardous waste leaves its province only under an approved transfer; name it",
                "/data/transfer",
                article=approval_needed(day),
                values={"sent_from": sent_from, "sent_to": sent_to},
            )
        )


def _refuse_place(known: Known, field: str, place: str, party: str, day: str) -> None:
    if party not in {f"organisation:{owner_of(place)}", establishment_known(known, place).organisation}:
        raise UnlawfulActError(
            Finding(
                "establishment_of_another",
                f"{place} is not an establishment of {party}",
                f"/data/{field}",
                article=measures("10", day),
                values={"establishment": place, "party": party},
            )
        )


def _refuse_number(number: str, division: str | None, day: str) -> None:
    article = measures("15", day)
    if article is None:
        return
    if number[:4] != day[:4]:
        raise UnlawfulActError(
            Finding(
                "number_of_another_year",
                f"a manifest issued in {day[:4]} has a number that begins with that year",
                "/subject",
                article=article,
                values={"number": number, "year": day[:4]},
            )
        )
    if not number_fits(number, division):
        raise UnlawfulActError(
            Finding(
                "number_of_another_place",
                f"behind the year stand province and city of the establishment that it leaves, {division}",
                "/subject",
                article=article,
                values={"number": number, "division": division},
            )
        )


def _life_reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    yield standing_facts(statement.subject, Manifest.Cancelled, *OVER)


def _refuse_cancellation(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError after the departure, ConflictError for a second time."""
    said = _standing(known, statement.subject)
    departed = next((each for each in said if isinstance(each, OVER)), None)
    if departed is not None:
        raise UnlawfulActError(
            Finding(
                "departed_already",
                f"{statement.subject} is under way since its {departed.TOPIC}; it ends with its receipt or return",
                "/type",
                article=manifest_needed(str(shanghai_day(statement.occurred_at))),
                values={"subject": statement.subject, "type": departed.TOPIC},
            )
        )
    if any(isinstance(each, Manifest.Cancelled) for each in said):
        raise ConflictError.because(
            "cancelled_already",
            f"{statement.subject} was cancelled before",
            "/subject",
            {"subject": statement.subject},
        )


def _standing(known: Known, subject: str) -> list[AnyFact]:
    return [each.statement.data for each in effective(known.facts(subject))]


ISSUE = Act(_refuse_issue, _reads_of_issue)
CANCELLATION = Act(_refuse_cancellation, _life_reads)
