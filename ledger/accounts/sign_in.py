"""Signing in: a name and a password for a session, with the same answer and the same work whoever is asked for."""

from collections.abc import Callable
from datetime import datetime

from ledger.accounts.account import Account, typed_name
from ledger.accounts.attempts import Attempts
from ledger.accounts.passwords import Passwords, checked_password, first_password
from ledger.accounts.register import Accounts
from ledger.accounts.sessions import Session, Sessions
from ledger.errors import InvalidError, NotAllowedError, NotAuthenticatedError


class SignIn:
    """The door for people of one installation."""

    def __init__(
        self,
        accounts: Accounts,
        sessions: Sessions,
        attempts: Attempts,
        passwords: Passwords,
        now: Callable[[], datetime],
    ) -> None:
        self.accounts = accounts
        self.sessions = sessions
        self.attempts = attempts
        self.passwords = passwords
        self.now = now

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session.

        Raises TooManyError for who failed too often, NotAuthenticatedError for a wrong name or password, and, only to
        who knows the password, NotAllowedError for an account that is locked or whose first password is too old.
        """
        account, stored = self._known(name, password, address)
        now = self.now()
        if account.locked_at is not None:
            raise NotAllowedError.because("account_locked", "an administrator of the organisation has locked it")
        if account.first_until is not None and account.first_until <= now:
            raise NotAllowedError.because("first_password_expired", "an administrator gives you another one")
        return self._begun(account, stored, now)

    def change_password(self, session: Session, present: str, chosen: str, address: str) -> str:
        """Another password for oneself: every session ends, and the token of a new one is returned.

        Raises InvalidError for a password that may not be, else what `sign_in` raises.
        """
        checked_password(chosen, session.account.name)
        account, _ = self._known(session.account.name, present, address)
        if chosen == present:
            raise InvalidError.because("password_unchanged", "the new password is the present one")
        stored = self.passwords.hashed(chosen)
        self.accounts.choose_password(account.id, stored)
        return self._begun(account, stored, self.now())

    def reset(self, account_id: str, by: Account | None) -> tuple[Account, str]:
        """A new first password for whoever forgot theirs, who may try again at once; raises as `Accounts` does."""
        password = first_password()
        account = self.accounts.reset(account_id, self.passwords.hashed(password), self.now(), by)
        self.attempts.forget(account.name)
        return account, password

    def unlock(self, account_id: str, by: Account | None) -> Account:
        """Let a person in again, also one who failed too often a moment ago; raises as `Accounts` does."""
        account = self.accounts.unlock(account_id, by)
        self.attempts.forget(account.name)
        return account

    def session_of(self, token: str, *, used: bool = True) -> Session | None:
        """Who is signed in with this token; `used` by themselves, or only looked at."""
        return self.sessions.of(token, self.now(), used=used)

    def _begun(self, account: Account, stored: str, now: datetime) -> str:
        token = self.sessions.begin(account.id, stored, now)
        if token is None:  # another was quicker: whoever knew the password a moment ago knows it no more
            raise _wrong()
        return token

    def _known(self, name: str, password: str, address: str) -> tuple[Account, str]:
        with self.passwords.turn():
            return self._looked_up(typed_name(name), password, address)

    def _looked_up(self, name: str, password: str, address: str) -> tuple[Account, str]:
        attempt = self.attempts.begin(name, address, self.now())
        account, stored = self.accounts.with_hash(name)
        if not self.passwords.fits(password, stored) or account is None or stored is None:
            raise _wrong()
        self.attempts.succeeded(attempt)
        if not self.passwords.outdated(stored):
            return account, stored
        renewed = self.passwords.hashed(password)
        self.accounts.rehash(account.id, stored, renewed)
        return account, renewed


def _wrong() -> NotAuthenticatedError:
    return NotAuthenticatedError.because("wrong_sign_in", "the name or the password is wrong")
