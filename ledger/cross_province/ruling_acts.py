"""What makes a ruling unlawful: without consent, beyond what was asked, longer than the law lets.

A measure against a transfer rests on a decision that was served: its day has to have come.
"""

from collections.abc import Iterator
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.correction import Correction
from ledger.cross_province.application import Application
from ledger.cross_province.application_acts import APPLICATION, refuse_regime
from ledger.cross_province.consultation import Consultation
from ledger.cross_province.consultation_acts import (
    ANSWER,
    CONSULTATION,
    FIRST_LOOK,
    OF_AN_APPROVAL,
    REVIEW,
    is_accepted,
    with_calendars,
)
from ledger.cross_province.ruling import Granting, Measure, Ruling
from ledger.cross_province.transfer_acts import (
    OF_THE_PROVINCE,
    UNDECIDED,
    applied_in,
    as_corrected,
    basis_of,
    day_of,
    life_of,
    refuse_step,
    transfer_in,
)
from ledger.cross_province.transfer_state import TransferState
from ledger.errors import Finding, UnlawfulActError
from ledger.fact import AnyFact, Statement
from ledger.judging import Act, Known, standing_facts
from ledger.parties import licence
from ledger.parties.licence import Licence, LicenceState
from ledger.regulation.cross_province import longest_validity, step_article
from ledger.subjects import kind_of
from ledger.waste_codes import covers_code

GRANTED_BY: dict[type[AnyFact], str] = {
    Ruling.Approved: "approval",
    Ruling.Filed: "filing",
    Ruling.Noticed: "notice",
}
"""Decision → the regime by which it is made."""


