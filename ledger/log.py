"""The one door: state facts, read them, follow them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.dcb.application import DCBApplication
from eventsourcing.dcb.domain import Selector, Tagged
from eventsourcing.dcb.persistence import DCBMapper
from eventsourcing.persistence import IntegrityError
from eventsourcing.utils import get_topic

import ledger.cases
import ledger.cross_province
import ledger.hazardous_waste
import ledger.industrial_waste
import ledger.parties
import ledger.settled  # noqa: F401  (importing a slice publishes its vocabulary)
from ledger.batch import Batch
from ledger.catalogue import publish, read_leaf, reader_of
from ledger.clock import Clock, from_microseconds, write_instant
from ledger.correction import Correction
from ledger.errors import BihuanError, ContentionError, InvalidError, LogNotOpenError
from ledger.fact import AnyFact, Recorded, Statement
from ledger.heads import Heads
from ledger.judging import Named
from ledger.leaf import join, leaf_hash, new_salt
from ledger.log_key import LogKey
from ledger.numbering import Asking, Drafts, Numbering, stems_in, with_specimens, without_prefixes
from ledger.opening import Log
from ledger.originals import Originals, facts_at
from ledger.posting import Draft, Poster, Posting, Request, draft, seal
from ledger.receipts import Answer, Receipt, answers
from ledger.recorded_heads import RecordedHeads
from ledger.snapshot import Snapshots
from ledger.store.appending import Leaf, SealedEvent
from ledger.store.heads import HeadStore
from ledger.store.migration import migrate
from ledger.store.reading import Span, SubjectItem
from ledger.store.recorder import Recorder
from ledger.subjects import problem_with
from ledger.transparency.heads import HeadProof

publish(Correction, Log, Heads, LogKey)

ATTEMPTS = 8


class FactMapper(DCBMapper[Statement[Any]]):
    """Between the library's decisions and our bytes: F, canonical."""

    def to_dcb_event(self, event: Tagged[Statement[Any]]) -> SealedEvent:
        """A statement as an event of the log."""
        return _sealed(seal(event.decision))

    def to_domain_event(self, event: DCBEvent) -> Tagged[Statement[Any]]:
        """An event of the log as a statement."""
        return Tagged(event.tags, read_leaf(event.type, join(event.data, 0, "", 0)).fact)


