"""Who answers for a consignment: the receiver that it names; while nobody told of it here, whoever takes waste."""

from collections.abc import Iterable
from typing import Any

from ledger.fact import Statement
from ledger.industrial_waste import consignment
from ledger.industrial_waste.consignment import Consignment, ConsignmentState
from ledger.judging import Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties.organisation_acts import organisation_in, organisation_reads

RECEIVERS = frozenset({"receiver", "collector"})


def _reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    yield standing_facts(statement.subject, Consignment.Dispatched)
    yield organisation_reads(speaker_of(statement))


def _is_receiver(known: Known, statement: Statement[Any]) -> bool:
    named = known.fold(statement.subject, ConsignmentState(), consignment.evolve).receiver
    if named is not None:
        return named == f"organisation:{speaker_of(statement)}"
    speaker = organisation_in(known, speaker_of(statement))
    return speaker.stage == "registered" and not RECEIVERS.isdisjoint(speaker.roles)


RECEIVER = Standing(_is_receiver, _reads)
