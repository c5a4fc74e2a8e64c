"""Deciding a gather of requests in memory: each on the state that those before it leave, all or nothing each.

Acts can be refused; facts cannot. What is judged here is who may state a thing, whether an identity is taken and
whether a withdrawal was final; what is irregular about a physical fact is for a rule to flag.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from eventsourcing.dcb.domain import Selector, Slice, Tagged

from ledger.construction_waste.disposal_plan import DisposalPlan
from ledger.correction import Correction, effective, says
from ledger.correction_acts import refuse_after_withdrawal
from ledger.errors import BihuanError, ConflictError, MayNotStateError, bounded
from ledger.fact import AnyFact, Recorded, Statement
from ledger.hazardous_waste.manifest import Manifest
from ledger.judging import OfSubject, standing_facts
from ledger.leaf import canonical
from ledger.parties.organisation_acts import untrusted_role
from ledger.posting import Draft, renumbered
from ledger.schema import differing_pointers
from ledger.standing import acts_of, further_reads_of, may_state, reads_of
from ledger.subjects import kind_of, owner_of

S = TypeVar("S")
PENDING = 2**53
"""Positions of statements that are decided but not appended: beyond every real one, in order."""


@dataclass(slots=True)
class Decided:
    """What became of one request: an error, or for each posting a duplicate or the index of a new statement."""

    error: BihuanError | None = None
    receipts: list[Recorded[Any] | int] = field(default_factory=list)


class Batch(Slice[Statement[Any]]):
    """Requests to decide, on what is recorded of their subjects and under their keys."""

    def __init__(
        self,
        requests: Sequence[Sequence[Draft | BihuanError]],
        operator: str,
        duplicates: Mapping[bytes, Recorded[Any]],
    ) -> None:
        self.requests = requests
        self.operator = operator
        self.duplicates = duplicates
        self.accepted: list[Draft] = []
        self.decided: list[Decided] = []
        self._recorded: dict[str, list[Recorded[Any]]] = defaultdict(list)
        self._pending: dict[str, list[Recorded[Any]]] = defaultdict(list)
        self._positions: set[int] = set()
        self._delegations: dict[str | None, dict[str, None]] = defaultdict(dict)
        self._trips: dict[str, dict[str, None]] = defaultdict(dict)
        self._plans: dict[str, dict[str, None]] = defaultdict(dict)
        self._twins: dict[bytes, int] = {}
        self._start = 0

    def consistency_boundary(self) -> list[Selector]:
        """Typed selectors of what the decisions depend on; empty when they depend on nothing recorded."""
        return _each_once(selector for statement in self._new() for selector in _depends_on(statement))

    def further_boundary(self) -> list[Selector]:
        """What they depend on too, now that the facts of the first boundary are known; mostly nothing."""
        return _each_once(selector for statement in self._new() for selector in further_reads_of(self, statement))

    def _new(self) -> Iterator[Statement[Any]]:
        for request in self.requests:
            for each in request:
                if isinstance(each, Draft) and each.key not in self.duplicates:
                    yield each.statement

    def observe(self, recorded: Recorded[Any]) -> None:
        """Take in a fact that was recorded before this batch, once, wherever it stands among the others."""
        if recorded.position not in self._positions:
            self._positions.add(recorded.position)
            insort(self._recorded[recorded.fact.subject], recorded, key=lambda fact: fact.position)
            self._note(recorded.fact)

    def _note(self, statement: Statement[Any]) -> None:
        """What is looked for by another name: grants by grantor, plans by project, trips by what they brought."""
        if kind_of(statement.subject) == "delegation":
            self._delegations[owner_of(statement.subject)][statement.subject] = None
        elif kind_of(statement.subject) == "disposal_plan":
            said = says(statement)
            if isinstance(said, DisposalPlan.Filed):
                self._plans[said.project][statement.subject] = None
        elif isinstance(statement.data, Manifest.Received):
            for part in statement.data.accepted or ():
                if part.container is not None:
                    self._trips[part.container][statement.subject] = None

    def execute(self) -> None:
        """Decide request by request; what is accepted becomes new decisions, what is refused leaves no trace."""
        for request in self.requests:
            self._start = len(self.accepted)
            decided = self._decide_all(request)
            if decided.error is not None:
                self._drop_from(self._start)
            self.decided.append(decided)
        self.new_decisions.extend(Tagged(d.tags, d.statement) for d in self.accepted)

    def _accept(self, draft: Draft) -> int:
        index = len(self.accepted)
        pending = Recorded(fact=draft.statement, position=PENDING + index, recorded_at="", seq=0)
        self.accepted.append(draft)
        self._pending[draft.statement.subject].append(pending)
        self._note(draft.statement)
        self._twins[draft.key] = index
        return index

    def _drop_from(self, start: int) -> None:
        for draft in reversed(self.accepted[start:]):
            self._pending[draft.statement.subject].pop()
            del self._twins[draft.key]
        del self.accepted[start:]

    def _decide_all(self, request: Sequence[Draft | BihuanError]) -> Decided:
        decided = Decided()
        errors: list[tuple[int, BihuanError]] = []
        for index, each in enumerate(request):
            try:
                if isinstance(each, BihuanError):
                    raise each
                decided.receipts.append(self._decide(each))
            except BihuanError as error:
                errors.append((index, error))
        if errors:
            findings = (f for index, error in errors for f in renumbered(error, index))
            decided.error = type(errors[0][1])(*bounded(findings))
        return decided

    def _decide(self, draft: Draft) -> Recorded[Any] | int:
        recorded = self.duplicates.get(draft.key)
        if recorded is not None:
            refuse_other_content(draft.statement, recorded.fact)
            return recorded
        twin = self._twins.get(draft.key)
        if twin is not None:
            refuse_other_content(draft.statement, self.accepted[twin].statement)
            return twin
        self._judge(draft.statement)
        return self._accept(draft)

    def _judge(self, statement: Statement[Any]) -> None:
        if not may_state(self, statement):
            raise MayNotStateError.because(
                "may_not_state",
                f"{statement.type} about {statement.subject} is not yours to state",
                "/type",
                {"type": statement.type, "subject": statement.subject},
            )
        role = untrusted_role(statement, self.operator)
        if role is not None:
            raise MayNotStateError(role)
        refuse_after_withdrawal(statement, self.facts(statement.subject))
        if statement.data.CREATES:
            self._refuse_second_creation(statement)
        for act in acts_of(statement.data):
            act.refuse(self, statement)

    def _refuse_second_creation(self, statement: Statement[Any]) -> None:
        standing = effective(self.facts(statement.subject))
        creations = [
            e.original.position
            for e in standing
            if e.original.fact.type == statement.type and statement.data.repeats(e.original.fact.data)
        ]
        if creations:
            first = min(creations)
            where = f"at position {first}"
            if first >= PENDING:
                where = "earlier in this batch" if first - PENDING >= self._start else "a moment before"
            raise ConflictError.because(
                "already_created",
                f"{statement.subject} was created {where}; correct that fact instead",
                "/subject",
                {"subject": statement.subject, **({} if first >= PENDING else {"position": first})},
            )

    def facts(self, subject: str) -> list[Recorded[Any]]:
        """Facts whose primary subject this is, those decided before in this batch after those recorded."""
        return self._recorded.get(subject, []) + self._pending.get(subject, [])

    def delegations_of(self, uscc: str) -> Iterable[str]:
        """Those delegations which an organisation granted of which anything is known."""
        return self._delegations.get(uscc, ())

    def plans_of(self, project: str) -> Iterable[str]:
        """The disposal plans that are known to name a project."""
        return self._plans.get(project, ())

    def trips_of(self, container: str) -> Iterable[str]:
        """The manifests of which a receipt that is known names a container, the latest first."""
        return reversed(self._trips.get(container, {}))

    def fold(self, subject: str, state: S, evolve: Callable[[S, Statement[Any]], S]) -> S:
        """The state of a subject as recorded before the statement under judgement."""
        for each in effective(self.facts(subject)):
            state = evolve(state, each.statement)
        return state


# the library would leave the reading out, for no method of this class is decorated
Batch.do_projection = True


def _depends_on(statement: Statement[Any]) -> Iterable[Selector]:
    fact: type[AnyFact] = type(statement.data)
    if fact.CREATES:
        yield standing_facts(statement.subject, fact)
    if statement.about is not None:
        yield OfSubject((Correction.Withdrawn,), (statement.subject,))
    yield from reads_of(statement)


def _each_once(selectors: Iterable[Selector]) -> list[Selector]:
    return list({(type(selector), *selector.tags, *selector.types): selector for selector in selectors}.values())


def refuse_other_content(now: Statement[Any], before: Statement[Any]) -> None:
    """Raises ConflictError unless both say the same: type, subject, instant, on whose behalf and data."""
    same = (
        now.type == before.type
        and now.subject == before.subject
        and now.occurred_at == before.occurred_at
        and now.on_behalf_of == before.on_behalf_of
        and canonical(now.data) == canonical(before.data)
    )
    if not same:
        pointers = differing_pointers(now, before)
        raise ConflictError.because(
            "idempotency_conflict",
            "this id was used before with other content; differing: " + ", ".join(pointers),
            values={"differing": ", ".join(pointers)},
            differing=pointers,
        )
