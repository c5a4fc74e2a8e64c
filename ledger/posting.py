"""From what was posted to a statement that can be stored, or to everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from ledger.catalogue import CATALOGUE, tags_of
from ledger.clock import EARLIEST, MAX_AHEAD, instant, write_instant
from ledger.content import behalf_finding, findings_in, subject_finding, time_finding
from ledger.correction import Correction, is_about_a_fact
from ledger.errors import BihuanError, Finding, InvalidError, MayNotStateError
from ledger.fact import About, AnyFact, Recorded, Relation, Statement, speaker_of
from ledger.leaf import MAX_FACT_BYTES, canonical, idempotency_key, new_salt
from ledger.schema import read_data


@dataclass(frozen=True, slots=True)
class Poster:
    """Who speaks: an organisation by its USCC, with one of its credentials."""

    organisation: str
    credential: str


@dataclass(frozen=True, slots=True)
class Posting:
    """One event as posted: the CloudEvents attributes that mean something here, and data in wire form."""

    id: str
    source: str
    type: str
    subject: str
    time: str
    data: dict[str, Any] = field(default_factory=dict)
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Postings of one poster that stand or fall together."""

    poster: Poster
    postings: list[Posting]


class Original(NamedTuple):
    """The fact that a `fact.*` posting is about; of a correction, whether who speaks relied on what it corrects."""

    recorded: Recorded[Any]
    relied_on: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement ready to be decided, with its canonical bytes F, its tags and its idempotency key."""

    statement: Statement[Any]
    fact: bytes
    tags: list[str]
    key: bytes

    @property
    def type(self) -> type[AnyFact]:
        """The class of its fact."""
        return type(self.statement.data)


def draft(
    posting: Posting,
    poster: Poster,
    now: datetime,
    original: Original | None = None,
    asked: str | None = None,
) -> Draft:
    """The statement of a posting; raises InvalidError or MayNotStateError with every finding.

    `original` is the fact that a `fact.*` posting is about, where it was found; `asked` is the placeholder in whose
    place the subject's number was given.
    """
    known = CATALOGUE.get(posting.type)
    if known is None:
        raise InvalidError(*findings_in(posting.type, posting.subject, posting.time, None))
    fact_type = known.today
    _check_speaker(posting, poster, fact_type)
    findings = [f for f in (subject_finding(posting.subject, fact_type), behalf_finding(posting.on_behalf_of)) if f]
    occurred_at = _occurred_at(posting.time, now, findings)
    about = None
    if is_about_a_fact(posting.type):
        about = _about(posting, poster, original)
    data = _data(posting, fact_type, about, findings)
    if findings or data is None:
        raise InvalidError(*findings)
    statement = Statement(
        credential=poster.credential,
        data=data,
        id=posting.id,
        occurred_at=occurred_at,
        salt=new_salt(),
        source=posting.source,
        stated_by=poster.organisation,
        subject=posting.subject,
        type=posting.type,
        v=fact_type.V,
        about=about,
        asked=asked,
        on_behalf_of=posting.on_behalf_of,
    )
    return seal(statement)


def seal(statement: Statement[Any]) -> Draft:
    """The canonical bytes of a statement, its tags and its key; raises InvalidError when it is too large."""
    fact = canonical(statement)
    if len(fact) > MAX_FACT_BYTES:
        raise InvalidError.because(
            "fact_too_large",
            f"{len(fact)} bytes, at most {MAX_FACT_BYTES}; name large files by their hash",
            values={"bytes": len(fact), "most": MAX_FACT_BYTES},
        )
    key = idempotency_key(statement.stated_by, statement.source, statement.id)
    return Draft(statement, fact, tags_of(statement), key)


def _check_speaker(posting: Posting, poster: Poster, fact_type: type[AnyFact]) -> None:
    own = f"urn:uscc:{poster.organisation}"
    if posting.source != own and not posting.source.startswith(own + ":"):
        raise MayNotStateError.because(
            "foreign_source", f"the source of this key begins with {own}", "/source", {"own": own}
        )
    if fact_type.STATED_BY == (Relation.LOG,):
        raise MayNotStateError.because(
            "may_not_state", "only the ledger itself states this", "/type", {"type": posting.type}
        )


def _occurred_at(time: str, now: datetime, findings: list[Finding]) -> str:
    try:
        occurred_at = instant(time)
    except ValueError as error:
        findings.append(time_finding(error))
        return EARLIEST
    if occurred_at > _latest(now):
        server = write_instant(now)
        findings.append(
            Finding(
                "occurred_in_future",
                f"more than five minutes ahead of the ledger's clock, {server}",
                "/time",
                about={"server_time": server},
                values={"server_time": server},
            )
        )
    return occurred_at


@lru_cache(maxsize=8)
def _latest(now: datetime) -> str:
    """The last instant that counts as happened: the same for all postings of a request."""
    return write_instant(now + MAX_AHEAD)


def _about(posting: Posting, poster: Poster, original: Original | None) -> About:
    """What the original's leaf says of it; raises the refusal of who may not speak about it."""
    if posting.type == Correction.Disputed.TOPIC:
        return _disputed(posting, original)
    if posting.type == Correction.Confirmed.TOPIC:
        if original is None or not original.relied_on:
            raise MayNotStateError.because(
                "not_a_counterparty",
                "a correction is confirmed by who relied on what it corrects, before it was corrected",
                "/data/position",
            )
    elif original is None or not _is_author(posting, poster, original.recorded.fact):
        raise MayNotStateError.because(
            "not_the_author", "only whoever stated a fact corrects or withdraws it", "/data/position"
        )
    elif not _is_correctable(original.recorded.fact.type, posting.type):
        stated = original.recorded.fact.type
        raise InvalidError.because(
            "not_correctable",
            f"a {stated} is not corrected; state about the original",
            "/data/position",
            {"type": stated},
        )
    if original.recorded.fact.subject != posting.subject:
        position, subject = original.recorded.position, original.recorded.fact.subject
        raise InvalidError.because(
            "subject_differs",
            f"position {position} is about {subject}; a subject cannot be corrected, withdraw and state again",
            "/subject",
            {"position": position, "subject": subject},
        )
    return _what_stands_there(original.recorded)


