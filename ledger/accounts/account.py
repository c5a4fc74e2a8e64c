"""One person's account: of which organisation, with which role, under which pseudonym."""

import re
import secrets
from collections.abc import Set
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple, get_args

from ledger.clock import from_microseconds
from ledger.credentials import ALPHABET
from ledger.errors import InvalidError

AccountRole = Literal["administrator", "staff", "viewer", "driver", "inspector"]
"""组织管理员, 经办, 只读, 司机, 执法人员: what a person may do within their organisation."""

ROLES: Final[tuple[AccountRole, ...]] = get_args(AccountRole)
STATING: Final[Set[AccountRole]] = frozenset({"administrator", "staff", "driver", "inspector"})
"""Who may state facts for the organisation; a viewer only looks."""

NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,38})[a-z0-9]", re.A)
"""How names to sign in with are written: a staff number does, and says nothing about anybody."""
SHOWN_MAX: Final = 40

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Account(NamedTuple):
    """A person as the installation knows them; without anything of their password."""

    id: str
    """The pseudonym, which is the credential of what they state: `p-` and eight characters."""
    organisation: str
    """USCC."""
    name: str
    """What is typed to sign in."""
    shown_name: str | None
    role: AccountRole
    first_until: datetime | None
    """Until when the first password is good, while it was not changed yet."""
    made_at: datetime
    locked_at: datetime | None

    @property
    def called(self) -> str:
        """What the person is called on pages."""
        return self.shown_name or self.name

    @property
    def may_state(self) -> bool:
        """Whether this person states facts for the organisation."""
        return self.role in STATING

    @property
    def source(self) -> str:
        """The source of what this person states."""
        return f"urn:uscc:{self.organisation}:office"


def account_of(row: Any) -> Account:
    """An account as its row tells it."""
    return Account(
        row.id,
        row.organisation,
        row.name,
        row.shown_name,
        row.role,
        None if row.first_until is None else from_microseconds(row.first_until),
        from_microseconds(row.made_at),
        None if row.locked_at is None else from_microseconds(row.locked_at),
    )


def new_account_id() -> str:
    """A pseudonym that says nothing about anybody and reads well over the telephone."""
    return "p-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def typed_name(text: str) -> str:
    """A name as it is looked up: however it was typed, capitals and blanks around it do not count."""
    return text.strip().lower()


def checked_name(text: str) -> str:
    """A name for a new account; raises InvalidError for one that is not well written."""
    name = typed_name(text)
    if not NAME.fullmatch(name):
        raise InvalidError.because(
            "wrong_user_name", "3 to 40 of a-z, 0-9, dot, dash and underscore, with a letter or digit at both ends"
        )
    return name


def checked_shown_name(text: str) -> str | None:
    """What a person is called on pages, None where nothing was given; raises InvalidError for what is no name."""
    shown = text.strip()
    if len(shown) > SHOWN_MAX or _CONTROL.search(shown):
        raise InvalidError.because(
            "wrong_shown_name", f"at most {SHOWN_MAX} characters on one line", values={"most": SHOWN_MAX}
        )
    return shown or None


def checked_role(text: str) -> AccountRole:
    """A role; raises InvalidError for a word that is none."""
    for role in ROLES:
        if text == role:
            return role
    raise InvalidError.because(
        "unknown_role", f"a role is one of {', '.join(ROLES)}", values={"known": ", ".join(ROLES)}
    )
