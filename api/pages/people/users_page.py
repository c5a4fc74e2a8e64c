"""`/users`: the people of one organisation, for its administrators; whom they let in and whom they keep out."""

from collections import Counter
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger
from api.pages.page import Page, PageRoute, ThePage
from api.pages.people.role_words import MAY, ROLE_WORDS
from api.pages.people.sign_in_page import TheDoor
from api.pages.registered_names import RegisteredNames
from api.pages.words import Words
from api.people.forms import Form, OwnForm
from api.people.issuing import NewAccount, Speaker, add_account, check_role, roles_of
from api.people.signed_in import Administrator
from api.problems import STATUS
from api.refusals.table import why
from ledger.accounts.account import Account, AccountRole, checked_name, checked_role, checked_shown_name
from ledger.accounts.sessions import Session
from ledger.clock import write_instant
from ledger.errors import ConflictError, InvalidError
from ledger.log import Ledger

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/users")
def users(page: ThePage, session: Administrator, ledger: TheLedger, door: TheDoor) -> Response:
    """The people of the administrator's organisation."""
    organisation = session.account.organisation
    people = door.accounts.of(organisation)
    return page.answer(
        "users.html",
        organisation=RegisteredNames(ledger).of_organisation(organisation) or organisation,
        people=[_told(each) for each in people],
        counted=[(ROLE_WORDS[role], number) for role, number in Counter(each.role for each in people).items()],
        locked=sum(each.locked_at is not None for each in people),
        open_sessions=door.sessions.open_of(organisation, door.now()),
    )


@router.get("/users/new")
def new_user(page: ThePage, session: Administrator, ledger: TheLedger) -> Response:
    """The form for one more."""
    return _form(page, _roles(ledger, session), {}, None)


@router.post("/users/new")
def add_user(page: ThePage, session: Administrator, ledger: TheLedger, door: TheDoor, form: OwnForm) -> Response:
    """One more person of the organisation; the first password is shown this once."""
    by = Speaker.for_the_operator(ledger, session.account)
    try:
        new = NewAccount(
            session.account.organisation,
            checked_name(form.get("name", "")),
            checked_shown_name(form.get("shown_name", "")),
            checked_role(form.get("role", "")),
        )
        account, password = add_account(ledger, door.accounts, door.passwords, by, new)
    except (InvalidError, ConflictError) as error:
        return _form(page, _roles(ledger, session), form, error)
    return _shown_once(page, account, password)


@router.get("/users/{account_id}")
def user(
    page: ThePage, session: Administrator, ledger: TheLedger, door: TheDoor, account_id: str, done: str = ""
) -> Response:
    """One person, and what an administrator may do about them."""
    account = door.accounts.one(account_id, session.account.organisation)
    sessions = door.sessions.open_of(session.account.organisation, door.now()).get(account.id, 0)
    oneself = account.id == session.account.id
    roles = _roles(ledger, session)
    return page.answer(
        "user.html", person=_told(account), oneself=oneself, sessions=sessions, roles=roles, may=MAY, done=done
    )


@router.post("/users/{account_id}/role")
def change_role(
    page: ThePage, session: Administrator, ledger: TheLedger, door: TheDoor, form: OwnForm, account_id: str
) -> Response:
    """Another role, from the next page on that the person asks for."""
    role = checked_role(form.get("role", ""))
    check_role(ledger, session.account.organisation, role)
    return _back(page, door.accounts.change_role(account_id, role, session.account), "role")


@router.post("/users/{account_id}/lock")
def lock(page: ThePage, session: Administrator, door: TheDoor, form: OwnForm, account_id: str) -> Response:  # noqa: ARG001
    """Keep a person out."""
    return _back(page, door.accounts.lock(account_id, door.now(), session.account), "locked")


@router.post("/users/{account_id}/unlock")
def unlock(page: ThePage, session: Administrator, door: TheDoor, form: OwnForm, account_id: str) -> Response:  # noqa: ARG001
    """Let a person in again, also one who failed too often a moment ago."""
    return _back(page, door.unlock(account_id, session.account), "unlocked")


@router.post("/users/{account_id}/end-sessions")
def end_sessions(page: ThePage, session: Administrator, door: TheDoor, form: OwnForm, account_id: str) -> Response:  # noqa: ARG001
    """Sign a person out everywhere."""
    return _back(page, door.accounts.end_sessions(account_id, session.account), "ended")


@router.post("/users/{account_id}/reset")
def reset(page: ThePage, session: Administrator, door: TheDoor, form: OwnForm, account_id: str) -> Response:  # noqa: ARG001
    """A new first password, shown this once."""
    return _shown_once(page, *door.reset(account_id, session.account))


def _back(page: Page, account: Account, done: str) -> Response:
    return RedirectResponse(page.link(f"/users/{account.id}", done=done), 303)


def _roles(ledger: Ledger, session: Session) -> dict[AccountRole, Words]:
    """The roles to choose from."""
    return {role: ROLE_WORDS[role] for role in roles_of(ledger, session.account.organisation)}


def _form(
    page: Page, roles: dict[AccountRole, Words], given: Form, error: InvalidError | ConflictError | None
) -> Response:
    refused = None if error is None else why(error.findings[0])
    status = 200 if error is None else STATUS[type(error)]
    return page.answer("new_user.html", status, given=given, refused=refused, roles=roles, may=MAY)


def _shown_once(page: Page, account: Account, password: str) -> Response:
    assert account.first_until is not None
    return page.answer(
        "user_password.html", person=_told(account), password=password, until=write_instant(account.first_until)
    )


def _told(account: Account) -> dict[str, Any]:
    """A person as the pages show them."""
    locked = ("已停用", "locked")
    waiting = ("待首次登录", "has a first password")
    usual = ("正常", "in use")
    return {
        "account": account,
        "role": ROLE_WORDS[account.role],
        "standing": locked if account.locked_at else waiting if account.first_until else usual,
        "made_at": write_instant(account.made_at),
    }
