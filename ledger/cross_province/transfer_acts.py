"""Who has which part in a transfer, and what every step of it is measured by: the article of its day.

The transferor applies; the authorities are those over the places that the application names. An approval, and the
consent to it, is for an authority of the province; whoever files looks at the place (属地审核).
"""

from collections.abc import Iterable
from typing import Any

import msgspec
from eventsourcing.dcb.domain import Selector

from ledger.clock import shanghai_day
from ledger.correction import Correction, corrected_data, effective
from ledger.cross_province import transfer_state
from ledger.cross_province.application import Application
from ledger.cross_province.transfer_state import TransferState
from ledger.errors import Finding, UnlawfulActError
from ledger.fact import Statement
from ledger.judging import Act, Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties.organisation_acts import may_decide, organisation_in, organisation_reads
from ledger.regulation.cross_province import article_of
from ledger.regulation.divisions import is_of_a_province
from ledger.subjects import kind_of


def life_of(statement: Statement[Any]) -> OfSubject:
    """All facts about a transfer: there are few."""
    return standing_facts(statement.subject, Application.Applied, Application.Supplemented)


def transfer_in(known: Known, subject: str) -> TransferState:
    """A transfer as recorded before the statement under judgement."""
    return known.fold(subject, TransferState(), transfer_state.evolve)


def applied_in(known: Known, subject: str) -> TransferState:
    """The same as it was applied for, whatever was decided on it."""
    applied = [e for e in effective(known.facts(subject)) if isinstance(e.statement.data, Application.Applied)]
    state = TransferState()
    for each in applied:
        state = transfer_state.evolve(state, each.statement)
    return state


def as_corrected(known: Known, statement: Statement[Any]) -> Statement[Any] | None:
    """The statement about a transfer that a correction would leave, at its own time; None for anything else."""
    about = statement.about
    if about is None or not isinstance(statement.data, Correction.Corrected) or kind_of(about.subject) != "transfer":
        return None
    original = next((f for f in known.facts(about.subject) if f.position == about.position), None)
    at = statement.data.time or (statement if original is None else original.fact).occurred_at
    return msgspec.structs.replace(statement, data=corrected_data(statement), occurred_at=at, type=about.type)


def _reads(statement: Statement[Any]) -> Iterable[Selector]:
    yield life_of(statement)
    yield organisation_reads(speaker_of(statement))


def _is_transferor(known: Known, statement: Statement[Any]) -> bool:
    says = statement.data
    named = (
        says.transferor if isinstance(says, Application.Applied) else transfer_in(known, statement.subject).transferor
    )
    return named == f"organisation:{speaker_of(statement)}"


def _is_receiver(known: Known, statement: Statement[Any]) -> bool:
    return transfer_in(known, statement.subject).receiver == f"organisation:{speaker_of(statement)}"


def _decides_at(known: Known, statement: Statement[Any], division: str | None) -> bool:
    return may_decide(organisation_in(known, speaker_of(statement)), "ecology", division)


TRANSFEROR = Standing(_is_transferor, lambda s: [life_of(s)])
RECEIVER = Standing(_is_receiver, lambda s: [life_of(s)])
SENDING = Standing(lambda known, s: _decides_at(known, s, transfer_in(known, s.subject).from_division), _reads)
RECEIVING = Standing(lambda known, s: _decides_at(known, s, transfer_in(known, s.subject).to_division), _reads)


def day_of(statement: Statement[Any]) -> str:
    """The day of an act in China, YYYY-MM-DD."""
    return str(shanghai_day(statement.occurred_at))


def basis_of(state: TransferState, statement: Statement[Any]) -> str:
    """The article that a transfer rests on, on the day of an act."""
    return article_of(state.regime or "approval", day_of(statement), hazardous=state.hazardous)


def _refuse_below_the_province(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError where an approval is not dealt with by an authority of the province."""
    state, speaker = transfer_in(known, statement.subject), organisation_in(known, speaker_of(statement))
    if state.regime == "approval" and not is_of_a_province(speaker.division or "", speaker.level):
        raise UnlawfulActError(
            Finding(
                "not_of_the_province",
                f"{statement.type} of an approval is for an authority of the province",
                "/type",
                article=basis_of(state, statement),
                values={"type": statement.type, "division": speaker.division},
            )
        )


def _refuse_after_the_decision(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for a step of an application on which it was decided."""
    state = transfer_in(known, statement.subject)
    if state.decided is not None:
        raise UnlawfulActError(
            Finding(
                "decided_already",
                f"{statement.subject} was decided; apply anew under another number",
                "/type",
                article=basis_of(state, statement),
                values={"subject": statement.subject, "decided": state.decided},
            )
        )


def refuse_step(statement: Statement[Any], missing: str, article: str) -> None:
    """Raises UnlawfulActError for a step before the one that it follows."""
    raise UnlawfulActError(
        Finding(
            "step_missing",
            f"{statement.type} follows {missing}, which is not recorded",
            "/type",
            article=article,
            values={"subject": statement.subject, "type": statement.type, "missing": missing},
        )
    )


OF_THE_PROVINCE = Act(_refuse_below_the_province, _reads)
UNDECIDED = Act(_refuse_after_the_decision, lambda s: [life_of(s)])
