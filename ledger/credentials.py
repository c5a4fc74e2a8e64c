"""API keys: who holds them is a mutable table, that they were issued is a fact (`parties/credential.py`).

A key is `CREDENTIAL.SECRET`. The secret has 32 random bytes, so one SHA-256 of it is enough to store; a password
would need a slow hash, a key does not.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, insert, select, update

from ledger.clock import from_microseconds, microseconds
from ledger.errors import NotAuthenticatedError, NotFoundError
from ledger.store.dictionary import among
from ledger.store.engine import to_write
from ledger.store.tables import credential

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Holder(NamedTuple):
    """Whose key it is, and what its statements call it."""

    organisation: str
    credential: str


class IssuedKey(NamedTuple):
    """A key as it was issued, without anything of its secret."""

    id: str
    name: str | None
    issued_at: datetime
    revoked_at: datetime | None


class Credentials:
    """The keys of one installation."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def issue(self, credential_id: str, organisation: str, name: str | None, now: datetime) -> str:
        """Store a new key's hash and return the key; it can never be shown again."""
        secret = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        row = {
            "id": credential_id,
            "organisation": organisation,
            "name": name,
            "secret_hash": _hash(secret),
            "issued_at": microseconds(now),
        }
        with to_write(self.engine) as connection:
            connection.execute(insert(credential).values(row))
        return f"{credential_id}.{secret}"

    def of(self, organisation: str) -> list[IssuedKey]:
        """The keys of an organisation, those in force before those that were revoked, the newest first."""
        columns = (credential.c.id, credential.c.name, credential.c.issued_at, credential.c.revoked_at)
        order = (credential.c.revoked_at.is_not(None), credential.c.issued_at.desc(), credential.c.id)
        wanted = select(*columns).where(credential.c.organisation == organisation).order_by(*order)
        with self.engine.connect() as connection:
            return [
                IssuedKey(
                    row.id,
                    row.name,
                    from_microseconds(row.issued_at),
                    None if row.revoked_at is None else from_microseconds(row.revoked_at),
                )
                for row in connection.execute(wanted)
            ]

    def revoke(self, credential_id: str, now: datetime, organisation: str | None = None) -> Holder:
        """End a key at once; raises NotFoundError for one that does not exist, or that another organisation has."""
        # on SQLite it takes the write lock before it reads: a lock that is only asked for afterwards may be refused
        with to_write(self.engine) as connection:
            row = connection.execute(select(credential).where(credential.c.id == credential_id)).one_or_none()
            if row is None or organisation not in {None, row.organisation}:
                raise NotFoundError.because("unknown_credential", f"there is no credential {credential_id!r}")
            connection.execute(
                update(credential)
                .where(credential.c.id == credential_id, credential.c.revoked_at.is_(None))
                .values(revoked_at=microseconds(now))
            )
        return Holder(row.organisation, credential_id)

    def holder_of(self, key: str) -> Holder:
        """Whose key this is; raises NotAuthenticatedError for an unknown, wrong or revoked one."""
        credential_id, _, secret = key.partition(".")
        with self.engine.connect() as connection:
            row = connection.execute(select(credential).where(credential.c.id == credential_id)).one_or_none()
        stored = row.secret_hash if row is not None else b""
        if not hmac.compare_digest(_hash(secret), stored) or row is None or row.revoked_at is not None:
            raise NotAuthenticatedError.because("bad_key", "this key is unknown or was revoked")
        return Holder(row.organisation, row.id)

    def in_force(self, credential_ids: Collection[str]) -> frozenset[str]:
        """Those of these keys that exist and were not revoked."""
        with self.engine.connect() as connection:
            named = among(connection, credential.c.id, list(credential_ids))
            rows = connection.execute(select(credential.c.id).where(named, credential.c.revoked_at.is_(None)))
            return frozenset(rows.scalars())


def new_credential_id() -> str:
    """A name for a key that reads well over the telephone."""
    return "k-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
