"""Every refusal is a type. HTTP statuses are given to them in one place only, `api/problems.py`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with what was posted.

    `code` is stable (docs/errors.md); `pointer` is a JSON Pointer (RFC 6901) into the event; `index` is the
    event's place in its batch; `article` cites the law of the day where a law, not a format, refuses. `about` is
    answered as it stands; `values` fill the sentences of the code, which stand in both languages in api/refusals.
    """

    code: str
    detail: str
    pointer: str = ""
    index: int | None = None
    article: str | None = None
    about: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


FINDINGS_MAX = 1_000
"""How many findings one refusal tells, whatever was posted."""


def bounded(findings: Iterable[Finding], most: int = FINDINGS_MAX) -> list[Finding]:
    """The findings, the last of them saying so where there were more than `most`; no more than that are asked for."""
    told = list(islice(findings, most + 1))
    if len(told) > most:
        rest = "there are more problems than are told here; mend these and post again"
        told[most - 1 :] = [Finding("more_findings", rest, index=told[most - 1].index, values={"told": most - 1})]
    return told


class BihuanError(Exception):
    """Anything the ledger refuses, with its findings."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(f"{f.code}: {f.detail}" for f in findings))
        self.findings = findings

    @classmethod
    def because(
        cls, code: str, detail: str, pointer: str = "", values: dict[str, Any] | None = None, **about: Any
    ) -> Self:
        """The refusal with one finding."""
        return cls(Finding(code, detail, pointer, about=about, values=values or {}))


class MalformedError(BihuanError):
    """Raised when a body cannot be read as one unambiguous JSON value."""


class TooSlowError(BihuanError):
    """Raised when a body did not arrive in the time that one is given."""


class TooLargeError(BihuanError):
    """Raised when a body is larger than this installation reads."""


class UnsupportedError(BihuanError):
    """Raised when a body is of a media type, a charset or an encoding that is not read here."""


class TooManyError(BihuanError):
    """Raised when a key asks faster than this installation lets one, or a person fails too often to sign in."""


class InvalidError(BihuanError):
    """Raised when a well-read statement breaks its schema, a plausible range or a clock."""


class NotAuthenticatedError(BihuanError):
    """Raised when a request carries no key, an unknown key or a revoked one, or a person no good password."""


class NotAllowedError(BihuanError):
    """Raised when a person who is signed in may not do this: it is not their role, or not a form of ours."""


class MayNotStateError(BihuanError):
    """Raised when the poster is not one who may state this about that subject, whether it exists or not."""


class NotFoundError(BihuanError):
    """Raised when a thing does not exist, or the asker may not see it: the two look the same."""


class ConflictError(BihuanError):
    """Raised when an identity is taken: a second creation, or an event id with other content."""


class UnlawfulActError(BihuanError):
    """Raised when an administrative act would be unlawful on the day it was done."""


class ClockBehindError(BihuanError):
    """Raised when the clock stands more than five seconds behind the log: writing would poison it."""


class ContentionError(BihuanError):
    """Raised when other writers won every attempt; nothing was stored, the request may be repeated."""


class LogNotOpenError(BihuanError):
    """Raised when the log has no first fact yet; `bihuan migrate --operator USCC` writes it."""


class UnprovableError(BihuanError):
    """Raised when the log cannot prove now what it holds: it signs nothing, or is not the one it published."""


class NotInstalledError(BihuanError):
    """Raised when what is asked for needs something that was not installed here."""


class ViewStoppedError(BihuanError):
    """Raised when a view is wanted whose fold failed: the facts are safe, this answer is not to be had at present."""
