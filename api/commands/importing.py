"""What `bihuan import` does: a workbook read whole, posted in one request, and every refusal told by its cell."""

import json
from pathlib import Path
from typing import Any

import httpx2 as httpx
import typer

from api.answers import encode
from api.commands.console import err, fail, out, progress_bar
from api.commands.server import client_of, sent
from api.hj1259.events import Event
from api.hj1259.facts_of_rows import facts_of
from api.hj1259.problems import NotAWorkbookError, Problem
from api.hj1259.refused import is_about_no_cell, refused_cells
from api.hj1259.sheets import read_workbook

EVENTS_MAX = 10_000
"""As many as one request may hold: a file is one request, so that it is recorded whole or not at all."""
AGAIN = "什么也没有记录；改正后重新运行同一命令 · nothing was recorded; mend the file and run the same command again"
SPLIT = "按月份分成几个文件，逐个导入 · split the file by months and import them one after the other"


def import_file(file: Path, key: str, url: str, establishment: str | None, speaker: str | None) -> None:
    """Import a workbook; ends the command in words when anything of it cannot be recorded."""
    try:
        workbook = read_workbook(file)
    except NotAWorkbookError as error:
        zh, en = "不是可读的 .xlsx 文件", "is no readable .xlsx file"
        raise fail(f"{error}: {zh} · {en}", "用表格软件另存为 .xlsx · save it as .xlsx and try again") from None
    for left_out in workbook.left_out:
        err.print(f"! {left_out}", markup=False)
    reading = facts_of(workbook, establishment, speaker)
    if reading.problems:
        raise _refused(reading.problems)
    _check_size(reading.events)
    _post(reading.events, key, url)


def _check_size(events: list[Event]) -> None:
    if not events:
        raise fail(
            "没有可导入的记录 · there are no records in it",
            "每张表须有 B.1–B.5 之一的表头 · each sheet wants a heading of one of the tables: docs/hj1259.md",
        )
    if len(events) > EVENTS_MAX:
        raise fail(
            f"{len(events)} 个事实，一次至多 {EVENTS_MAX} 个 · {len(events)} facts, one import takes {EVENTS_MAX}",
            SPLIT,
        )


def _post(events: list[Event], key: str, url: str) -> None:
    with client_of(url, key, **{"Accept-Language": "zh"}) as client, progress_bar("条 facts") as progress:
        task = progress.add_task("import", total=len(events))
        response = sent(client, encode([event.posted for event in events]))
        progress.advance(task, len(events) if response.is_success else 0)
    if not response.is_success:
        raise _refused(refused_cells(events, _told(response)))
    receipts = response.json()["receipts"]
    known = sum(receipt["duplicate"] for receipt in receipts)
    out.print(f"✓ {len(receipts) - known} 条新记录，{known} 条此前已记录 · ", end="")
    out.print(f"{len(receipts) - known} new, {known} recorded before")


def _told(response: httpx.Response) -> list[dict[str, Any]]:
    """What a refusal tells; ends the command where it is none of ours, or about no cell."""
    try:
        problem = response.json()
        errors: list[dict[str, Any]] = problem["errors"]
    except (json.JSONDecodeError, KeyError, TypeError):
        raise fail(f"HTTP {response.status_code}: {response.text[:200]}") from None
    if response.status_code == 413:
        raise fail(f"{problem['title']} (HTTP 413)", SPLIT)
    if is_about_no_cell(errors):
        raise fail(
            f"{problem['title']} (HTTP {response.status_code}): {errors[0]['detail']}", problem.get("next", "")
        )
    return errors


def _refused(problems: list[Problem]) -> typer.Exit:
    for problem in problems:
        err.print("[red]✗[/]", end=" ")
        err.print(str(problem), markup=False)
    return fail(f"{len(problems)} 处须改正 · {len(problems)} to mend", AGAIN)
