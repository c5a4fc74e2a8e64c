"""What makes the filing of a plan or of a declaration unlawful."""

from collections.abc import Iterable
from typing import Any

from ledger.clock import shanghai_day
from ledger.errors import Finding, UnlawfulActError
from ledger.fact import Statement
from ledger.hazardous_waste import management_plan
from ledger.hazardous_waste.management_plan import ManagementPlan, ManagementPlanState
from ledger.judging import Act, Known, OfSubject, standing_facts
from ledger.parties.organisation_acts import establishment_known, establishment_reads
from ledger.regulation.record_duty import record_duty
from ledger.subjects import establishment_in


def _refuse_for_no_establishment(known: Known, statement: Statement[Any]) -> None:
    place = establishment_in(statement.subject)
    if place is None or establishment_known(known, place).stage != "registered":
        raise UnlawfulActError(
            Finding(
                "establishment_not_registered",
                f"{place} is not registered, or closed; register it first",
                "/subject",
                article=record_duty(shanghai_day(statement.occurred_at)),
                values={"establishment": place},
            )
        )


def _establishment_of(statement: Statement[Any]) -> Iterable[OfSubject]:
    place = establishment_in(statement.subject)
    if place is not None:
        yield establishment_reads(place)


OF_A_REGISTERED_ESTABLISHMENT = Act(_refuse_for_no_establishment, _establishment_of)
"""Planning and declaring is the duty of each place where waste arises: of one that is registered, and not closed."""


def _refuse_before_filing(known: Known, statement: Statement[Any]) -> None:
    state = known.fold(statement.subject, ManagementPlanState(), management_plan.evolve)
    if state.stage == "provisional":
        raise UnlawfulActError(
            Finding("plan_not_filed", "nothing is filed that could change", "/type", article="HJ 1259-2022 5.2")
        )


AFTER_FILING = Act(_refuse_before_filing, lambda s: [standing_facts(s.subject, ManagementPlan.Filed)])
"""A plan changes after it was filed."""
