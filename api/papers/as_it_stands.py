"""What a paper is drawn from: the facts about a subject as they count now, as far as somebody may see them."""

from typing import Any, NamedTuple

from api.door import not_found
from api.papers.check_code import CheckCode
from api.subjects import acting_as_seen
from ledger.correction import Correction, Effective, effective
from ledger.errors import ConflictError
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.subjects import kind_of, problem_with
from projections.custody.acting import acting_on, counting
from projections.custody.beside import facts_beside
from projections.custody.state import fold, is_provisional
from projections.custody.visibility import Visibility


class Standing(NamedTuple):
    """A subject's facts that count, in occurred order, and what they leave it at."""

    subject: str
    facts: list[Effective]
    state: Any
    provisional: bool
    """Whether the fact that creates it is missing."""
    withdrawn: bool
    """Whether nothing is left of what was said of it."""

    def notes(self) -> list[str]:
        """What a reader has to know of these facts: which were corrected, which wait for that, which are disputed."""
        own = [each for each in self.facts if each.statement.subject == self.subject]
        corrected = [f"#{each.original.position}→#{each.correction.position}" for each in own if each.correction]
        pending = [f"#{pending.correction.position}" for each in own for pending in each.pending]
        disputed = [f"#{dispute.position}" for each in own for dispute in each.disputes]
        told = (("已按更正打印", corrected), ("更正待确认，未计入", pending), ("主管部门有异议", disputed))
        return [f"{words}：{'、'.join(positions)}" for words, positions in told if positions]


def number_of(subject: str | None) -> str | None:
    """The number of a subject as a form tells it, without its kind."""
    return None if subject is None else subject.partition(":")[2]


class Source:
    """A log as one asker sees it at one moment; `seen` None shows everything: the operator's, or a simulation."""

    def __init__(self, ledger: Ledger, seen: Visibility | None) -> None:
        self.opened = ledger.opened
        self.reflects = 0
        """The last position of what was read so far."""
        self._ledger = ledger
        self._seen = seen
        self._head = ledger.head()[0]
        self._states: dict[str, Any] = {}

    def wanted(self, subject: str, kind: str) -> Standing:
        """A subject of a kind that is to be printed.

        Raises NotFoundError where there is nothing to be seen, ConflictError where all that was said was withdrawn.
        """
        standing = self.standing(subject) if kind_of(subject) == kind else None
        if standing is None:
            raise not_found(subject)
        if standing.withdrawn:
            raise ConflictError.because(
                "nothing_to_print", f"all that was said of {subject} was withdrawn", values={"sought": subject}
            )
        return standing

    def notes(self) -> list[str]:
        """What a reader has to know of the log itself."""
        return ["模拟数据，单位、编号与重量均为虚构"] if self.opened.simulated else []

    def standing(self, subject: str) -> Standing | None:
        """A subject as it stands; None where there is nothing to be seen."""
        if problem_with(subject):
            return None
        ledger, seen, head = self._ledger, self._seen, self._head
        facts = ledger.recorded(subject=subject, upto=head)
        acting = acting_on(ledger, subject, head) if seen is None else acting_as_seen(ledger, seen, subject, head)
        facts = facts if seen is None else seen.seen(facts)
        if not facts and not acting:
            return None
        naming = [*facts_beside(ledger, subject, facts, head), *(each.fact for each in acting)]
        counted = counting(subject, facts, naming)
        self.reflects = max([self.reflects, *(fact.position for fact in (*facts, *naming))])
        said_back = any(isinstance(fact.fact.data, Correction.Withdrawn) for fact in facts)
        return Standing(
            subject,
            counted,
            fold(subject, counted),
            is_provisional(subject, counted),
            withdrawn=said_back and not counted,
        )

    def registered(self, subject: str | None) -> Any:
        """The state of an organisation, a place or a profile, by its own facts; None for what is not seen."""
        if subject is None or (self._seen is not None and not self._seen.sees(subject)):
            return None
        if subject not in self._states:
            self._states[subject] = self._state(subject)
        return self._states[subject]

    def _state(self, subject: str) -> Any:
        if kind_of(subject) == "project":  # what its plan says of it is a fact about the plan
            standing = self.standing(subject)
            return None if standing is None else standing.state
        facts = self._ledger.recorded(subject=subject, upto=self._head)
        self.reflects = max([self.reflects, *(fact.position for fact in facts)])
        return fold(subject, effective(facts)) if facts else None

    def check_code(self, position: int) -> CheckCode:
        """The 查验码 of a fact that was read here."""
        found = self._ledger.stored(position)
        assert found is not None  # it was read a moment ago, and nothing is ever removed
        return CheckCode(self.opened.origin, position, leaf_hash(found[1]).hex())

    def named(self, subject: str | None) -> str | None:
        """A subject by its registered name, and by its number too; the number alone where no name is to be seen."""
        if subject is None:
            return None
        number = subject.partition(":")[2]
        name = getattr(self.registered(subject), "name", None)
        return f"{name}（{number}）" if name else number
