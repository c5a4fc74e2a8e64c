"""Sessions: who is signed in. The browser keeps a random token, the database its SHA-256 and nothing else of it."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, func, insert, or_, select, update

from ledger.accounts.account import Account, account_of
from ledger.clock import from_microseconds, microseconds
from ledger.store.engine import to_write
from ledger.store.tables import account, session

SEEN_EVERY = timedelta(seconds=60)
"""How often it is written down that a session was used: not with every page, for the log wants to write too."""


class SessionLimits(NamedTuple):
    """How long a session lasts (内部设定): unused, and at all."""

    idle: timedelta = timedelta(minutes=30)
    most: timedelta = timedelta(hours=12)


USUAL = SessionLimits()


class Session(NamedTuple):
    """A browser in which somebody is signed in."""

    account: Account
    token: str
    began_at: datetime

    @property
    def form_token(self) -> str:
        """What each form of this session carries; whoever can read the database cannot compute it."""
        made = hmac.digest(self.token.encode(), b"bihuan form", "sha256")
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def is_its_form(self, token: str) -> bool:
        """Whether a form was made for this session, in constant time."""
        return hmac.compare_digest(token.encode(), self.form_token.encode())


class Sessions:
    """The sessions of one installation."""

    def __init__(self, engine: Engine, limits: SessionLimits = USUAL) -> None:
        self.engine = engine
        self.limits = limits
        self._seen_every = min(SEEN_EVERY, limits.idle / 10)

    def begin(self, account_id: str, password_hash: str, now: datetime) -> str | None:
        """Sign an account in and return the token; None where it was locked or its password changed meanwhile.

        Rows of sessions that are over are removed on the way.
        """
        token = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        at = microseconds(now)
        same = (account.c.id == account_id, account.c.password_hash == password_hash, account.c.locked_at.is_(None))
        with to_write(self.engine) as connection:
            # held until this is stored: who changes the account afterwards ends this session too
            if connection.execute(select(account.c.id).where(*same).with_for_update(read=True)).first() is None:
                return None
            connection.execute(delete(session).where(self._over(now)))
            row = {"token_hash": _hash(token), "account": account_id, "began_at": at, "seen_at": at}
            connection.execute(insert(session).values(row))
        return token

    def of(self, token: str, now: datetime, *, used: bool = True) -> Session | None:
        """Whose session this is, and that it was used now; None for one that is over, or never was.

        Not `used` is a look that nobody took themselves, such as a page's that follows the log: it makes none last.
        """
        wanted = (
            select(account, session.c.began_at, session.c.seen_at)
            .join(session, session.c.account == account.c.id)
            .where(session.c.token_hash == _hash(token), account.c.locked_at.is_(None), ~self._over(now))
        )
        with self.engine.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        if used and now - from_microseconds(row.seen_at) >= self._seen_every:
            self._seen(token, now)
        return Session(account_of(row), token, from_microseconds(row.began_at))

    def end(self, token: str) -> None:
        """Sign out: the row is gone, and the token is good for nothing."""
        with to_write(self.engine) as connection:
            connection.execute(delete(session).where(session.c.token_hash == _hash(token)))

    def end_all(self, account_id: str) -> int:
        """Sign an account out everywhere; returns how many sessions there were."""
        with to_write(self.engine) as connection:
            return connection.execute(delete(session).where(session.c.account == account_id)).rowcount

    def open_of(self, organisation: str, now: datetime) -> dict[str, int]:
        """How many sessions each account of an organisation has open; accounts without one are left out."""
        counted = (
            select(session.c.account, func.count())
            .join(account, session.c.account == account.c.id)
            .where(account.c.organisation == organisation, ~self._over(now))
            .group_by(session.c.account)
        )
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(counted)}

    def _seen(self, token: str, now: datetime) -> None:
        # only a session that is not over is used: the limits hold also where two requests come at once
        still = (session.c.token_hash == _hash(token), session.c.seen_at < microseconds(now), ~self._over(now))
        with to_write(self.engine) as connection:
            connection.execute(update(session).where(*still).values(seen_at=microseconds(now)))

    def _over(self, now: datetime) -> ColumnElement[bool]:
        idle, most = (microseconds(now - span) for span in (self.limits.idle, self.limits.most))
        return or_(session.c.seen_at <= idle, session.c.began_at <= most)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
