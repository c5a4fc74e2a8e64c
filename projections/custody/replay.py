"""The case, replayed: events in order with both clocks, and the state after each.

`happened_by` cuts by occurred_at, `known_by` by recorded_at. What was not known at an instant is not in its replay,
so a correction stated later leaves the original as it was believed then.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from ledger.clock import read_instant
from ledger.correction import Correction, Effective, Pending, SaidAbout, is_about_a_fact, said_about
from ledger.fact import Recorded, speaker_of
from ledger.quantity import KILOGRAMS
from ledger.schema import in_wire_form
from ledger.subjects import kind_of
from projections.custody.acting import Acting, counting, naming_it
from projections.custody.custody_line import Held, custody_line
from projections.custody.state import MASKED, is_provisional, linked, loops_of, masked, shown, stage_of, states
from projections.loops import waits


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One event of a case as it is shown, in wire form."""

    position: int
    seq: int
    type: str
    subject: str
    occurred_at: str
    recorded_at: str
    lateness_s: float | int
    stated_by: str
    credential: str
    source: str
    id: str
    data: dict[str, Any]
    about: int | None = None
    """The position that a `fact.*` event is about."""
    on_behalf_of: str | None = None
    pending: bool | None = None
    """Whether this correction or withdrawal waits for who relied on the original."""
    corrected_by: list[int] = []
    pending_by: list[int] = []
    confirmed_by: list[int] = []
    disputed_by: list[int] = []
    withdrawn_by: int | None = None
    stage_after: str | None = None
    state_after: dict[str, Any] | None = None


