"""The containers of the log by stage, kept in memory and brought up to date when asked: figures for the first page.

A register with a table of its own comes with the projection runner; until then this folds each new fact once.
"""

from threading import Lock
from typing import Any, NamedTuple

from ledger.catalogue import CATALOGUE, tags_of
from ledger.correction import Correction, is_about_a_fact
from ledger.fact import Recorded
from ledger.hazardous_waste.container import ContainerState
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.acting import acting_on, acts_on, counting, original_of
from projections.custody.beside import facts_beside
from projections.custody.state import fold, is_provisional

PAGE = 5_000
FIVE_IMMEDIATES = ("container.packaged", "container.weighed", "container.labelled", "container.stored")


class Line(NamedTuple):
    """One container in the register."""

    subject: str
    state: ContainerState
    facts: int
    last_occurred_at: str
    provisional: bool


class ContainerRegister:
    """All containers, folded from the log."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._facts: dict[str, list[Recorded[Any]]] = {}
        self._acting: dict[int, list[Recorded[Any]]] = {}
        """Position of a fact that acts on containers it names → that fact, and what was said of it."""
        self._acted_on: dict[str, set[int]] = {}
        self._through: dict[str, set[str]] = {}
        """Subject of such facts → the containers that they act on."""
        self._by_position: dict[int, set[str]] = {}
        self._lines: dict[str, Line] = {}
        self.position = 0
        self.types: dict[str, int] = {}

    def lines(self) -> list[Line]:
        """Every container, after all facts up to the head of the log."""
        with self._lock:
            touched: set[str] = set()
            while page := self._ledger.recorded(after=self.position, limit=PAGE):
                for fact in page:
                    self.types[fact.fact.type] = self.types.get(fact.fact.type, 0) + 1
                    if kind_of(fact.fact.subject) == "container":
                        self._facts.setdefault(fact.fact.subject, []).append(fact)
                        touched.add(fact.fact.subject)
                    touched |= self._acting_on(fact)
                self.position = page[-1].position
            for subject in touched:
                self._lines[subject] = self._fold(subject)
            return list(self._lines.values())

    def _acting_on(self, fact: Recorded[Any]) -> set[str]:
        """The containers that a fact about something else may change, the fact being kept for them."""
        if isinstance(fact.fact.data, Correction.Confirmed):
            return self._through.get(fact.fact.subject, set())
        name, position = original_of(fact)
        if "container" not in CATALOGUE[name].today.ACTS_ON:
            return set()
        self._acting.setdefault(position, []).append(fact)
        touched = self._by_position.setdefault(position, set())
        touched |= {tag for tag in tags_of(fact.fact) if kind_of(tag) == "container" and acts_on(fact, tag)}
        for container in touched:
            self._acted_on.setdefault(container, set()).add(position)
        self._through.setdefault(fact.fact.subject, set()).update(touched)
        return touched

    def _fold(self, subject: str) -> Line:
        facts = self._facts.get(subject, [])
        acting = [fact for position in self._acted_on.get(subject, set()) for fact in self._acting[position]]
        if any(is_about_a_fact(fact.fact.type) for fact in acting):
            acting = [each.fact for each in acting_on(self._ledger, subject, self.position)]
        naming = [*facts_beside(self._ledger, subject, facts, self.position), *acting]
        standing = counting(subject, facts, naming)
        last = standing[-1].statement.occurred_at if standing else facts[-1].fact.occurred_at
        return Line(subject, fold(subject, standing), len(facts), last, is_provisional(subject, standing))
