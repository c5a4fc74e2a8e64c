"""The accounts of one installation: who there is, and what administrators change about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from ledger.accounts.account import NAME, Account, AccountRole, account_of
from ledger.clock import microseconds
from ledger.errors import ConflictError, NotAllowedError, NotFoundError
from ledger.store.engine import to_write
from ledger.store.tables import account, session

FIRST_GOOD_FOR = timedelta(days=7)


class Accounts:
    """The table of accounts. `by` is the administrator who changes something, None the operator at a terminal."""

    def __init__(self, engine: Engine, first_good_for: timedelta = FIRST_GOOD_FOR) -> None:
        self.engine = engine
        self.first_good_for = first_good_for

    def of(self, organisation: str | None = None) -> list[Account]:
        """The accounts of an organisation, or of all, by name."""
        wanted = select(account).order_by(account.c.organisation, account.c.name)
        if organisation is not None:
            wanted = wanted.where(account.c.organisation == organisation)
        with self.engine.connect() as connection:
            return [account_of(row) for row in connection.execute(wanted)]

    def one(self, account_id: str, organisation: str | None = None) -> Account:
        """An account; raises NotFoundError where there is none, or none of this organisation."""
        with self.engine.connect() as connection:
            return account_of(_row(connection, account.c.id == account_id, organisation))

    def named(self, name: str) -> Account:
        """An account by its name; raises NotFoundError where there is none."""
        with self.engine.connect() as connection:
            return account_of(_row(connection, account.c.name == name, None))

    def with_hash(self, name: str) -> tuple[Account | None, str | None]:
        """An account by its name and the hash of its password; None and None where there is none."""
        if not NAME.fullmatch(name):  # nobody can have it, and not everything that is typed can be looked up
            return None, None
        with self.engine.connect() as connection:
            row = connection.execute(select(account).where(account.c.name == name)).one_or_none()
        return (None, None) if row is None else (account_of(row), row.password_hash)

    def check_free(self, name: str) -> None:
        """Raises ConflictError when somebody has this name."""
        with self.engine.connect() as connection:
            if connection.execute(select(account.c.id).where(account.c.name == name)).first():
                raise _taken(name)

    def add(self, new: Account, password_hash: str) -> None:
        """A new account; raises ConflictError when somebody took the name first."""
        row = {
            **new._asdict(),
            "password_hash": password_hash,
            "first_until": _at(new.first_until),
            "made_at": microseconds(new.made_at),
            "locked_at": _at(new.locked_at),
        }
        try:
            with to_write(self.engine) as connection:
                connection.execute(insert(account).values(row))
        except IntegrityError:
            raise _taken(new.name) from None

    def change_role(self, account_id: str, role: AccountRole, by: Account | None) -> Account:
        """Another role within the organisation; not for oneself, so that each organisation keeps an administrator."""
        return self._change(account_id, by, {"role": role})

    def lock(self, account_id: str, now: datetime, by: Account | None) -> Account:
        """Keep a person out, and end their sessions; not oneself."""
        return self._change(account_id, by, {"locked_at": microseconds(now)}, ends_sessions=True)

    def unlock(self, account_id: str, by: Account | None) -> Account:
        """Let a person in again."""
        return self._change(account_id, by, {"locked_at": None})

    def reset(self, account_id: str, password_hash: str, now: datetime, by: Account | None) -> Account:
        """A new first password, for whoever forgot theirs; their sessions end."""
        first_until = microseconds(now + self.first_good_for)
        values = {"password_hash": password_hash, "first_until": first_until}
        return self._change(account_id, by, values, ends_sessions=True)

    def end_sessions(self, account_id: str, by: Account | None) -> Account:
        """Sign a person out everywhere."""
        return self._change(account_id, by, {}, ends_sessions=True)

    def choose_password(self, account_id: str, password_hash: str) -> None:
        """The password that a person chose; all sessions end."""
        with to_write(self.engine) as connection:
            values = {"password_hash": password_hash, "first_until": None}
            connection.execute(update(account).where(account.c.id == account_id).values(values))
            connection.execute(delete(session).where(session.c.account == account_id))

    def rehash(self, account_id: str, before: str, after: str) -> None:
        """The same password under other parameters, unless it was changed meanwhile."""
        with to_write(self.engine) as connection:
            still = (account.c.id == account_id, account.c.password_hash == before)
            connection.execute(update(account).where(*still).values(password_hash=after))

    def _change(
        self, account_id: str, by: Account | None, values: dict[str, Any], *, ends_sessions: bool = False
    ) -> Account:
        with self._by_an_administrator(by) as connection:
            this = account.c.id == account_id
            _row(connection, this, None if by is None else by.organisation)
            if by is not None and by.id == account_id:
                raise ConflictError.because("own_account", "another administrator does that for you")
            if values:
                connection.execute(update(account).where(this).values(values))
            if ends_sessions:
                connection.execute(delete(session).where(session.c.account == account_id))
            return account_of(_row(connection, this, None))

    @contextmanager
    def _by_an_administrator(self, by: Account | None) -> Iterator[Connection]:
        """A transaction in which `by` administers its organisation still: two may change each other at once."""
        with to_write(self.engine) as connection:
            if by is not None:
                if connection.dialect.name == "postgresql":
                    one_at_a_time = text("SELECT pg_advisory_xact_lock(hashtextextended(:of, 0))")
                    connection.execute(one_at_a_time, {"of": f"accounts {by.organisation}"})
                row = _row(connection, account.c.id == by.id, by.organisation)
                if row.role != "administrator" or row.locked_at is not None:
                    raise NotAllowedError.because("not_an_administrator", "only administrators change accounts")
            yield connection


def _row(connection: Connection, this: Any, organisation: str | None) -> Any:
    """The row of an account; one of another organisation is as if it did not exist."""
    row = connection.execute(select(account).where(this)).one_or_none()
    if row is None or organisation not in {None, row.organisation}:
        raise NotFoundError.because("unknown_account", "there is no such account")
    return row


def _taken(name: str) -> ConflictError:
    return ConflictError.because("user_name_taken", f"somebody has the name {name!r}", values={"name": name})


def _at(moment: datetime | None) -> int | None:
    return None if moment is None else microseconds(moment)