class Ledger(DCBApplication):
    """The log of one database, with the vocabulary of this release."""

    env = {"PERSISTENCE_MODULE": "ledger.store.factory", "MAPPER_TOPIC": "ledger.log:FactMapper"}  # noqa: RUF012

    def __init__(self, database_url: str, clock: Clock | None = None) -> None:
        super().__init__({**type(self).env, "DATABASE_URL": database_url})
        self.recorder: Recorder = self.recorder
        self.recorder.clock = clock
        # one writer per process: others would only wait at the database's lock
        self._writing = Lock()
        self._heads = Lock()
        self.snapshots = Snapshots(HeadStore(self.recorder.engine))

    def migrate(self, operator: str, origin: str, simulated: bool = False) -> None:
        """Bring the database to this release, and open the log if it holds nothing yet.

        Raises InvalidError for an operator or an origin that is not well written: the first fact stays for ever.
        """
        for subject in (f"organisation:{operator}", f"log:{origin}"):
            problem = problem_with(subject)
            if problem is not None:
                raise InvalidError.because(problem, f"{subject!r} cannot stand in a log's first fact")
        migrate(self.recorder.engine)
        opening = self._by_itself(
            Log.Opened(operator=f"organisation:{operator}", origin=origin, simulated=simulated),
            "log.opened",
            operator,
            origin,
        )
        if self.recorder.head()[0]:
            return
        with suppress(IntegrityError):  # another process opened it first
            self.recorder.append([_sealed(opening)], DCBAppendCondition(DCBQuery()))

    def state_itself(self, fact: AnyFact, fact_id: str) -> Leaf | None:
        """A fact that only the ledger states, about itself; None when one with this id was recorded before."""
        drafted = self._by_itself(fact, fact_id, self.operator, self.opened.origin)
        with self._writing:
            try:
                return self.recorder.append_leaves([_sealed(drafted)], None)[0]
            except IntegrityError:
                return None

    def record_heads(self) -> Recorded[Heads.Recorded]:
        """State the heads of all tags, unless the last `heads.recorded` covers all that was stated by others."""
        with self._heads:
            return self._record_heads()

    def _record_heads(self) -> Recorded[Heads.Recorded]:
        while True:
            position = self.recorder.last_of(f"log:{self.opened.origin}", Heads.Recorded.TOPIC)
            for last in facts_at(self.recorder, {position}).values():
                if not self.recorder.others_after(last.fact.data.size, Heads.Recorded.TOPIC):
                    return last
            taken = self.snapshots.take(self.recorder.head()[0])
            fact = Heads.Recorded(root=taken.root.hex(), size=taken.size, tags=taken.tags)
            self.state_itself(fact, f"heads.{taken.size}")

    def recorded_heads(self) -> RecordedHeads:
        """What verification compares the stated heads with."""
        return RecordedHeads(self.recorder.leaves(query(None, None, [Heads.Recorded.TOPIC]))[0])

    def head_proof(self, tag: str) -> HeadProof | None:
        """That so many facts carry a tag and which, under the root of the last `heads.recorded` of that size."""
        return self.snapshots.proof(tag)

    def stated_head(self, tag: str) -> tuple[Recorded[Heads.Recorded], HeadProof | None]:
        """The heads as stated now, and the one of a tag; another process may have folded further meanwhile."""
        with self._heads:
            return self._record_heads(), self.head_proof(tag)

    def _by_itself(self, fact: AnyFact, fact_id: str, operator: str, origin: str) -> Draft:
        return seal(
            Statement(
                credential="log",
                data=fact,
                id=fact_id,
                occurred_at=write_instant(self.recorder.now()),
                salt=new_salt(),
                source=f"urn:uscc:{operator}",
                stated_by=operator,
                subject=f"log:{origin}",
                type=fact.TOPIC,
                v=fact.V,
            )
        )

    @cached_property
    def opened(self) -> Log.Opened:
        """The first fact; raises LogNotOpenError while there is none."""
        rows, _ = self.recorder.leaves(limit=1)
        if not rows:
            raise LogNotOpenError.because(
                "log_not_open", "this log has no first fact; run `bihuan migrate --operator USCC`"
            )
        opening: Log.Opened = read_leaf(*rows[0]).fact.data
        return opening

    @property
    def operator(self) -> str:
        """The USCC of who runs this log."""
        return self.opened.operator.removeprefix("organisation:")

    def state(self, requests: Sequence[Request]) -> list[Answer]:
        """Decide and append; for each request its receipts, or why nothing of it was stored."""
        return self.state_drafted(self.drafted(requests))

    def drafted(self, requests: Sequence[Request]) -> list[Drafts | Asking]:
        """The requests read and checked, as far as that takes nothing but themselves and what they correct."""
        now = self.recorder.now()
        numbered = [Request(r.poster, [without_prefixes(p) for p in r.postings]) for r in requests]
        originals = Originals(self.recorder, [p for request in numbered for p in request.postings])
        return [_drafted(request, now, originals, self.recorder) for request in numbered]

    def state_drafted(self, requests: Sequence[Drafts | Asking]) -> list[Answer]:
        """Decide and append what was drafted; raises ContentionError when other writers won every attempt."""
        drafts = [d for each in requests for d in (each.drafts if isinstance(each, Asking) else each)]
        keys = [d.key for d in drafts if isinstance(d, Draft)]
        with self._writing:
            numbering = Numbering(self.recorder)
            for _ in range(ATTEMPTS):
                found = self.recorder.leaves_by_key(keys) if keys else {}
                recorded = {key: read_leaf(*leaf) for key, leaf in found.items()}
                batch = Batch(numbering.put_into(requests, recorded), self.operator, recorded)
                try:
                    leaves = self.decide(batch)
                except IntegrityError:
                    continue  # another process wrote first: look up and decide again
                hashes = {recorded[key].position: leaf_hash(stored) for key, (_, stored) in found.items()}
                return answers(batch.decided, batch.accepted, leaves, hashes)
        raise ContentionError.because("contention", "other writers were faster; nothing was stored, post again")

    def state_one(self, poster: Poster, postings: list[Posting]) -> list[Receipt]:
        """State one request; raises what refuses it."""
        answer = self.state([Request(poster, postings)])[0]
        if isinstance(answer, BihuanError):
            raise answer
        return answer

    def decide(self, batch: Batch) -> list[Leaf]:
        """Read the boundary, decide, append once; raises IntegrityError when the boundary moved."""
        condition = self.judge(batch)
        if not batch.collect_events():
            return []
        return self.recorder.append_leaves([_sealed(d) for d in batch.accepted], condition)

    def judge(self, batch: Batch) -> DCBAppendCondition | None:
        """Read the boundary and decide, and append nothing; the condition on which that may be appended."""
        boundary = batch.consistency_boundary()
        condition = None
        if boundary:
            head = self._read_into(batch, boundary)
            further = batch.further_boundary()
            if further:
                self._read_into(batch, further)
            batch.last_known_position = head
            condition = DCBAppendCondition(_query_of(boundary + further), after=head)
        batch.execute()
        return condition

    def _read_into(self, batch: Batch, boundary: list[Selector]) -> int:
        """Tell a batch what is recorded within a boundary; the head of the log as of this reading."""
        rows, head = self.recorder.leaves(_query_of(boundary))
        for name, stored in rows:
            read_leaf(name, stored).mutate(batch)
        return head

    def recorded(
        self,
        *,
        subject: str | None = None,
        tag: str | None = None,
        types: Sequence[str] = (),
        after: int = 0,
        upto: int | None = None,
        limit: int | None = None,
    ) -> list[Recorded[Any]]:
        """Facts in the order of the log: of a primary subject, under a tag, of some types, or all."""
        return self.recorder.decoded(query(subject, tag, types), Span(after, upto, limit), reader_of)

    def stored(self, position: int) -> tuple[str, bytes] | None:
        """Type and stored bytes at a position."""
        return next(iter(self.recorder.leaves_at([position])), None)

    def head(self) -> tuple[int, str | None]:
        """The last position and when it was recorded."""
        position, recorded_at = self.recorder.head()
        return position, write_instant(from_microseconds(recorded_at)) if position else None

    def close(self) -> None:
        """Close the connections."""
        super().close()
        self.recorder.close()


