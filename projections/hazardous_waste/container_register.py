"""The containers of the log by stage, kept in memory and brought up to date when asked: figures for the first page.

A register with a table of its own comes with the projection runner; until then this folds each new fact once.
"""

from threading import Lock
from typing import Any, NamedTuple

from ledger.correction import effective
from ledger.fact import Recorded
from ledger.hazardous_waste.container import ContainerState
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.beside import facts_beside
from projections.custody.state import fold

PAGE = 5_000
FIVE_IMMEDIATES = ("container.packaged", "container.weighed", "container.labelled", "container.stored")


class Line(NamedTuple):
    """One container in the register."""

    subject: str
    state: ContainerState
    facts: int
    last_occurred_at: str


class ContainerRegister:
    """All containers, folded from the log."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._facts: dict[str, list[Recorded[Any]]] = {}
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
                self.position = page[-1].position
            for subject in touched:
                self._lines[subject] = self._fold(subject)
            return list(self._lines.values())

    def _fold(self, subject: str) -> Line:
        facts = self._facts[subject]
        standing = effective(facts, facts_beside(self._ledger, subject, facts, self.position))
        last = standing[-1].statement.occurred_at if standing else facts[-1].fact.occurred_at
        return Line(subject, fold("container", standing), len(facts), last)