def _refuse_other_regime(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError where it was not applied for so, or the law of the day does not have it."""
    state, regime = transfer_in(known, statement.subject), GRANTED_BY[type(statement.data)]
    if state.regime != regime:
        raise UnlawfulActError(
            Finding(
                "not_of_this_regime",
                f"{statement.type} is no step of {state.regime}",
                "/type",
                article=basis_of(state, statement),
                values={"type": statement.type, "regime": state.regime},
            )
        )
    refuse_regime(regime, statement.data, day_of(statement))


def _refuse_without_consent(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError while the receiving province did not answer, or does not consent."""
    state = transfer_in(known, statement.subject)
    if state.answer != "consented":
        raise UnlawfulActError(
            Finding(
                "no_consent",
                "a transfer is approved only after the receiving province consented",
                "/type",
                article=basis_of(state, statement),
                values={"subject": statement.subject, "missing": Consultation.Consented.TOPIC},
            )
        )


def _refuse_refusal(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for a refusal before the application counts as accepted."""
    state = transfer_in(known, statement.subject)
    if state.in_full_order and not is_accepted(known, statement):
        article = step_article("24", day_of(statement), hazardous=True)
        refuse_step(statement, Application.Admitted.TOPIC, article)


def _refuse_terms(known: Known, statement: Statement[Granting]) -> None:
    """Raises UnlawfulActError for terms beyond the application, or valid longer than a text lets them be."""
    asked, says = applied_in(known, statement.subject), statement.data
    beyond = next(_beyond(asked, says), None)
    if beyond is not None:
        raise UnlawfulActError(
            Finding(
                "beyond_the_application",
                f"{beyond} goes beyond what was applied for; that wants an application of its own",
                f"/data/{beyond}",
                article=basis_of(asked, statement),
                values={"field": beyond},
            )
        )
    for latest, article in _latest(known, asked, statement):
        if says.valid_until > latest:
            raise UnlawfulActError(
                Finding(
                    "transfer_too_long",
                    f"from {says.valid_from} it is valid until {latest} at the latest",
                    "/data/valid_until",
                    article=article,
                    values={"from": says.valid_from, "latest": latest},
                )
            )


def _latest(known: Known, asked: TransferState, statement: Statement[Granting]) -> Iterator[tuple[str, str]]:
    """The last days on which it may be valid, each with the text that says so."""
    begins, day = statement.data.valid_from, day_of(statement)
    longest = longest_validity(
        asked.regime or "", begins, asked.from_division or "", hazardous=asked.hazardous, day=day
    )
    if longest is not None:
        yield longest
    if longest is not None and asked.licence is not None and asked.hazardous:
        held = known.fold(asked.licence, LicenceState(), licence.evolve)
        if held.valid_until is not None and held.holder == asked.receiver:
            yield held.valid_until, longest[1]


def _beyond(state: TransferState, says: Granting) -> Iterator[str]:
    if not all(covers_code(state.waste_codes, each) for each in says.waste_codes):
        yield "waste_codes"
    if state.quantity_g is not None and says.quantity_g > state.quantity_g:
        yield "quantity_t"
    if says.method != state.method:
        yield "method"
    if state.valid_from is not None and says.valid_from < state.valid_from:
        yield "valid_from"
    if state.valid_until is not None and says.valid_until > state.valid_until:
        yield "valid_until"


def _licence_reads(known: Known, statement: Statement[Any]) -> Iterator[Selector]:
    """The licence of the receiver, once it is known which the application names."""
    named = applied_in(known, statement.subject).licence
    if named is not None:
        yield standing_facts(named, Licence.Granted)


def _refuse_unserved(known: Known, statement: Statement[Measure]) -> None:
    """Raises UnlawfulActError for a measure that was not served yet, or against what is not granted any more."""
    state, says = transfer_in(known, statement.subject), statement.data
    article = basis_of(state, statement)
    if state.decided in {None, "refused"} or state.revoked_at is not None:
        raise UnlawfulActError(
            Finding(
                "transfer_not_granted",
                f"{statement.subject} is not granted, or was revoked",
                "/subject",
                article=article,
                values={"subject": statement.subject},
            )
        )
    if says.served_at > statement.occurred_at:
        raise UnlawfulActError(
            Finding(
                "not_served_yet",
                "a measure counts from the service of its decision; state it when that has happened",
                "/data/served_at",
                article=article,
                values={"served_at": says.served_at},
            )
        )
    if isinstance(says, Ruling.Resumed) != (state.stage == "suspended"):
        wanted = Ruling.Suspended.TOPIC if isinstance(says, Ruling.Resumed) else Ruling.Resumed.TOPIC
        if not isinstance(says, Ruling.Revoked):
            refuse_step(statement, wanted, article)


def _refuse_corrected(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for what would have been refused, had it been said so at first."""
    act = as_corrected(known, statement)
    if act is None:
        return
    if isinstance(act.data, Application.Applied):
        refuse_regime(act.data.regime, act.data, day_of(act))
    elif isinstance(act.data, Granting):
        _refuse_terms(known, act)


REGIME = Act(_refuse_other_regime, lambda s: [life_of(s)])
CONSENT = Act(_refuse_without_consent, lambda s: [life_of(s)])
ACCEPTED = Act(_refuse_refusal, with_calendars)
TERMS = Act(_refuse_terms, lambda s: [life_of(s)], _licence_reads)
MEASURE = Act(_refuse_unserved, lambda s: [life_of(s)])
CORRECTED = Act(
    _refuse_corrected,
    lambda s: [life_of(s)] if kind_of(s.subject) == "transfer" else [],
    lambda known, s: _licence_reads(known, s) if kind_of(s.subject) == "transfer" else [],
)
"""Terms that are widened by correcting one's own act are terms granted."""

STEP = (UNDECIDED, OF_AN_APPROVAL, OF_THE_PROVINCE)
TRANSFER_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    Application.Applied: (APPLICATION,),
    Application.SupplementRequested: (UNDECIDED, OF_THE_PROVINCE, FIRST_LOOK),
    Application.Admitted: (UNDECIDED, OF_THE_PROVINCE, FIRST_LOOK),
    Consultation.PreliminarilyReviewed: (*STEP, REVIEW),
    Consultation.Consulted: (*STEP, CONSULTATION),
    Consultation.Consented: (*STEP, ANSWER),
    Consultation.Objected: (*STEP, ANSWER),
    Ruling.Approved: (UNDECIDED, REGIME, OF_THE_PROVINCE, CONSENT, TERMS),
    Ruling.Refused: (UNDECIDED, OF_THE_PROVINCE, ACCEPTED),
    Ruling.Filed: (UNDECIDED, REGIME, TERMS),
    Ruling.Noticed: (UNDECIDED, REGIME, TERMS),
    Ruling.Suspended: (MEASURE,),
    Ruling.Resumed: (MEASURE,),
    Ruling.Revoked: (MEASURE,),
    Correction.Corrected: (CORRECTED,),
}
"""What can make a step of a transfer unlawful, asked in this order."""
