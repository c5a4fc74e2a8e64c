"""Delegations 委托: one organisation lets another state facts in its name, which the other accepts.

So a collector 收集单位 states for its small producers (反向填写): the duty stays theirs, and both are named.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

import msgspec

from ledger.catalogue import CATALOGUE
from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title, speaker_of
from ledger.limits import Limits
from ledger.subjects import EstablishmentID, OrganisationID, owner_of
from ledger.text import Reason, Sentence, exactly

Establishments = Annotated[list[EstablishmentID], Limits(min_length=1, max_length=200)]
TypePattern = Annotated[str, Limits(pattern=exactly(r"[a-z_]{1,40}\.(?:[a-z_]{1,60}|\*)"))]
"""The name of a type of fact, or `NOUN.*` for all of a noun."""
TypePatterns = Annotated[list[TypePattern], Limits(min_length=1, max_length=200)]

_BASIS = ("本系统规则：代为陈述须经委托，并被接受",)


class Delegation:
    """Who may state what for whom; numbered by who grants it."""

    class Granted(Fact, frozen=True, kw_only=True):
        """The grantor lets another state these types about these establishments; its consent is in `evidence`."""

        TOPIC = "delegation.granted"
        TITLE = Title("委托授予", "Delegation granted")
        BASIS = _BASIS
        SUBJECT = "delegation"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        from_: OrganisationID = msgspec.field(name="from")
        to: OrganisationID
        establishments: Establishments
        types: TypePatterns
        basis: Sentence

        def misfits(self, subject: str) -> Iterator[Finding]:
            """Another grantor than the number says, a grant to oneself, types that nobody can state for another."""
            grantor = f"organisation:{owner_of(subject)}"
            if self.from_ != grantor:
                told = {"grantor": grantor}
                yield Finding("other_grantor", f"by its number it is granted by {grantor}", "/from", values=told)
            if self.to == self.from_:
                yield Finding("delegated_to_oneself", "nobody delegates to itself", "/to")
            for index, pattern in enumerate(self.types):
                covered = [name for name in CATALOGUE if matches(pattern, name)]
                told = {"type": pattern}
                pointer = f"/types/{index}"
                if not covered:
                    yield Finding("unknown_type", f"{pattern!r} is not a type of fact", pointer, values=told)
                elif not any(may_be_delegated(name) for name in covered):
                    yield Finding("not_delegable", f"{pattern} is stated by oneself alone", pointer, values=told)

    class Accepted(Fact, frozen=True, kw_only=True):
        """The other takes it on; before that it may state nothing."""

        TOPIC = "delegation.accepted"
        TITLE = Title("委托接受", "Delegation accepted")
        BASIS = _BASIS
        SUBJECT = "delegation"
        STATED_BY = (Relation.DELEGATE,)

        basis: Sentence | None = None

    class Ended(Fact, frozen=True, kw_only=True):
        """Either of the two ends it; what was stated under it stays."""

        TOPIC = "delegation.ended"
        TITLE = Title("委托终止", "Delegation ended")
        BASIS = _BASIS
        SUBJECT = "delegation"
        STATED_BY = (Relation.OWNER, Relation.DELEGATE)

        reason: Reason | None = None


def matches(pattern: str, event_type: str) -> bool:
    """Whether a pattern of a grant means a type."""
    return event_type.startswith(pattern[:-1]) if pattern.endswith(".*") else event_type == pattern


def may_be_delegated(event_type: str) -> bool:
    """Whether a type can be stated for another: not who speaks for whom, nor what the log says of itself."""
    return not event_type.startswith("delegation.") and Relation.LOG not in CATALOGUE[event_type].today.STATED_BY


class DelegationState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A delegation as its facts leave it; it is in force from its acceptance until it was ended."""

    stage: Literal["provisional", "granted", "accepted", "ended"] = "provisional"
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None
    establishments: list[str] = []
    types: list[str] = []
    basis: str | None = None
    granted_at: str | None = None
    accepted_at: str | None = None
    accepted_by: str | None = None
    """Only the acceptance of the one to whom it is granted counts: a corrected grant may be to another."""
    ended_at: str | None = None

    def covers(self, event_types: Iterable[str], establishments: Iterable[str]) -> bool:
        """Whether one of these types is among its own, and every one of these establishments."""
        names = list(event_types)
        return (
            all(may_be_delegated(name) for name in names)
            and any(matches(pattern, name) for pattern in self.types for name in names)
            and set(establishments) <= set(self.establishments)
        )

    def in_force(self, instant: str) -> bool:
        """Whether it was granted and accepted by an instant, and not ended."""
        if self.granted_at is None or self.accepted_at is None:
            return False
        begun = max(self.granted_at, self.accepted_at) <= instant
        return begun and (self.ended_at is None or instant < self.ended_at)


def evolve(state: DelegationState, statement: Statement[Fact]) -> DelegationState:
    """The state after one more fact; what was ended stays ended."""
    at = statement.occurred_at
    match statement.data:
        case Delegation.Granted() as now:
            state = msgspec.structs.replace(
                state,
                from_=now.from_,
                to=now.to,
                establishments=list(now.establishments),
                types=list(now.types),
                basis=now.basis,
                granted_at=at,
            )
            if state.accepted_by != now.to:
                state = msgspec.structs.replace(state, accepted_at=None, accepted_by=None)
        case Delegation.Accepted():
            state = _accepted(state, f"organisation:{speaker_of(statement)}", at)
        case Delegation.Ended():
            state = msgspec.structs.replace(state, ended_at=state.ended_at or at)
    return msgspec.structs.replace(state, stage=_stage(state))


def _accepted(state: DelegationState, by: str, at: str) -> DelegationState:
    """Once, before the end, and by the one to whom it is granted, as far as that is told by then."""
    if state.ended_at is not None or state.accepted_by == by or (state.to or by) != by:
        return state
    return msgspec.structs.replace(state, accepted_at=at, accepted_by=by)


def _stage(state: DelegationState) -> Literal["provisional", "granted", "accepted", "ended"]:
    if state.granted_at is None:
        return "provisional"
    if state.ended_at is not None:
        return "ended"
    return "granted" if state.accepted_at is None else "accepted"
