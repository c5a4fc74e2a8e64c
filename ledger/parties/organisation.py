"""Organisations 单位: generators, carriers, receivers, authorities, and who they are in this log."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.identifiers import DivisionCode
from ledger.limits import Limits
from ledger.text import Name, Reason

Role = Literal[
    "generator",
    "collector",
    "carrier",
    "receiver",
    "contractor",
    "site_operator",
    "authority",
    "administrator",
]
Competence = Literal["ecology", "greening", "urban_management", "police", "transport", "maritime", "prosecutor"]
Level = Literal["province", "city", "district"]

Roles = Annotated[list[Role], Limits(min_length=1, max_length=8)]
Competences = Annotated[list[Competence], Limits(min_length=1, max_length=7)]

TRUSTED_ROLES = frozenset({"authority", "administrator"})
"""Roles that only the log's operator gives."""


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of an organisation when it is registered, and whole again at every change."""

    name: Name
    roles: Roles
    division: DivisionCode
    competence: Competences | None = None
    level: Level | None = None


class Organisation:
    """A legal person, by its 统一社会信用代码 (GB 32100-2015)."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """An organisation enters the ledger, with the roles it plays."""

        TOPIC = "organisation.registered"
        TITLE = Title("单位登记", "Organisation registered")
        BASIS = ("固体废物污染环境防治法（2020）36", "生态环境法典 489（自2026-08-15）")
        SUBJECT = "organisation"
        STATED_BY = (Relation.OWNER, Relation.OPERATOR)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of an organisation, valid from its time."""

        TOPIC = "organisation.changed"
        TITLE = Title("单位变更", "Organisation changed")
        BASIS = ("固体废物污染环境防治法（2020）36", "生态环境法典 489（自2026-08-15）")
        SUBJECT = "organisation"
        STATED_BY = (Relation.OWNER, Relation.OPERATOR)

    class Closed(Fact, frozen=True, kw_only=True):
        """An organisation ends its part in the ledger; what it stated stays."""

        TOPIC = "organisation.closed"
        TITLE = Title("单位注销", "Organisation closed")
        BASIS = ("固体废物污染环境防治法（2020）36", "生态环境法典 489（自2026-08-15）")
        SUBJECT = "organisation"
        STATED_BY = (Relation.OWNER, Relation.OPERATOR)

        reason: Reason | None = None


class OrganisationState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an organisation is, as stated last."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    name: str | None = None
    roles: Sequence[str] = ()
    division: str | None = None
    competence: Sequence[str] = ()
    level: str | None = None


def evolve(state: OrganisationState, statement: Statement[Fact]) -> OrganisationState:
    """The state after one more fact."""
    match statement.data:
        case Organisation.Registered() | Organisation.Changed() as now:
            return OrganisationState("registered", now.name, now.roles, now.division, now.competence or (), now.level)
        case Organisation.Closed():
            return msgspec.structs.replace(state, stage="closed")
    return state
