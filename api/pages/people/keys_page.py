"""`/keys`: the API keys of one organisation, for its administrators; each issue and each revocation is a fact."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger
from api.pages.page import PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.people.forms import OwnForm
from api.people.issuing import Speaker, issue_key, revoke_key
from api.people.signed_in import Administrator
from ledger.accounts.account import checked_shown_name
from ledger.clock import write_instant
from ledger.credentials import Credentials, IssuedKey
from ledger.errors import InvalidError, NotFoundError
from ledger.log import Ledger

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/keys")
def keys(page: ThePage, session: Administrator, ledger: TheLedger, done: str = "") -> Response:
    """The keys of the administrator's organisation, and the form for one more."""
    organisation = session.account.organisation
    every = _keys(ledger).of(organisation)
    return page.answer(
        "keys.html",
        organisation=RegisteredNames(ledger).of_organisation(organisation) or organisation,
        keys=[_told(each) for each in every],
        in_force=sum(each.revoked_at is None for each in every),
        once=uuid4().hex,
        done=done,
    )


@router.post("/keys")
def issue(page: ThePage, session: Administrator, ledger: TheLedger, form: OwnForm) -> Response:
    """A new key, shown this once; the same form sent again issues no second one."""
    name, once = checked_shown_name(form.get("name", "")), form.get("once", "")
    if name is None or not (once.isascii() and once.isalnum() and len(once) == 32):
        raise InvalidError.because(
            "key_without_a_name", "say what the key is for, such as the scale that posts with it"
        )
    by = Speaker.for_the_operator(ledger, session.account)
    key = issue_key(ledger, by, session.account.organisation, name, f"key-{once}")
    return page.answer("key_secret.html", name=name, key=key)


@router.get("/keys/{credential}")
def key_page(page: ThePage, session: Administrator, ledger: TheLedger, credential: str) -> Response:
    """One key, and the button that ends it."""
    return page.answer("key.html", each=_told(_own(ledger, session.account.organisation, credential)))


@router.post("/keys/{credential}/revoke")
def revoke(page: ThePage, session: Administrator, ledger: TheLedger, form: OwnForm, credential: str) -> Response:  # noqa: ARG001
    """End a key at once; what was stated with it stays."""
    organisation = session.account.organisation
    if _own(ledger, organisation, credential).revoked_at is None:
        revoke_key(ledger, Speaker.for_the_operator(ledger, session.account), credential, organisation)
    return RedirectResponse(page.link("/keys", done=credential), 303)


def _keys(ledger: Ledger) -> Credentials:
    return Credentials(ledger.recorder.engine)


def _own(ledger: Ledger, organisation: str, credential: str) -> IssuedKey:
    found = next((each for each in _keys(ledger).of(organisation) if each.id == credential), None)
    if found is None:
        raise NotFoundError.because("unknown_credential", "there is no such key")
    return found


def _told(key: IssuedKey) -> dict[str, Any]:
    """A key as the pages show it."""
    revoked = None if key.revoked_at is None else write_instant(key.revoked_at)
    return {"id": key.id, "name": key.name, "issued_at": write_instant(key.issued_at), "revoked_at": revoked}
