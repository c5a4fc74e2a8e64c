"""Lock-out: who failed too often to sign in waits, longer each time; for names that do not exist just the same.

What is counted is the name as it was typed and the address it came from, each as its SHA-256: people type passwords
where names belong. An attempt counts as failed from when it begins until it succeeded: many at once do not slip by.
"""

import hashlib
import ipaddress
import math
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, func, insert, select, text

from ledger.clock import from_microseconds, microseconds
from ledger.errors import TooManyError
from ledger.store.engine import to_write
from ledger.store.tables import sign_in_attempt as attempt

DOUBLED_MOST = 20
"""How often the wait is doubled at most, before the window bounds it."""


class AttemptLimits(NamedTuple):
    """How many failures there may be (内部设定), within how long, and how long the first wait is."""

    of_account: int = 5
    of_address: int = 20
    window: timedelta = timedelta(minutes=15)
    first_wait: timedelta = timedelta(seconds=30)


USUAL = AttemptLimits()


class Attempt(NamedTuple):
    """An attempt that is under way."""

    of_name: bytes
    row_of_address: bytes


class Attempts:
    """What was tried of late at one installation."""

    def __init__(self, engine: Engine, limits: AttemptLimits = USUAL) -> None:
        self.engine = engine
        self.limits = limits

    def begin(self, name: str, address: str, now: datetime) -> Attempt:
        """Count an attempt; raises TooManyError, which says after how many seconds to come again."""
        of_name, of_address = _who("name", name), _who("address", _place(address))
        told = ((of_name, self.limits.of_account), (of_address, self.limits.of_address))
        ids = (secrets.token_bytes(16), secrets.token_bytes(16))
        rows = [{"id": each, "who": who, "at": microseconds(now)} for each, (who, _) in zip(ids, told, strict=True)]
        with to_write(self.engine) as connection:
            _one_at_a_time(connection, sorted(who for who, _ in told))
            connection.execute(delete(attempt).where(attempt.c.at <= microseconds(now - self.limits.window)))
            wait = max(self._wait(connection, who, most, now) for who, most in told)
            if wait <= timedelta(0):
                connection.execute(insert(attempt), rows)
        if wait > timedelta(0):
            seconds = math.ceil(wait.total_seconds())
            raise TooManyError.because(
                "too_many_sign_ins",
                f"too many failed attempts to sign in; try again in {seconds} s",
                values={"retry_after": seconds},
                retry_after=seconds,
            )
        return Attempt(of_name, ids[1])

    def succeeded(self, begun: Attempt) -> None:
        """Forget what failed before under this name, and of the address this attempt alone."""
        gone = (attempt.c.who == begun.of_name) | (attempt.c.id == begun.row_of_address)
        with to_write(self.engine) as connection:
            connection.execute(delete(attempt).where(gone))

    def forget(self, name: str) -> None:
        """Let a name be tried again at once, as an administrator does who unlocks it."""
        with to_write(self.engine) as connection:
            connection.execute(delete(attempt).where(attempt.c.who == _who("name", name)))

    def _wait(self, connection: Connection, who: bytes, most: int, now: datetime) -> timedelta:
        counted = select(func.count(), func.max(attempt.c.at)).where(attempt.c.who == who)
        failures, last = connection.execute(counted).one()
        if failures < most:
            return timedelta(0)
        doubled = min(failures - most, DOUBLED_MOST)
        until: datetime = from_microseconds(last) + min(self.limits.first_wait * 2**doubled, self.limits.window)
        return until - now


def _who(kind: str, what: str) -> bytes:
    return hashlib.sha256(f"{kind}\0{what}".encode(errors="surrogatepass")).digest()


def _place(address: str) -> str:
    """An address as it is counted: of IPv6 the network, for whoever has one address there has all of them."""
    try:
        at = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ipaddress.ip_network((at, 64), strict=False)) if at.version == 6 else str(at)


def _one_at_a_time(connection: Connection, those: list[bytes]) -> None:
    """On PostgreSQL: let attempts of one name or address be counted one after the other; SQLite writes so anyway."""
    if connection.dialect.name == "postgresql":
        for who in those:
            number = int.from_bytes(who[:8], signed=True)
            connection.execute(text("SELECT pg_advisory_xact_lock(:of)"), {"of": number})