class Effect(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a fact about another subject did to this one; of a fact that the asker may not see, only that."""

    position: int
    leaf_hash: str
    type: str
    occurred_at: str
    recorded_at: str
    party: str
    """The organisation that stated it, or that it is not to be seen."""
    role: str
    mass_kg: Decimal | int | None = None
    """None where the fact tells no mass of this subject."""
    subject: str | None = None
    stage_after: str | None = None
    state_after: dict[str, Any] | None = None


class Waiting(msgspec.Struct, frozen=True):
    """A correction or withdrawal that does not count yet."""

    position: int
    about: int
    type: str
    waits_for: list[str]
    """Those who relied on the original, as far as they stated something about the subject itself."""


class Dispute(msgspec.Struct, frozen=True):
    """What an authority holds against a fact, which counts all the same."""

    position: int
    about: int
    stated_by: str
    reason: str


class Case(msgspec.Struct, frozen=True):
    """A subject's facts, cut by either clock, and what they make of it."""

    subject: str
    provisional: bool
    stage: str | None
    loops: dict[str, str]
    state: dict[str, Any]
    linked: list[str]
    custody: list[Held]
    """Who had it, one after the other."""
    pending: list[Waiting]
    disputed: list[Dispute]
    entries: list[Entry]
    since: str | None
    """When its present stage began."""
    effects: list[Effect]
    """What facts about other subjects did to it, in occurred order."""
    waits: list[waits.Waiting]
    """What its loops wait for; when that is over, the settings say."""
    position: int
    """The head of the log that this answer reflects."""

    @property
    def loop(self) -> str | None:
        """The status of the loop that is the owner's duty; None where the subject opens none."""
        return next(iter(self.loops.values()), None)


def replay(
    subject: str,
    facts: list[Recorded[Any]],
    happened_by: str | None = None,
    known_by: str | None = None,
    *,
    head: int,
    mentions: Sequence[Recorded[Any]] = (),
    beside: Sequence[Recorded[Any]] = (),
    acting: Sequence[Acting] = (),
) -> Case:
    """The case of a subject: from facts about it, from those that act on it, and from those that merely name it.

    `beside` are those that name it of which nothing is shown: a correction may have to wait for who stated them.
    """
    known = [f for f in facts if known_by is None or f.recorded_at <= known_by]
    others = {a.fact.position: a for a in acting if known_by is None or a.fact.recorded_at <= known_by}
    naming = [f for f in beside if known_by is None or f.recorded_at <= known_by]
    naming += [a.fact for a in others.values()]
    counted = counting(subject, known, naming)
    times = {e.original.position: e.statement.occurred_at for e in counted}
    standing = [e for e in counted if happened_by is None or e.statement.occurred_at <= happened_by]
    initial, *after = states(subject, standing)
    hidden = frozenset(a.fact.fact.subject for a in others.values() if not a.seen)
    custody = custody_line(subject, standing, after, hidden)
    after = [masked(state, hidden) for state in after]
    final = after[-1] if after else initial
    named = [f for f in mentions if known_by is None or f.recorded_at <= known_by]
    own = [e for e in standing if e.original.fact.subject == subject]
    withdrawn = any(isinstance(f.fact.data, Correction.Withdrawn) for f in known)
    return Case(
        subject=subject,
        provisional=is_provisional(subject, standing),
        stage=stage_of(final),
        loops=dict(loops_of(kind_of(subject), final, stands=bool(standing), withdrawn=withdrawn)),
        state=shown(final),
        linked=linked(own),
        custody=custody,
        pending=[_waiting(e, p, known) for e in own for p in e.pending],
        disputed=[
            Dispute(d.position, e.original.position, d.fact.stated_by, d.fact.data.reason)
            for e in own
            for d in e.disputes
        ],
        since=_since(standing, after),
        entries=_entries(
            _cut([*known, *named], times, happened_by),
            said_about(known, naming_it(subject, naming)),
            times,
            {e.original.position: state for e, state in zip(standing, after, strict=True)},
        ),
        effects=list(_effects(subject, standing, after, others)),
        waits=waits.waits_of(subject, standing, final),
        position=head,
    )


def _since(standing: list[Effective], after: list[Any]) -> str | None:
    since = None
    for each, state in zip(reversed(standing), reversed(after), strict=True):
        if stage_of(state) != stage_of(after[-1]):
            break
        since = each.statement.occurred_at
    return since


def _effects(
    subject: str, standing: list[Effective], after: list[Any], others: dict[int, Acting]
) -> Iterator[Effect]:
    for each, state in zip(standing, after, strict=True):
        acting = others.get(each.original.position)
        part = each.statement.data.part_of(subject) if acting is not None else None
        if acting is None or part is None:
            continue
        yield Effect(
            position=each.original.position,
            leaf_hash=acting.leaf_hash,
            type=each.statement.type,
            occurred_at=each.statement.occurred_at,
            recorded_at=each.original.recorded_at,
            party=each.statement.stated_by if acting.seen else MASKED,
            role=part.role,
            mass_kg=KILOGRAMS.to_wire(part.mass_g) if part.mass_g is not None else None,
            subject=each.statement.subject if acting.seen else None,
            stage_after=stage_of(state),
            state_after=shown(state),
        )


def _waiting(fact: Effective, pending: Pending, known: list[Recorded[Any]]) -> Waiting:
    speakers = {speaker_of(f.fact) for f in known}
    correction = pending.correction
    return Waiting(
        correction.position, fact.original.position, correction.fact.type, sorted(pending.waits_for & speakers)
    )


def _cut(facts: list[Recorded[Any]], times: dict[int, str], happened_by: str | None) -> list[Recorded[Any]]:
    """The facts to show: those that had happened, and whatever was said about them, whenever it was said."""
    if happened_by is None:
        return facts
    happened = {
        f.position
        for f in facts
        if not is_about_a_fact(f.fact.type) and times.get(f.position, f.fact.occurred_at) <= happened_by
    }
    at = {f.position: f for f in facts}
    return [f for f in facts if _on_the_ground(f, at) in happened]


def _on_the_ground(fact: Recorded[Any], at: dict[int, Recorded[Any]]) -> int:
    """The position of what a fact is about in the end: what confirms a correction is about what that corrects."""
    while fact.fact.about is not None and fact.fact.about.position in at:
        fact = at[fact.fact.about.position]
    return fact.position if fact.fact.about is None else fact.fact.about.position


def _entries(
    facts: list[Recorded[Any]], said: SaidAbout, times: dict[int, str], after: dict[int, Any]
) -> list[Entry]:
    ordered = sorted(facts, key=lambda f: (times.get(f.position, f.fact.occurred_at), f.position))
    waiting = {each.correction.position for pending in said.pending.values() for each in pending}
    return [_entry(f, said, f.position in waiting, after.get(f.position)) for f in ordered]


def _entry(fact: Recorded[Any], about_it: SaidAbout, waits: bool, state: Any) -> Entry:
    said, position = fact.fact, fact.position
    withdrawal = about_it.withdrawn.get(position)
    return Entry(
        position=position,
        seq=fact.seq,
        type=said.type,
        subject=said.subject,
        occurred_at=said.occurred_at,
        recorded_at=fact.recorded_at,
        lateness_s=_seconds(read_instant(said.occurred_at), read_instant(fact.recorded_at)),
        stated_by=said.stated_by,
        credential=said.credential,
        source=said.source,
        id=said.id,
        data=in_wire_form(said)["data"],
        about=said.about.position if is_about_a_fact(said.type) and said.about else None,
        on_behalf_of=said.on_behalf_of,
        pending=True if waits else None,
        corrected_by=[f.position for f in about_it.corrected.get(position, ())],
        pending_by=[p.correction.position for p in about_it.pending.get(position, ())],
        confirmed_by=[f.position for f in about_it.confirmed.get(position, ())],
        disputed_by=[f.position for f in about_it.disputed.get(position, ())],
        withdrawn_by=None if withdrawal is None else withdrawal.position,
        stage_after=stage_of(state),
        state_after=shown(state) if state is not None else None,
    )


def _seconds(occurred: datetime, recorded: datetime) -> int:
    """How many whole seconds the ledger learned of it after it happened; negative for a clock that runs ahead."""
    return int((recorded - occurred).total_seconds())
