"""When an authority's act about a licence is unlawful: too long, about another's, or about what is no more.

Not judged: at which level of authority which licence is granted, for no text of that was seen; and whether more
codes, methods or capacity were applied for anew (办法 12), for no fact tells of an application. Who takes in more
than its licence allows is for the rule `receiver_unlicensed` to flag.
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from eventsourcing.dcb.domain import Selector

from ledger.clock import shanghai_day
from ledger.correction import Correction, corrected_data
from ledger.errors import Finding, MayNotStateError, UnlawfulActError
from ledger.fact import AnyFact, Statement
from ledger.judging import Act, Known, OfSubject, standing_facts
from ledger.parties import licence
from ledger.parties.licence import Licence, LicenceState, Terms
from ledger.parties.organisation_acts import ECOLOGY
from ledger.regulation.law_of_the_day import article
from ledger.regulation.licences import VALIDITY_ARTICLE, valid_until_at_most


def _refuse_term(_: Known, statement: Statement[Terms]) -> None:
    """Raises UnlawfulActError for a licence that ends before it begins, or later than the law allows."""
    says = statement.data
    if says.valid_until < says.valid_from:
        raise UnlawfulActError(
            Finding(
                "ends_before_it_begins",
                f"it ends on {says.valid_until}, before {says.valid_from}",
                "/data/valid_until",
                article=VALIDITY_ARTICLE,
                values={"from": says.valid_from, "until": says.valid_until},
            )
        )
    latest = valid_until_at_most(says.kind, says.valid_from)
    if says.valid_until > latest:
        raise UnlawfulActError(
            Finding(
                "licence_too_long",
                f"a licence of this kind from {says.valid_from} ends on {latest} at the latest",
                "/data/valid_until",
                article=VALIDITY_ARTICLE,
                values={"from": says.valid_from, "latest": latest},
            )
        )


def _refuse_unless_granted(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError when there is no such licence of the establishment named, or none any more."""
    state = known.fold(statement.subject, LicenceState(), licence.evolve)
    told = {"subject": statement.subject}
    cited = article(str(shanghai_day(statement.occurred_at)), "80", "534")
    # that there is one of another establishment is not for this authority to learn
    if state.stage == "provisional" or state.establishment != statement.data.establishment:
        detail = f"{statement.subject} was not granted to that establishment"
        raise UnlawfulActError(Finding("licence_not_granted", detail, "/subject", article=cited, values=told))
    if state.stage == "revoked":
        detail = f"{statement.subject} was revoked, which is final"
        raise UnlawfulActError(Finding("licence_revoked", detail, "/subject", article=cited, values=told))


def _licence_reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    types = (Licence.Granted, Licence.Changed, Licence.Suspended, Licence.Revoked)
    yield standing_facts(statement.subject, *types)


def _as_corrected(statement: Statement[Any]) -> Statement[Any] | None:
    """The act about a licence that a correction would leave; None for any other correction."""
    if statement.about is None or not statement.about.type.startswith("licence."):
        return None
    when = statement.data.time or statement.occurred_at
    return msgspec.structs.replace(statement, data=corrected_data(statement), occurred_at=when)


def _refuse_corrected(known: Known, statement: Statement[Any]) -> None:
    """Raises MayNotStateError or UnlawfulActError for what would have been refused, had it been said so at first."""
    act = _as_corrected(statement)
    if act is None:
        return
    if not ECOLOGY.holds(known, act):
        detail = f"{act.type} about {act.subject} is not yours to state"
        told = {"type": act.type, "subject": act.subject}
        raise MayNotStateError.because("may_not_state", detail, "/data/data/establishment", told)
    if isinstance(act.data, Terms):
        _refuse_term(known, act)


def _corrected_reads(statement: Statement[Any]) -> Iterable[Selector]:
    act = _as_corrected(statement)
    if act is not None:
        yield from ECOLOGY.reads(act)


TERM = Act(_refuse_term)
GRANTED = Act(_refuse_unless_granted, _licence_reads)
CORRECTED = Act(_refuse_corrected, _corrected_reads)
"""A term that is lengthened by correcting one's own act is a term granted."""

LICENCE_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    Licence.Granted: (TERM,),
    Licence.Changed: (GRANTED, TERM),
    Licence.Suspended: (GRANTED,),
    Licence.Revoked: (GRANTED,),
    Correction.Corrected: (CORRECTED,),
}
"""What can make an act about a licence unlawful."""