def _disputed(posting: Posting, original: Original | None) -> About:
    """What is disputed; who may not see it shall not learn what stands at which position."""
    stated = None if original is None else original.recorded.fact
    if original is None or stated is None or stated.subject != posting.subject or not _is_correctable(stated.type):
        raise MayNotStateError.because(
            "may_not_state",
            f"{posting.type} about {posting.subject} is not yours to state",
            "/type",
            {"type": posting.type, "subject": posting.subject},
        )
    return _what_stands_there(original.recorded)


def _what_stands_there(original: Recorded[Any]) -> About:
    stated = original.fact
    version = CATALOGUE[stated.type].today.V
    return About(original.position, stated.subject, tags_of(stated), stated.type, version)


def _is_author(posting: Posting, poster: Poster, stated: Statement[Any]) -> bool:
    """Whether a poster stated a fact or had it stated, or speaks for the one whose duty it was."""
    if posting.on_behalf_of is not None:
        return posting.on_behalf_of == speaker_of(stated)
    return poster.organisation in {stated.stated_by, speaker_of(stated)}


def _is_correctable(stated: str, by: str | None = None) -> bool:
    """A fact on the ground is; of facts about facts only a dispute, and that only by taking it back."""
    if is_about_a_fact(stated):
        return stated == Correction.Disputed.TOPIC and by == Correction.Withdrawn.TOPIC
    return CATALOGUE[stated].today.STATED_BY != (Relation.LOG,)


def _data(posting: Posting, fact_type: type[AnyFact], about: About | None, findings: list[Finding]) -> AnyFact | None:
    wire_data = posting.data
    raw = {}
    if about is not None and isinstance(wire_data.get("data"), dict):
        corrected = read_data(CATALOGUE[about.type].today, wire_data["data"], "/data/data", findings)
        findings.extend(_misfits(corrected, posting.subject, "/data/data"))
        # what is wrong beside it is told too
        raw["data"] = msgspec.Raw(b"{}" if corrected is None else canonical(corrected))
    data = read_data(fact_type, wire_data, "/data", findings, raw)
    findings.extend(_misfits(data, posting.subject, "/data"))
    return data


def _misfits(fact: AnyFact | None, subject: str, pointer: str) -> Iterator[Finding]:
    if fact is not None:
        yield from (replace(found, pointer=pointer + found.pointer) for found in fact.misfits(subject))


def renumbered(error: BihuanError, index: int) -> list[Finding]:
    """The findings of one posting, with its place in the batch."""
    return [replace(finding, index=index) for finding in error.findings]
