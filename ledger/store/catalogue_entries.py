"""The entries of waste catalogues, by the SHA-256 of their file: an edition loaded anew hides none of before."""

from collections.abc import Iterable

from sqlalchemy import Engine, delete, insert, select

from ledger.store.engine import to_write
from ledger.store.tables import catalogue_entry
from ledger.waste_codes import Entry


class CatalogueEntries:
    """The entries that one database holds."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def of(self, sha256: str) -> list[Entry]:
        """The entries of a file in the order of their codes; none for a file that was not loaded here."""
        t = catalogue_entry.c
        wanted = select(t.code, t.category, t.category_name, t.industry, t.description, t.hazards)
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.where(t.sha256 == sha256))
            return sorted(Entry(*row) for row in rows)

    def put(self, sha256: str, entries: Iterable[Entry]) -> None:
        """Keep the entries of a file in the place of whatever was kept under its hash, all or nothing."""
        rows = [{"sha256": sha256, **entry._asdict()} for entry in entries]
        with to_write(self.engine) as connection:
            connection.execute(delete(catalogue_entry).where(catalogue_entry.c.sha256 == sha256))
            connection.execute(insert(catalogue_entry), rows)
