"""What `bihuan export` does: the facts of an establishment, asked of a server, written as its ledgers."""

import json
from collections.abc import Sequence
from pathlib import Path

import httpx2 as httpx

from api.commands.console import fail, out, progress_bar
from api.commands.server import asked, client_of
from api.hj1259.reading_the_log import Answer, Books, read_books
from api.hj1259.rows_of_facts import Ledgers, Line
from api.hj1259.writing import write_workbook
from ledger.clock import shanghai_day


def export_file(
    establishment: str, file: Path, tables: Sequence[str], key: str, url: str, days: tuple[str | None, str | None]
) -> None:
    """Write these tables, of the days from the first to the last; ends the command in words when it cannot."""
    books = _books(establishment[:18], key, url)
    lines = [line for line in Ledgers(books, establishment).lines() if line.table in tables and _within(line, *days)]
    try:
        write_workbook(file, establishment, lines, tables)
    except OSError as error:
        raise fail(f"{file}: {error.strerror}", "换一个位置 · write it somewhere else") from None
    counts = "，".join(f"{number} {sum(line.table == number for line in lines)}" for number in tables)
    out.print(f"✓ {file} · {counts} 行 rows")


def _books(organisation: str, key: str, url: str) -> Books:
    with client_of(url, key, **{"Accept-Language": "zh"}) as client, progress_bar("条 facts") as progress:
        task = progress.add_task("export", total=None)

        def ask(path: str, query: dict[str, str]) -> Answer:
            response = asked(client, path, query)
            if not response.is_success:
                raise fail(f"HTTP {response.status_code}: {_detail(response)}")
            return response.content, dict(response.headers)

        return read_books(ask, organisation, lambda more: progress.advance(task, more))


def _detail(response: httpx.Response) -> str:
    try:
        problem = response.json()
        return f"{problem['detail']}；{problem['next']}"
    except (json.JSONDecodeError, KeyError, TypeError):
        return response.text[:200]


def _within(line: Line, since: str | None, until: str | None) -> bool:
    day = shanghai_day(line.occurred_at).isoformat()
    return (since or "") <= day <= (until or "9999-12-31")
