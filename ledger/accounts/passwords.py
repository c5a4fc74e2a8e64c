"""Passwords: what one has to be, and how it is kept: argon2id with the parameters of RFC 9106 for little memory.

A guess costs whoever guesses as much as it costs us, 64 MiB and some fifty milliseconds, and as much for a name that
does not exist. Only so many are computed at once, and only so many wait for their turn: many guesses at once take
neither the memory of the server nor the threads that answer everybody else.
"""

import base64
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from ledger.errors import InvalidError, TooManyError

LEAST: Final = 12
"""Characters (内部设定; NIST SP 800-63B asks for eight at least)."""
MOST: Final = 200
LEAST_BESIDE_THE_NAME: Final = 8
LEAST_DIFFERENT: Final = 5
AT_ONCE: Final = 4
"""How many hashes one process computes at the same time."""
WITHIN: Final = 12
"""How many people one process lets sign in at the same time, those who wait for their hash included."""

FIRST_ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""Of passwords that we give: nothing in it is mistaken for something else on paper."""


class Passwords:
    """Makes and checks hashes; `hasher` stands in the place of the usual one in tests."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher()
        self._at_once = BoundedSemaphore(AT_ONCE)
        self._within = BoundedSemaphore(WITHIN)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One of the places for people who sign in; raises TooManyError where all are taken."""
        if not self._within.acquire(blocking=False):
            raise TooManyError.because(
                "sign_in_busy", "too many people sign in at this moment; try again in 1 s", retry_after=1
            )
        try:
            yield
        finally:
            self._within.release()

    def hashed(self, password: str) -> str:
        """What is kept of a password: its hash with the salt and the parameters."""
        with self._at_once:
            return self.hasher.hash(_read(password))

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether a password is the one that was hashed; where there is none, the same is computed for nothing."""
        with self._at_once:
            try:
                self.hasher.verify(stored or self._nobodys, _read(password))
            except VerificationError:
                return False
        return stored is not None

    def outdated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than are in use today."""
        return self.hasher.check_needs_rehash(stored)

    @cached_property
    def _nobodys(self) -> str:
        """A hash that no password has, written by hand: making one would be work that shows."""
        given = self.hasher
        salt, digest = (
            base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode()
            for size in (given.salt_len, given.hash_len)
        )
        return f"$argon2id$v=19$m={given.memory_cost},t={given.time_cost},p={given.parallelism}${salt}${digest}"


def checked_password(password: str, name: str) -> str:
    """A password that somebody chose; raises InvalidError with words that say what to do."""
    read = _read(password)
    if len(read) < LEAST:
        raise InvalidError.because(
            "password_too_short",
            f"{len(read)} characters, at least {LEAST}; several words in a row are easy to remember",
            values={"length": len(read), "least": LEAST},
        )
    if len(read) > MOST:
        raise InvalidError.because("password_too_long", f"at most {MOST} characters", values={"most": MOST})
    if len(read.casefold().replace(name, "")) < LEAST_BESIDE_THE_NAME:
        raise InvalidError.because("password_is_the_name", "a password that is the name is the first to be guessed")
    if len(set(read)) < LEAST_DIFFERENT:
        raise InvalidError.because("password_too_plain", "the same few characters again and again are soon guessed")
    return password


def first_password() -> str:
    """A password to hand over once: sixteen characters in four groups, 79 bits."""
    return "-".join("".join(secrets.choice(FIRST_ALPHABET) for _ in range(4)) for _ in range(4))


def _read(password: str) -> str:
    """A password as it counts, on whichever keyboard it was typed: wide and narrow characters are the same."""
    return unicodedata.normalize("NFKC", password)
