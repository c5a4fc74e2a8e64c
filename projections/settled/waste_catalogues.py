"""Whether a waste code stands in the catalogue of a day, and what the catalogue says of it.

A code that does not is no error: the edition of the day may not be loaded, or the code may be newer. It is marked,
for somebody to check.
"""

from datetime import date

from ledger.log import Ledger
from ledger.settled.in_force import edition_on, editions
from ledger.store.catalogue_entries import CatalogueEntries
from ledger.waste_codes import Entry
from projections.settled.recorded_settings import RecordedSettings


class WasteCatalogues:
    """The editions that were loaded into one log, with their entries."""

    def __init__(self, ledger: Ledger, settings: RecordedSettings) -> None:
        self._settings = settings
        self._stored = CatalogueEntries(ledger.recorder.engine)
        self._read: dict[str, dict[str, Entry]] = {}

    def known(self, code: str, day: date, as_of: str | None = None) -> bool | None:
        """Whether a code stands in the edition in force on a day; None where no such edition is loaded."""
        entries = self._entries_on(day, as_of)
        return None if entries is None else code in entries

    def entry(self, code: str, day: date, as_of: str | None = None) -> Entry | None:
        """What the edition in force on a day says of a code; None where it says nothing, or none is loaded."""
        return (self._entries_on(day, as_of) or {}).get(code)

    def _entries_on(self, day: date, as_of: str | None) -> dict[str, Entry] | None:
        edition = edition_on(editions(self._settings.facts(), as_of), day)
        if edition is None:
            return None
        entries = self._read.get(edition.sha256)
        if entries is None:
            entries = {entry.code: entry for entry in self._stored.of(edition.sha256)}
            if len(entries) != edition.rows:
                return None  # not all of the file that the log speaks of: no ground for an answer
            self._read[edition.sha256] = entries
        return entries
