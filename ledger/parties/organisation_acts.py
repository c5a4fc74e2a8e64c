"""Who gives which role, and over whom an authority may decide."""

from typing import Any

from ledger.correction import Correction, corrected_data
from ledger.errors import Finding
from ledger.fact import Statement
from ledger.parties.organisation import TRUSTED_ROLES, Organisation, OrganisationState
from ledger.regulation.divisions import covers


def untrusted_role(statement: Statement[Any], operator: str) -> Finding | None:
    """What is wrong when anybody but the log's operator makes an organisation an authority or administrator."""
    corrects = statement.about is not None and isinstance(statement.data, Correction.Corrected)
    # a role given by correcting one's own fact is a role given
    match corrected_data(statement) if corrects else statement.data:
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
