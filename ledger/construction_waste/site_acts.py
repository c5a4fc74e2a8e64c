"""Who runs a site, which authority decides about it, and when filing, closing or reopening it is unlawful."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from ledger.clock import shanghai_day
from ledger.construction_waste import site
from ledger.construction_waste.project_acts import is_registered_as, plan_of
from ledger.construction_waste.site import FILING, Particulars, Site, SiteState
from ledger.correction import Correction, effective, says
from ledger.errors import ConflictError, Finding, UnlawfulActError
from ledger.fact import AnyFact, Statement
from ledger.judging import Act, Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties.organisation_acts import may_decide, organisation_in, organisation_reads
from ledger.regulation.construction_waste import filing_needed
from ledger.subjects import beside_gate, division_in, kind_of

OPERATORS = frozenset({"site_operator"})
PLACING: Final = ("site", "to_site", "project")
"""Fields that name the place that an authority decides about, where the subject is none itself."""


def site_reads(subject: str) -> OfSubject:
    """What tells how a site is filed."""
    return standing_facts(subject, *FILING)


def site_known(known: Known, subject: str, at: str | None = None) -> SiteState:
    """A site as recorded before the statement under judgement, and as it was at an instant where one is given."""
    state = SiteState()
    for each in effective(known.facts(subject)):
        if at is None or each.statement.occurred_at <= at:
            state = site.evolve(state, each.statement)
    return state


def _site_of(statement: Statement[Any]) -> str | None:
    """The site that a fact is about: itself, by the number of one of its gates, or the one that it names."""
    if kind_of(statement.subject) == "gate":
        number = beside_gate(statement.subject)
        return None if number is None else f"site:{number}"
    return statement.subject if kind_of(statement.subject) == "site" else getattr(statement.data, "site", None)


def _is_operator(known: Known, statement: Statement[Any]) -> bool:
    place = _site_of(statement)
    if place is None:
        return False
    state = site_known(known, place)
    if state.operator is None:
        of_a_project = kind_of(statement.subject) == "gate" and plan_of(known, f"project:{place.partition(':')[2]}")
        return not of_a_project and is_registered_as(known, statement, OPERATORS)
    return state.operator == f"organisation:{speaker_of(statement)}"


def _operator_reads(statement: Statement[Any]) -> Iterator[OfSubject]:
    place = _site_of(statement)
    if place is not None:
        yield site_reads(place)
        yield organisation_reads(speaker_of(statement))


SITE_OPERATOR = Standing(_is_operator, _operator_reads)
"""Who operates a site."""


def _authority(competence: str) -> Standing:
    def decides(known: Known, statement: Statement[Any]) -> bool:
        return may_decide(organisation_in(known, speaker_of(statement)), competence, _division(statement))

    return Standing(decides, lambda statement: [organisation_reads(speaker_of(statement))])


def _division(statement: Statement[Any]) -> str | None:
    """Where it is that an authority decides about: by the subject's number, else by that of the place named."""
    named = (getattr(statement.data, field, None) for field in PLACING)
    places = (division_in(each) for each in (statement.subject, *named) if each is not None)
    return next((place for place in places if place is not None), None)


GREENING, URBAN_MANAGEMENT = _authority("greening"), _authority("urban_management")
"""Authorities whose division covers the site or the project."""


def _refuse_term(_: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for a filing that is over before it begins."""
    filing, day = says(statement), str(shanghai_day(statement.occurred_at))
    if isinstance(filing, Particulars) and filing.valid_until < day:
        raise UnlawfulActError(
            Finding(
                "ends_before_it_begins",
                f"it ends on {filing.valid_until}, before {day}",
                "/data/valid_until",
                article=filing_needed(day),
                values={"from": day, "until": filing.valid_until},
            )
        )


def refuse_unfiled(known: Known, site_named: str, day: str, pointer: str) -> None:
    """Raises UnlawfulActError about a site that nobody filed, for an act of a day in China."""
    if site_known(known, site_named).operator is None:
        raise UnlawfulActError(
            Finding(
                "site_not_filed",
                f"{site_named} is not filed",
                pointer,
                article=filing_needed(day),
                values={"subject": site_named},
            )
        )


def _refuse_unfiled(known: Known, statement: Statement[Any]) -> None:
    refuse_unfiled(known, statement.subject, str(shanghai_day(statement.occurred_at)), "/subject")


def _refuse_closed(known: Known, statement: Statement[Any]) -> None:
    """Raises ConflictError for a site that is closed already."""
    if site_known(known, statement.subject, statement.occurred_at).is_closed(statement.occurred_at):
        told = {"subject": statement.subject}
        detail = f"{statement.subject} is closed already"
        raise ConflictError.because("site_closed_already", detail, "/subject", told)


def _refuse_open(known: Known, statement: Statement[Any]) -> None:
    """Raises ConflictError for a site that is not closed."""
    if not site_known(known, statement.subject, statement.occurred_at).is_closed(statement.occurred_at):
        told = {"subject": statement.subject}
        raise ConflictError.because("site_not_closed", f"{statement.subject} is not closed", "/subject", told)


def _its_filing(statement: Statement[Any]) -> Iterable[OfSubject]:
    return [site_reads(statement.subject)]


FILED = Act(_refuse_unfiled, _its_filing)
TERM = Act(_refuse_term)
SITE_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    Site.Filed: (TERM,),
    Site.Changed: (FILED, TERM),
    Site.Closed: (FILED, Act(_refuse_closed, _its_filing)),
    Correction.Corrected: (TERM,),
    Site.Reopened: (FILED, Act(_refuse_open, _its_filing)),
}
"""What can make an act about a site unlawful."""
