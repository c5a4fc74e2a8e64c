"""Whose a project is: its plan says who is the contractor, and a project has one plan."""

from collections.abc import Iterable, Iterator
from typing import Any

from eventsourcing.dcb.domain import Selector

from ledger.clock import shanghai_day
from ledger.construction_waste import disposal_plan, site
from ledger.construction_waste.disposal_plan import DisposalPlan, DisposalPlanState
from ledger.construction_waste.site import SiteState
from ledger.correction import says
from ledger.errors import ConflictError, Finding, UnlawfulActError
from ledger.fact import Statement
from ledger.judging import CORRECTIONS, Act, Known, Named, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties.organisation_acts import organisation_in, organisation_reads
from ledger.regulation.construction_waste import plan_needed
from ledger.subjects import beside_gate, kind_of

CONTRACTORS = frozenset({"contractor"})


def is_registered_as(known: Known, statement: Statement[Any], roles: frozenset[str]) -> bool:
    """Whether whoever speaks is registered for a part, while it is not known whose a number is."""
    speaker = organisation_in(known, speaker_of(statement))
    return speaker.stage == "registered" and not roles.isdisjoint(speaker.roles)


def plan_of(known: Known, project: str) -> DisposalPlanState | None:
    """The plan of a project as it stands; None while none is filed here."""
    plans = (known.fold(each, DisposalPlanState(), disposal_plan.evolve) for each in known.plans_of(project))
    return next((plan for plan in plans if plan.project == project), None)


def _project_of(statement: Statement[Any]) -> str | None:
    """The project that a fact is about: itself, or by the number of one of its gates."""
    if kind_of(statement.subject) == "gate":
        number = beside_gate(statement.subject)
        return None if number is None else f"project:{number}"
    return statement.subject


def _plans_named(project: str) -> Named:
    """What is said of plans of a project; a correction may name one that its original did not."""
    return Named((DisposalPlan.Filed, *CORRECTIONS), (project,))


def _is_contractor(known: Known, statement: Statement[Any]) -> bool:
    speaker = f"organisation:{speaker_of(statement)}"
    if isinstance(statement.data, DisposalPlan.Filed):
        return bool(statement.data.contractor == speaker)
    project = _project_of(statement)
    if project is None:
        return False
    plan = plan_of(known, project)
    if plan is not None:
        return plan.contractor == speaker
    # a gate's number does not say whether it is a project's or a site's: that of a filed site is none of a project
    named = f"site:{project.partition(':')[2]}"
    of_a_site = kind_of(statement.subject) == "gate" and known.fold(named, SiteState(), site.evolve).operator
    return not of_a_site and is_registered_as(known, statement, CONTRACTORS)


def _contractor_reads(statement: Statement[Any]) -> Iterator[Selector]:
    project = _project_of(statement)
    if project is not None and not isinstance(statement.data, DisposalPlan.Filed):
        yield _plans_named(project)
        yield organisation_reads(speaker_of(statement))


def _plans(known: Known, statement: Statement[Any]) -> Iterable[OfSubject]:
    project = _project_of(statement)
    for plan in known.plans_of(project) if project is not None else ():
        yield standing_facts(plan, DisposalPlan.Filed)


CONTRACTOR = Standing(_is_contractor, _contractor_reads, _plans)
"""The contractor of a project."""


def _filed_in(statement: Statement[Any]) -> DisposalPlan.Filed | None:
    """What is filed: as said first, or as a correction of it says."""
    said = says(statement)
    return said if isinstance(said, DisposalPlan.Filed) else None


def _refuse_filing(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for a plan that does not balance, ConflictError for a second one of a project."""
    filed = _filed_in(statement)
    if filed is None:
        return
    if filed.contractor != f"organisation:{speaker_of(statement)}":
        raise UnlawfulActError(
            Finding(
                "contractor_files",
                f"{filed.contractor} files the plan of its own project",
                "/data/contractor",
                article=plan_needed(str(shanghai_day(statement.occurred_at))),
                values={"party": filed.contractor},
            )
        )
    if not filed.balances:
        told = [format(each / 10**12, ".3f") for each in _amounts(filed)]
        raise UnlawfulActError(
            Finding(
                "plan_does_not_balance",
                f"{told[0]} t arise, {told[1]} t are filled in and {told[2]} t hauled out",
                "/data/haul_out",
                article=plan_needed(str(shanghai_day(statement.occurred_at))),
                values=dict(zip(("total", "backfill", "haul_out"), told, strict=True)),
            )
        )
    other = next(
        (p for p in known.plans_of(filed.project) if p != statement.subject and _stands(known, p, filed)), None
    )
    if other is not None:
        raise ConflictError.because(
            "plan_filed_already",
            f"a plan of {filed.project} is filed already; correct that one, or withdraw it",
            "/data/project",
            {"subject": filed.project},
        )


def _amounts(filed: DisposalPlan.Filed) -> tuple[int, int, int]:
    total = sum(each.micrograms for each in filed.classes)
    return total, filed.backfill.micrograms, filed.haul_out.micrograms


def _stands(known: Known, plan: str, filed: DisposalPlan.Filed) -> bool:
    return known.fold(plan, DisposalPlanState(), disposal_plan.evolve).project == filed.project


def _filing_reads(statement: Statement[Any]) -> Iterator[Selector]:
    filed = _filed_in(statement)
    if filed is not None:
        yield _plans_named(filed.project)


FILING = Act(_refuse_filing, _filing_reads)
