"""A door for people over an open log, with hashes that cost nothing and are counted."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

from ledger.accounts.account import Account, new_account_id
from ledger.accounts.attempts import Attempts
from ledger.accounts.passwords import Passwords
from ledger.accounts.register import Accounts
from ledger.accounts.sessions import Sessions
from ledger.accounts.sign_in import SignIn
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.specification import PLANT

PASSWORD = "五个字-and-some-words"
ADDRESS = "192.0.2.7"


class CountedHasher(PasswordHasher):
    """Cheap, and it remembers what it was asked to compute."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.computed: list[str] = []

    def hash(self, password: Any, *, salt: bytes | None = None) -> str:
        self.computed.append("hash")
        return super().hash(password, salt=salt)

    def verify(self, hash: Any, password: Any) -> Any:
        self.computed.append("verify")
        return super().verify(hash, password)


@dataclass
class Door:
    """Who may come in, and a clock that a test moves."""

    ledger: Ledger
    clock: SimulatedClock
    hasher: CountedHasher = field(default_factory=CountedHasher)

    def __post_init__(self) -> None:
        engine = self.ledger.recorder.engine
        self.accounts = Accounts(engine)
        self.sessions = Sessions(engine)
        self.attempts = Attempts(engine)
        self.sign_in = SignIn(self.accounts, self.sessions, self.attempts, Passwords(self.hasher), self.clock.now)

    def person(self, name: str = "e1027", role: Any = "staff", organisation: str = PLANT, **more: Any) -> Account:
        """An account with PASSWORD, which was chosen unless the test says otherwise."""
        new = Account(
            new_account_id(),
            organisation,
            name,
            None,
            role,
            more.get("first_until"),
            self.clock.now(),
            more.get("locked_at"),
        )
        self.accounts.add(new, self.sign_in.passwords.hashed(PASSWORD))
        self.hasher.computed.clear()
        return new

    def later(self, **span: float) -> None:
        """So much time goes by."""
        self.clock.set(self.clock.now() + timedelta(**span))

    def enter(self, name: str = "e1027", password: str = PASSWORD, address: str = ADDRESS) -> str:
        """A token, or what refuses one."""
        return self.sign_in.sign_in(name, password, address)

    def is_in(self, token: str) -> bool:
        """Whether the token is good now."""
        return self.sign_in.session_of(token) is not None


@pytest.fixture
def door(ledger: Ledger, clock: SimulatedClock) -> Door:
    return Door(ledger, clock)
