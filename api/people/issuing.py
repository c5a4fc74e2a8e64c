"""Keys and accounts: that one was issued is a fact, and what lets it in is a row beside the log.

The fact comes first: a key without its fact could speak unrecorded, a fact without its key harms nobody. What ends a
key is done the other way round, for it must be silent at once (decision 0005).
"""

from typing import Any, NamedTuple
from uuid import uuid4

from ledger.accounts.account import ROLES, Account, AccountRole, new_account_id
from ledger.accounts.passwords import Passwords, first_password
from ledger.accounts.register import Accounts
from ledger.clock import write_instant
from ledger.correction import effective
from ledger.credentials import Credentials, new_credential_id
from ledger.errors import InvalidError
from ledger.log import Ledger
from ledger.parties.organisation import OrganisationState
from ledger.posting import Poster, Posting
from ledger.receipts import Receipt
from projections.custody.state import fold

OF_AN_ACCOUNT = "账户 · account"
"""The name of an account's credential in the log: it says nothing about the person."""


class Speaker(NamedTuple):
    """Who states something, and from where."""

    poster: Poster
    source: str

    @classmethod
    def at_the_terminal(cls, ledger: Ledger) -> "Speaker":
        """The operator of the log, at the command line."""
        return cls(Poster(ledger.operator, "cli"), f"urn:uscc:{ledger.operator}:cli")

    @classmethod
    def for_the_operator(cls, ledger: Ledger, person: Account) -> "Speaker":
        """The operator, at the request of a person whose pseudonym the fact carries: only it issues credentials."""
        return cls(Poster(ledger.operator, person.id), f"urn:uscc:{ledger.operator}:office")


def state(
    ledger: Ledger, by: Speaker, fact_type: str, subject: str, data: dict[str, Any], fact_id: str | None = None
) -> Receipt:
    """State one fact at the ledger's present instant; raises what refuses it."""
    now = write_instant(ledger.recorder.now())
    posting = Posting(fact_id or uuid4().hex, by.source, fact_type, subject, now, data)
    return ledger.state_one(by.poster, [posting])[0]


def issue_key(ledger: Ledger, by: Speaker, organisation: str, name: str | None, fact_id: str | None = None) -> str:
    """A new key of an organisation, `CREDENTIAL.SECRET`; raises what refuses its fact."""
    credential = new_credential_id()
    _issued(ledger, by, organisation, credential, name, fact_id)
    return Credentials(ledger.recorder.engine).issue(credential, organisation, name, ledger.recorder.now())


def revoke_key(ledger: Ledger, by: Speaker, credential: str, organisation: str | None = None) -> Receipt:
    """End a key at once; raises NotFoundError for one that does not exist, or not in this organisation."""
    now = ledger.recorder.now()
    holder = Credentials(ledger.recorder.engine).revoke(credential, now, organisation)
    data = {"organisation": f"organisation:{holder.organisation}"}
    return state(ledger, by, "credential.revoked", f"credential:{holder.organisation}.{credential}", data)


class NewAccount(NamedTuple):
    """Whom an administrator lets in."""

    organisation: str
    name: str
    shown_name: str | None
    role: AccountRole


def add_account(
    ledger: Ledger, accounts: Accounts, passwords: Passwords, by: Speaker, new: NewAccount, *, keeps: bool = False
) -> tuple[Account, str]:
    """A new account and its first password, which is shown once; `keeps` it unless the person changes it.

    Raises InvalidError for a role that the organisation does not have, ConflictError for a name that is taken.
    """
    check_role(ledger, new.organisation, new.role)
    accounts.check_free(new.name)
    now, password = ledger.recorder.now(), first_password()
    account = Account(
        id=new_account_id(),
        organisation=new.organisation,
        name=new.name,
        shown_name=new.shown_name,
        role=new.role,
        first_until=None if keeps else now + accounts.first_good_for,
        made_at=now,
        locked_at=None,
    )
    _issued(ledger, by, new.organisation, account.id, OF_AN_ACCOUNT)
    accounts.add(account, passwords.hashed(password))
    return account, password


def roles_of(ledger: Ledger, organisation: str) -> tuple[AccountRole, ...]:
    """The roles that people of an organisation may have; none where it is not registered."""
    subject = f"organisation:{organisation}"
    standing: OrganisationState = fold(subject, effective(ledger.recorded(subject=subject)))
    if standing.stage != "registered":
        return ()
    return ROLES if "authority" in standing.roles else tuple(role for role in ROLES if role != "inspector")


def check_role(ledger: Ledger, organisation: str, role: AccountRole) -> None:
    """Raises InvalidError where an organisation is not registered, or has nobody with such a role."""
    possible = roles_of(ledger, organisation)
    if not possible:
        raise InvalidError.because(
            "organisation_not_registered",
            f"organisation {organisation[:40]!r} is not registered",
            values={"organisation": organisation[:40]},
        )
    if role not in possible:
        raise InvalidError.because("role_of_authorities", "only an authority has inspectors")


def _issued(
    ledger: Ledger, by: Speaker, organisation: str, credential: str, name: str | None, fact_id: str | None = None
) -> None:
    data = {"organisation": f"organisation:{organisation}", **({"name": name} if name else {})}
    state(ledger, by, "credential.issued", f"credential:{organisation}.{credential}", data, fact_id)
