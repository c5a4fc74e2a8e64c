"""The door for people as an installation sets it: the limits of sessions and of failures (内部设定)."""

from datetime import timedelta

from api.settings import Settings
from ledger.accounts.attempts import AttemptLimits, Attempts
from ledger.accounts.passwords import Passwords
from ledger.accounts.register import Accounts
from ledger.accounts.sessions import SessionLimits, Sessions
from ledger.accounts.sign_in import SignIn
from ledger.log import Ledger


def sign_in_with(ledger: Ledger, settings: Settings) -> SignIn:
    """The door for people of this ledger, which tells the time."""
    engine = ledger.recorder.engine
    lasting = SessionLimits(timedelta(seconds=settings.session_idle_s), timedelta(seconds=settings.session_max_s))
    failing = AttemptLimits(
        settings.sign_in_failures,
        settings.sign_in_failures_of_address,
        timedelta(seconds=settings.sign_in_window_s),
        timedelta(seconds=settings.sign_in_wait_s),
    )
    return SignIn(
        Accounts(engine, timedelta(seconds=settings.first_password_s)),
        Sessions(engine, lasting),
        Attempts(engine, failing),
        Passwords(),
        ledger.recorder.now,
    )
