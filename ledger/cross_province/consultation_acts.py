"""In which order the steps of an approval for hazardous waste follow each other (危险废物转移管理办法 23–26).

Of other approvals the statute tells no more than that the receiving province consents first; a simplified procedure
of a region (21(2)) has steps of its own. What no text orders is not refused.
"""

from collections.abc import Iterable
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.clock import shanghai_day
from ledger.cross_province.acceptance import acceptance_of
from ledger.cross_province.application import Application
from ledger.cross_province.consultation import Consultation
from ledger.cross_province.transfer_acts import basis_of, day_of, life_of, refuse_step, transfer_in
from ledger.errors import Finding, UnlawfulActError
from ledger.fact import Statement
from ledger.judging import Act, Known, standing_facts
from ledger.regulation.cross_province import step_article
from ledger.settled.calendar import Calendar
from ledger.settled.in_force import working_calendar


def _calendars(statement: Statement[Any]) -> list[str]:
    year = shanghai_day(statement.occurred_at).year
    return [f"calendar:{each}" for each in (year - 1, year)]


def with_calendars(statement: Statement[Any]) -> Iterable[Selector]:
    """The transfer, and the working days that tell whether silence has accepted it."""
    yield life_of(statement)
    for calendar in _calendars(statement):
        yield standing_facts(calendar, Calendar.Published)


def is_accepted(known: Known, statement: Statement[Any]) -> bool:
    """Whether the application counts as accepted on the day of a statement."""
    settings = [fact for calendar in _calendars(statement) for fact in known.facts(calendar)]
    state, day = transfer_in(known, statement.subject), shanghai_day(statement.occurred_at)
    return acceptance_of(state, working_calendar(settings), day) is not None


def _refuse_after_acceptance(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for a first look at what counts as accepted already, by silence or by a word."""
    state = transfer_in(known, statement.subject)
    looks_again = state.admitted_at is not None and not isinstance(statement.data, Application.Admitted)
    if state.in_full_order and not looks_again and is_accepted(known, statement):
        since = state.admitted_at or state.submissions[-1].received_at
        raise UnlawfulActError(
            Finding(
                "accepted_already",
                f"{statement.subject} counts as accepted since {since}",
                "/type",
                article=step_article("23", day_of(statement), hazardous=True),
                values={"subject": statement.subject, "since": since},
            )
        )


def _refuse_review(known: Known, statement: Statement[Any]) -> None:
    state = transfer_in(known, statement.subject)
    if state.in_full_order and not is_accepted(known, statement):
        article = step_article("24", day_of(statement), hazardous=True)
        refuse_step(statement, Application.Admitted.TOPIC, article)


def _refuse_consultation(known: Known, statement: Statement[Any]) -> None:
    state = transfer_in(known, statement.subject)
    if state.in_full_order and state.outcome != "passed":
        article = step_article("24", day_of(statement), hazardous=True)
        refuse_step(statement, Consultation.PreliminarilyReviewed.TOPIC, article)


def _refuse_answer(known: Known, statement: Statement[Any]) -> None:
    state = transfer_in(known, statement.subject)
    if state.in_full_order and state.consulted_at is None:
        article = step_article("25", day_of(statement), hazardous=True)
        refuse_step(statement, Consultation.Consulted.TOPIC, article)


def _refuse_unless_approval(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for a step of an approval where none is asked for."""
    state = transfer_in(known, statement.subject)
    if state.regime not in {None, "approval"}:
        raise UnlawfulActError(
            Finding(
                "not_of_this_regime",
                f"{statement.type} is no step of {state.regime}",
                "/type",
                article=basis_of(state, statement),
                values={"type": statement.type, "regime": state.regime},
            )
        )


FIRST_LOOK = Act(_refuse_after_acceptance, with_calendars)
REVIEW = Act(_refuse_review, with_calendars)
CONSULTATION = Act(_refuse_consultation, lambda s: [life_of(s)])
ANSWER = Act(_refuse_answer, lambda s: [life_of(s)])
OF_AN_APPROVAL = Act(_refuse_unless_approval, lambda s: [life_of(s)])
