"""Whose a conveyance is: its number names nobody, so what was recorded of it does."""

from collections.abc import Iterable
from typing import Any

from ledger.fact import Statement
from ledger.judging import Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties import conveyance
from ledger.parties.conveyance import Conveyance, ConveyanceState


def _is_keeper(known: Known, statement: Statement[Any]) -> bool:
    """Its carrier as recorded; whom the fact names where it has none, was given up, or is registered again.

    A second registration is not held to be the first one's: it is refused as what it is, a number taken twice.
    """
    state = known.fold(statement.subject, ConveyanceState(), conveyance.evolve)
    named = getattr(statement.data, "carrier", None)
    kept = state.stage == "registered" and not isinstance(statement.data, Conveyance.Registered)
    carrier = state.carrier if kept or named is None else named
    return carrier == f"organisation:{speaker_of(statement)}"


def _keeper_reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    types = (Conveyance.Registered, Conveyance.Changed, Conveyance.Closed)
    yield standing_facts(statement.subject, *types)


KEEPER = Standing(_is_keeper, _keeper_reads)
"""The carrier of a conveyance."""