def _drafted(request: Request, now: datetime, originals: Originals, recorder: Recorder) -> Drafts | Asking:
    poster, stems = request.poster, stems_in(request.postings, request.poster, recorder)
    postings = [with_specimens(p, stems) for p in request.postings] if stems else request.postings
    drafts: list[Draft | BihuanError] = []
    for posting in postings:
        try:
            drafts.append(draft(posting, poster, now, originals.of(posting, poster)))
        except BihuanError as error:
            drafts.append(error)
    well_formed = [d for d in drafts if isinstance(d, Draft)]
    if stems and len(well_formed) == len(drafts):
        return Asking(request.postings, poster, now, well_formed, stems)
    return drafts


def _query_of(boundary: list[Selector]) -> DCBQuery:
    items = ((DCBQueryItem if isinstance(s, Named) else SubjectItem, s) for s in boundary)
    return DCBQuery([item([get_topic(t) for t in s.types], list(s.tags)) for item, s in items])


def query(subject: str | None, tag: str | None, types: Sequence[str]) -> DCBQuery | None:
    """A DCB query for a primary subject, a tag, some types, or everything."""
    if subject is not None:
        return DCBQuery([SubjectItem(list(types), [subject])])
    if tag is not None or types:
        return DCBQuery([DCBQueryItem(list(types), [tag] if tag is not None else [])])
    return None


def _sealed(draft: Draft) -> SealedEvent:
    said = draft.statement
    return SealedEvent(said.type, draft.fact, draft.tags, said.subject, draft.key)
