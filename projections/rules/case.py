"""What a rule may look at: the case it judges, and whatever else was known at the same moment."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from ledger.correction import Effective
from ledger.fact import AnyFact, speaker_of

T = TypeVar("T")

ALWAYS: Final = "9"
"""As the instant of a question: what is said of any time matters to the answer."""


class Step(NamedTuple):
    """A fact as it counts, and the state of the case before and after it."""

    fact: Effective
    before: Any
    after: Any

    @property
    def says(self) -> Any:
        """Its data, corrected where they were."""
        return self.fact.statement.data

    @property
    def at(self) -> str:
        """When it happened."""
        return self.fact.statement.occurred_at

    @property
    def recorded_at(self) -> str:
        """When the ledger first learned of it."""
        return self.fact.original.recorded_at

    @property
    def position(self) -> int:
        """Where it stands in the log; of what was corrected the original."""
        return self.fact.original.position

    @property
    def subject(self) -> str:
        """What it is about: another subject where it acts on the case."""
        return self.fact.statement.subject

    @property
    def speaker(self) -> str:
        """The organisation whose duty it was to say it."""
        return f"organisation:{speaker_of(self.fact.statement)}"


class Known(Protocol):
    """Whatever else was known. Each question says up to which instant the answer matters to who asks it."""

    def case(self, subject: str, at: str = ALWAYS) -> "Case":
        """The case of any subject; an empty one where nothing was said of it."""

    def all_of(self, kind: str, tag: str, at: str = ALWAYS) -> list["Case"]:
        """The cases of a kind that name a subject, in the order of their numbers."""

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several rules work out of the same case, worked out once."""


class Case(NamedTuple):
    """A subject as it was known at one moment of the log: what counts of it, in occurred order."""

    subject: str
    standing: Sequence[Effective]
    after: Sequence[Any]
    """The state after each of those."""
    initial: Any
    known: Known

    @property
    def state(self) -> Any:
        """After all of it."""
        return self.after[-1] if self.after else self.initial

    @property
    def number(self) -> str:
        """The subject without its kind."""
        return self.subject.partition(":")[2]

    def state_at(self, instant: str) -> Any:
        """By what had happened up to an instant."""
        state = self.initial
        for each, then in zip(self.standing, self.after, strict=True):
            if each.statement.occurred_at > instant:
                break
            state = then
        return state

    def steps(self, *types: type[AnyFact], own: bool = False) -> Iterator[Step]:
        """Its facts of these types, or all; `own` leaves out what is about another subject."""
        for number, each in enumerate(self.standing):
            said = each.statement
            if (not types or isinstance(said.data, types)) and not (own and said.subject != self.subject):
                yield Step(each, self.after[number - 1] if number else self.initial, self.after[number])

    def first(self, *types: type[AnyFact]) -> Step | None:
        """The first of these types."""
        return next(self.steps(*types), None)

    def last(self, *types: type[AnyFact]) -> Step | None:
        """The last of these types."""
        for number in range(len(self.standing) - 1, -1, -1):
            if not types or isinstance(self.standing[number].statement.data, types):
                before = self.after[number - 1] if number else self.initial
                return Step(self.standing[number], before, self.after[number])
        return None
