"""The facts that settle something for the whole log, kept in memory and brought up to date when asked.

They are few. What the log gained since the last time is looked through once, by type; the rest is remembered.
"""

from threading import Lock
from typing import Any

from eventsourcing.dcb.api import DCBQuery

from ledger.catalogue import reader_of
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.reading import Span, SubjectItem

SETTLING = ("threshold.set", "calendar.published", "catalogue.loaded")
ABOUT_THEM = ("fact.corrected", "fact.withdrawn")


class RecordedSettings:
    """Settings of one log, with what was said about them afterwards."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._facts: list[Recorded[Any]] = []
        self._subjects: set[str] = set()
        self.position = 0

    def facts(self) -> list[Recorded[Any]]:
        """All of them up to the head of the log."""
        with self._lock:
            head, _ = self._ledger.head()
            if head > self.position:
                self._take_in(Span(self.position, head))
                self.position = head
            return list(self._facts)

    def _take_in(self, span: Span) -> None:
        new = self._ledger.recorded(types=SETTLING, after=span.after, upto=span.upto)
        self._subjects.update(fact.fact.subject for fact in new)
        if self._subjects:
            about = DCBQuery([SubjectItem(list(ABOUT_THEM), [subject]) for subject in sorted(self._subjects)])
            new += self._ledger.recorder.decoded(about, span, reader_of)
        self._facts += sorted(new, key=lambda fact: fact.position)
