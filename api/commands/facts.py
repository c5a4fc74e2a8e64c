"""`bihuan post`, `bihuan replay`: facts in, a case out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx2 as httpx
import typer

from api import strict_json
from api.answers import encode
from api.commands.console import err, explained, fail, open_ledger, out, progress_bar
from api.commands.server import client_of, sent
from api.flag_words import flags_about
from api.subjects import cut, summary
from ledger.errors import MalformedError, NotFoundError
from projections.catalogue import VIEWS
from projections.custody.asked_at import asked_at
from projections.custody.replay import Case
from projections.custody.visibility import EVERYBODY
from projections.custody.whole_case import whole_case
from projections.loops.lists import keepers_for, with_chain
from projections.parties.keepers import NOBODY
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings

BATCH = 500
BATCH_BYTES = 4 * 1024 * 1024
MEND = "改正后重新运行同一命令，已记录的不会重复 · mend the lines and run the same command again"


def post(
    file: Annotated[
        Path, typer.Argument(help="每行一个 CloudEvent · one CloudEvent a line", exists=True, dir_okay=False)
    ],
    key: Annotated[str, typer.Option(help="API 密钥 · API key", envvar="BIHUAN_KEY")],
    url: Annotated[str, typer.Option(help="服务地址 · where the server is")] = "http://127.0.0.1:8000",
) -> None:
    """提交文件中的事实，可中断后重来 · post a file; run it again to resume, nothing is stored twice."""
    lines = list(_lines_of(file))
    new = known = 0
    with (
        client_of(url, key) as client,
        progress_bar("条 facts") as progress,
    ):
        task = progress.add_task(file.name, total=len(lines))
        for batch in _batches(lines):
            receipts = _post_batch(client, batch, file)
            known += sum(r["duplicate"] for r in receipts)
            new += sum(not r["duplicate"] for r in receipts)
            progress.advance(task, len(batch))
    out.print(f"✓ {new} 条新记录，{known} 条此前已记录 · {new} new, {known} recorded before")


def _lines_of(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers, each looked at: joined into a batch, two half values would make a whole one."""
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if line.strip():
            try:
                strict_json.read(line)
            except MalformedError as error:
                finding = error.findings[0]
                raise fail(f"{file.name}:{number} [{finding.code}] {finding.detail}", MEND) from None
            yield number, line


def _batches(lines: list[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Batches within bounds of number and size, so that no server refuses one for its size alone."""
    batch: list[tuple[int, bytes]] = []
    size = 0
    for number, line in lines:
        if batch and (len(batch) == BATCH or size + len(line) > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((number, line))
        size += len(line)
    if batch:
        yield batch


def _post_batch(client: httpx.Client, batch: list[tuple[int, bytes]], file: Path) -> list[dict[str, Any]]:
    body = b"[" + b",".join(line for _, line in batch) + b"]"
    response = sent(client, body)
    if response.is_success:
        receipts: list[dict[str, Any]] = response.json()["receipts"]
        return receipts
    try:
        problem = response.json()
    except json.JSONDecodeError:
        raise fail(f"HTTP {response.status_code}: {response.text[:200]}") from None
    for error in problem.get("errors", [])[:20]:
        index = error.get("index")
        line = f"{file.name}:{batch[index][0]}" if index is not None else f"{file.name}:{batch[0][0]}–{batch[-1][0]}"
        err.print(f"[red]{line}[/]", end=" ")
        err.print(f"[{error['code']}] {error['pointer']} {error['detail']}", markup=False)
    raise fail(
        f"{problem.get('title', '')} (HTTP {response.status_code})",
        MEND,
    )


def replay(
    subject: Annotated[str, typer.Argument(help="例如 container:USCC.D-1 · e.g. container:USCC.D-1")],
    happened_by: Annotated[str | None, typer.Option(help="按发生时间截止 · cut by when it happened")] = None,
    known_by: Annotated[str | None, typer.Option(help="按记录时间截止 · cut by when it was known")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON，与 API 相同 · as the API answers")] = False,
) -> None:
    """回放一个对象的全过程 · replay the life of a subject, by either clock."""
    with explained(), open_ledger() as ledger:
        known = cut(known_by, "known_by")
        at = asked_at(ledger, RecordedSettings(ledger), known)
        happened = cut(happened_by, "happened_by")
        case = whole_case(ledger, subject, happened, known)
        if case is None:
            raise NotFoundError.because("not_found", f"没有关于 {subject} 的事实 · there is no fact about it")
        keepers, views = NOBODY, Runner(ledger, VIEWS)
        if happened is None:  # chains and licences are known as of an instant of the log
            case, keepers = with_chain(views, at, case), keepers_for(views, at, case)
        flags = flags_about(views, EVERYBODY, at, subject, happened) if as_json else None
    if as_json:
        told_of = {"anomalies": flags, "events": case.entries}
        out.file.write(encode({**summary(case, at, keepers), **told_of}).decode() + "\n")
        return
    told = summary(case, at, keepers)
    out.print(
        f"{case.subject}\n阶段 stage: {case.stage} · 闭环 loop: {told['loop']} · 暂定 provisional: {case.provisional}"
    )
    for line in (*_waits(told), *_lines(case)):
        out.print(line, markup=False)


def _waits(told: dict[str, Any]) -> Iterator[str]:
    """Each loop where there are several, and what they wait for."""
    if len(told["loops"]) > 1:
        yield "环 loops: " + " · ".join(f"{name} {status}" for name, status in told["loops"].items())
    for each in told["deadlines"]:
        late = "逾期 overdue" if each["passed"] else "等待 waits for"
        title = f"{each['title']['zh']} · {each['title']['en']}"
        yield f"{late}: {title}, since {each['since'][:19]}Z, due {each['due'][:19]}Z ({each['basis']})"


def _lines(case: Case) -> Iterator[str]:
    """One line for each event; what was corrected or withdrawn is marked, never left out."""
    yield "  位置  发生 occurred        记录 recorded        类型 type                  阶段 stage   陈述 stated by"
    for entry in case.entries:
        struck = "✗" if entry.withdrawn_by else "→" if entry.corrected_by else "?" if entry.pending else " "
        times = f"{entry.occurred_at[:19]}Z {entry.recorded_at[:19]}Z"
        yield f"{entry.position:>6}{struck} {times} {entry.type:<26} {entry.stage_after or '':<12} {entry.stated_by}"
    for effect in case.effects:
        times = f"{effect.occurred_at[:19]}Z {effect.recorded_at[:19]}Z"
        done = f"{effect.role} {effect.mass_kg} kg, {effect.subject}"
        yield f"{effect.position:>6}  {times} {effect.type:<26} {effect.stage_after or '':<12} {effect.party} {done}"
