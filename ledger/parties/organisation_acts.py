"""Who gives which role, and over whom an authority may decide."""

from collections.abc import Iterable
from typing import Any

from ledger.correction import says
from ledger.errors import Finding
from ledger.fact import Statement
from ledger.judging import Known, OfSubject, Standing, speaker_of, standing_facts
from ledger.parties import establishment, organisation
from ledger.parties.establishment import Establishment, EstablishmentState
from ledger.parties.organisation import TRUSTED_ROLES, Organisation, OrganisationState
from ledger.regulation.divisions import covers
from ledger.subjects import establishment_in


def organisation_reads(uscc: str) -> OfSubject:
    """What tells of an organisation."""
    types = (Organisation.Registered, Organisation.Changed, Organisation.Closed)
    return standing_facts(f"organisation:{uscc}", *types)


def organisation_in(known: Known, uscc: str) -> OrganisationState:
    """An organisation as recorded before the statement under judgement."""
    return known.fold(f"organisation:{uscc}", OrganisationState(), organisation.evolve)


def establishment_reads(subject: str) -> OfSubject:
    """What tells of an establishment."""
    return standing_facts(subject, Establishment.Registered, Establishment.Changed, Establishment.Closed)


def establishment_known(known: Known, subject: str) -> EstablishmentState:
    """An establishment as recorded before the statement under judgement."""
    return known.fold(subject, EstablishmentState(), establishment.evolve)


def place_of(statement: Statement[Any]) -> str | None:
    """The establishment that an authority decides about: in the subject's number, else the one the data names."""
    return establishment_in(statement.subject) or getattr(statement.data, "establishment", None)


def _is_ecology(known: Known, statement: Statement[Any]) -> bool:
    place = place_of(statement)
    division = establishment_known(known, place).division if place else None
    return may_decide(organisation_in(known, speaker_of(statement)), "ecology", division)


def _ecology_reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    yield organisation_reads(speaker_of(statement))
    place = place_of(statement)
    if place is not None:
        yield establishment_reads(place)


ECOLOGY = Standing(_is_ecology, _ecology_reads)
"""An authority for ecology whose division covers the establishment."""


def untrusted_role(statement: Statement[Any], operator: str) -> Finding | None:
    """What is wrong when anybody but the log's operator makes an organisation an authority or administrator."""
    # a role given by correcting one's own fact is a role given
    match says(statement):
        case Organisation.Registered(roles=roles) | Organisation.Changed(roles=roles):
            if statement.stated_by != operator and TRUSTED_ROLES & set(roles):
                return Finding("role_not_given", "only the operator of this log gives that role", "/data/roles")
    return None


def may_decide(authority: OrganisationState, competence: str, division: str | None) -> bool:
    """Whether a registered authority has the competence, and its division holds the place in question."""
    return (
        authority.stage == "registered"
        and "authority" in authority.roles
        and competence in authority.competence
        and authority.division is not None
        and division is not None
        and covers(authority.division, division)
    )
