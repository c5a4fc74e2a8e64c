"""Facts that a person states with a plain form: once, however often the form is sent."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, NamedTuple

from fastapi import Depends

from api.people.forms import Form
from api.people.signed_in import SignedIn
from ledger.accounts.account import Account
from ledger.accounts.sessions import Session
from ledger.catalogue import read_leaf
from ledger.clock import write_instant
from ledger.errors import MalformedError, NotAllowedError
from ledger.leaf import idempotency_key
from ledger.log import Ledger
from ledger.posting import Poster, Posting
from ledger.receipts import Receipt

AT_THE_DESK: Final = frozenset({"administrator", "staff"})
"""Who of an organisation works at its counter; a driver tells of loads on the way, a viewer of nothing."""
ONCE: Final = "id"
"""The hidden field that tells one form from another."""


def at_the_desk(session: SignedIn) -> Session:
    """The session of who may act at the counter; raises NotAllowedError for every other role."""
    if session.account.role not in AT_THE_DESK:
        raise NotAllowedError.because("role_does_not_state", "this role states nothing at the counter")
    return session


AtTheDesk = Annotated[Session, Depends(at_the_desk)]


class Said(NamedTuple):
    """One fact of a form, before it has a time and a number."""

    type: str
    subject: str
    data: dict[str, Any]


def once_of(form: Form) -> str:
    """The number of a form; raises MalformedError for one that no page of ours made."""
    once = form.get(ONCE, "")
    if not (once.isascii() and once.isalnum() and len(once) == 32):
        raise MalformedError.because("not_a_form", "the form has no number")
    return once


def say_once(
    ledger: Ledger, account: Account, once: str, said: Sequence[Said], at: str | None = None
) -> list[Receipt]:
    """State what a form says, all or nothing, as happening at an instant or now; raises what refuses it.

    Sent again the form keeps the time of its first sending, so that it is the same facts, recorded once; with other
    content it is refused as an `idempotency_conflict`.
    """
    ids = [f"{once}-{number}" for number in range(len(said))]
    keys = [idempotency_key(account.organisation, account.source, each) for each in ids]
    before = ledger.recorder.leaves_by_key(keys)
    now = at or write_instant(ledger.recorder.now())
    times = [read_leaf(*before[key]).fact.occurred_at if key in before else now for key in keys]
    postings = [
        Posting(each, account.source, fact.type, fact.subject, time, fact.data)
        for each, fact, time in zip(ids, said, times, strict=True)
    ]
    return ledger.state_one(Poster(account.organisation, account.id), postings)
