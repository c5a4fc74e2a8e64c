"""Speaking for another: what a delegation lets its holder state, and who accepts and ends one.

A physical fact is refused only where no delegation that covers it was ever accepted: one that was stated after the
end is recorded, for a rule to flag. An act needs a delegation in force at the instant of the act.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.catalogue import named_in
from ledger.errors import MayNotStateError
from ledger.fact import Recorded, Statement
from ledger.judging import Known, Named, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties import delegation
from ledger.parties.delegation import Delegation, DelegationState
from ledger.subjects import establishment_in, owner_of


def _is_delegate(known: Known, statement: Statement[Any]) -> bool:
    return _delegation(known, statement.subject).to == f"organisation:{speaker_of(statement)}"


def _delegate_reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    yield standing_facts(statement.subject, Delegation.Granted)


DELEGATE = Standing(_is_delegate, _delegate_reads)
"""The organisation to which the delegation was granted."""


def acceptances_of_grants(statement: Statement[Any]) -> Iterable[Selector]:
    """What was accepted of that which the one granted on whose behalf a statement is made.

    Not the grants themselves: a collector has thousands that name it, and a corrected grant may name another. An
    acceptance carries the tag of the grantor alone, and without one nothing may be stated.
    """
    if statement.on_behalf_of is not None:
        yield Named((Delegation.Accepted,), (f"organisation:{statement.on_behalf_of}",))


def lives_of_grants(known: Known, statement: Statement[Any]) -> Iterable[OfSubject]:
    """All of the grants that the one who speaks has accepted once."""
    if statement.on_behalf_of is not None:
        for subject in known.delegations_of(statement.on_behalf_of):
            if any(_accepts(each, statement.stated_by) for each in known.facts(subject)):
                yield standing_facts(subject, Delegation.Granted, Delegation.Accepted, Delegation.Ended)


def _accepts(fact: Recorded[Any], by: str) -> bool:
    return isinstance(fact.fact.data, Delegation.Accepted) and fact.fact.stated_by == by


def refuse_without_delegation(known: Known, statement: Statement[Any], is_act: bool) -> None:
    """Raises MayNotStateError unless a delegation lets the one who speaks state this for the other."""
    if statement.on_behalf_of is None:
        return
    types, places = _types(statement), set(_establishments(statement))
    for subject in known.delegations_of(statement.on_behalf_of):
        state = _delegation(known, subject)
        if state.to != f"organisation:{statement.stated_by}" or not state.covers(types, places):
            continue
        if state.in_force(statement.occurred_at) or (state.accepted_at is not None and not is_act):
            return
    raise MayNotStateError.because(
        "no_delegation",
        f"no delegation of {statement.on_behalf_of} to yours, accepted and for an act in force, covers"
        f" {statement.type} here",
        "/onbehalfof",
        {"grantor": statement.on_behalf_of, "type": statement.type},
    )


def _delegation(known: Known, subject: str) -> DelegationState:
    return known.fold(subject, DelegationState(), delegation.evolve)


def _types(statement: Statement[Any]) -> list[str]:
    """The type; of what corrects or withdraws, the type of the original too: who may state it may take it back."""
    return [statement.type, *([statement.about.type] if statement.about is not None else [])]


def _establishments(statement: Statement[Any]) -> Iterator[str]:
    """The establishments of the grantor that a fact names, itself or by a facility in them."""
    for subject in (statement.subject, *named_in(statement.data)):
        place = establishment_in(subject)
        if place is not None and owner_of(place) == statement.on_behalf_of:
            yield place
