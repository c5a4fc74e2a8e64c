"""Credentials: that a key was issued or revoked is a fact; the key itself is never stored."""

from typing import Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.subjects import OrganisationID
from ledger.text import Name


class Credential:
    """An API key of an organisation, by the name that its statements carry."""

    class Issued(Fact, frozen=True, kw_only=True):
        """A key was issued to an organisation."""

        TOPIC = "credential.issued"
        TITLE = Title("密钥签发", "Credential issued")
        BASIS = ("本系统规则：陈述须可追溯到凭据",)
        SUBJECT = "credential"
        STATED_BY = (Relation.OPERATOR,)
        CREATES = True

        organisation: OrganisationID
        name: Name | None = None

    class Revoked(Fact, frozen=True, kw_only=True):
        """A key was revoked; what was stated with it stays."""

        TOPIC = "credential.revoked"
        TITLE = Title("密钥吊销", "Credential revoked")
        BASIS = ("本系统规则：陈述须可追溯到凭据",)
        SUBJECT = "credential"
        STATED_BY = (Relation.OPERATOR,)

        organisation: OrganisationID
        name: Name | None = None


class CredentialState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether a credential is in force."""

    stage: Literal["provisional", "issued", "revoked"] = "provisional"
    organisation: str | None = None
    name: str | None = None


def evolve(state: CredentialState, statement: Statement[Fact]) -> CredentialState:
    """The state after one more fact."""
    match statement.data:
        case Credential.Issued() as now:
            return CredentialState("issued", now.organisation, now.name)
        case Credential.Revoked():
            return msgspec.structs.replace(state, stage="revoked")
    return state
