"""A producer's desk: a key, a running server, and workbooks as producers keep them."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger
from tests.server_process import bihuan, killed_afterwards
from tests.specification import OPERATOR, PLANT, SITE

NUMBER = SITE.removeprefix("establishment:")


@dataclass(frozen=True)
class Desk:
    """The plant's desk at the door of a server."""

    ledger: Ledger
    url: str
    address: str
    key: str

    def imports(self, file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run("import", str(file), *arguments)

    def exports(self, file: Path, *arguments: str, ledger: str = NUMBER) -> subprocess.CompletedProcess[str]:
        return self._run("export", ledger, str(file), *arguments)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return bihuan(*arguments, "--key", self.key, "--url", self.address, url=self.url)

    def facts(self) -> list[tuple[str, str, str, dict[str, Any]]]:
        """All that was imported: type, subject, instant and data as stored."""
        recorded = [f.fact for f in self.ledger.recorded(after=1)]
        return [(f.type, f.subject, f.occurred_at, f.data) for f in recorded]


@contextmanager
def desk_at(url: str) -> Iterator[Desk]:
    """A desk before an empty log."""
    with Ledger(url) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        key = Credentials(ledger.recorder.engine).issue(new_credential_id(), PLANT, None, ledger.recorder.now())
        with killed_afterwards(url) as address:
            yield Desk(ledger, url, address, key)


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    """A file of these sheets, row by row; a name's underscore is a point."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", "."))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def content(path: Path) -> dict[str, list[list[Any]]]:
    """Every cell of every sheet."""
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in load_workbook(path)}
