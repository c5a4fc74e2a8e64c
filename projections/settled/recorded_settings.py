"""The facts that settle something for the whole log, kept in memory and brought up to date when asked.

They are few: their subjects are looked up among the tags that came since the last time, never among the facts.
"""

from threading import Lock
from typing import Any

from eventsourcing.dcb.api import DCBQuery

from ledger.catalogue import reader_of
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.reading import Span, SubjectItem
from ledger.subjects import SETTINGS


class RecordedSettings:
    """Settings of one log, with what was said about them afterwards."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._facts: list[Recorded[Any]] = []
        self._subjects: list[str] = []
        self._last_tag = 0
        self._position = 0

    def facts(self) -> list[Recorded[Any]]:
        """All of them up to the head of the log, in its order."""
        with self._lock:
            # the head first: whatever tags its facts carry are there when the tags are read
            head, _ = self._ledger.head()
            if head > self._position:
                self._take_in(Span(self._position, head))
                self._position = head
            return list(self._facts)

    def _take_in(self, span: Span) -> None:
        recorder = self._ledger.recorder
        new, self._last_tag = recorder.tags_of_kinds(SETTINGS, self._last_tag)
        self._subjects += new
        if self._subjects:
            about_them = DCBQuery([SubjectItem([], [subject]) for subject in self._subjects])
            self._facts += recorder.decoded(about_them, span, reader_of)
