"""`bihuan catalogue`: an edition of 国家危险废物名录, from a file that whoever runs the log brings."""

import hashlib
import re
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from api.commands.console import err, explained, fail, open_ledger, out
from api.commands.statements import state
from ledger.log import Ledger
from ledger.regulation.catalogue_editions import IN_FORCE_SINCE
from ledger.settled.catalogue_file import read_catalogue
from ledger.settled.in_force import Edition, editions
from ledger.store.catalogue_entries import CatalogueEntries
from ledger.subjects import problem_with
from ledger.waste_codes import Entry
from projections.settled.recorded_settings import RecordedSettings

app = typer.Typer(help="国家危险废物名录 · the national catalogue of hazardous waste", no_args_is_help=True)


@app.callback()
def catalogue() -> None:
    """国家危险废物名录 · the national catalogue of hazardous waste."""


@app.command()
def load(
    file: Annotated[
        Path, typer.Argument(help="CSV，UTF-8 或 GB18030 · CSV in UTF-8 or GB18030", exists=True, dir_okay=False)
    ],
    edition: Annotated[
        str | None, typer.Option(help="版本，默认取文件名中的年份 · default: the year in the file's name")
    ] = None,
    valid_from: Annotated[str | None, typer.Option(help="施行日期 · in force from, e.g. 2025-01-01")] = None,
) -> None:
    """载入一个版本，全部或全不；再次载入同一文件不作改变 · load an edition, all of the file or nothing of it."""
    data = file.read_bytes()
    edition = edition or _year_in(file)
    if problem_with(f"catalogue:{edition}"):
        raise fail(
            f"版本 {edition!r} 无法使用 · this edition cannot be used",
            "字母、数字、- 和 _，至多 40 个 · letters, digits, - and _, 40 at most: --edition 2021",
        )
    with explained():
        entries, sha256 = read_catalogue(data), hashlib.sha256(data).hexdigest()
        with open_ledger() as ledger:
            _load(ledger, edition, sha256, entries, valid_from or IN_FORCE_SINCE.get(edition))
            _warn_of_newer(ledger)


def _load(ledger: Ledger, edition: str, sha256: str, entries: list[Entry], valid_from: str | None) -> None:
    stored = CatalogueEntries(ledger.recorder.engine)
    loaded = next((e for e in _loaded(ledger) if e.edition == edition), None)
    if loaded is not None:
        _load_again(stored, loaded, sha256, entries, valid_from)
        return
    data = {"sha256": sha256, "rows": len(entries), **({"valid_from": valid_from} if valid_from else {})}
    # the fact first: without its entries there is no answer yet, and loading again brings them
    receipt = state(ledger, "catalogue.loaded", f"catalogue:{edition}", data)
    stored.put(sha256, entries)
    out.print(f"✓ {receipt.subject} · {len(entries)} 条 entries · position {receipt.position} · sha256 {sha256}")


def _load_again(
    stored: CatalogueEntries, loaded: Edition, sha256: str, entries: list[Entry], valid_from: str | None
) -> None:
    if loaded.sha256 != sha256:
        raise fail(
            f"{loaded.edition} 版已从另一文件载入 · this edition was loaded from another file: "
            f"position {loaded.position}, sha256 {loaded.sha256}",
            f"若那次有误，先撤回 · if that one was wrong, first post fact.withdrawn about catalogue:{loaded.edition} "
            f'with {{"position": {loaded.position}, "reason": …}}；若是新版本 · for a new edition: --edition NAME',
        )
    if valid_from is not None and valid_from != loaded.valid_from:
        raise fail(
            f"已记录的施行日期不同 · it is recorded as in force from {loaded.valid_from}, not {valid_from}",
            f"更正该事实 · correct that fact: fact.corrected about catalogue:{loaded.edition}",
        )
    if stored.of(sha256) == sorted(entries):
        out.print(f"✓ 此前已载入，无变化 · loaded before, nothing to do · position {loaded.position}")
        return
    stored.put(sha256, entries)
    out.print(
        f"✓ 所存条目与文件不符，已按文件恢复 · the stored entries were not those of the file and were put right · "
        f"{len(entries)} 条 entries"
    )


def _loaded(ledger: Ledger) -> list[Edition]:
    return editions(RecordedSettings(ledger).facts())


def _warn_of_newer(ledger: Ledger) -> None:
    """Say which edition the law has that this log has not: its codes will be marked as not known."""
    have = {edition.edition for edition in _loaded(ledger)}
    for edition, day in IN_FORCE_SINCE.items():
        if edition not in have:
            words = f"{edition} 年版自 {day} 起施行，尚未载入：不在所载版本中的代码需人工核对"
            err.print(escape(f"! {words} · that edition is not loaded: check codes that are marked as not known"))


def _year_in(file: Path) -> str:
    years: set[str] = set(re.findall(r"(?<![0-9])20[0-9]{2}(?![0-9])", file.stem))
    if len(years) != 1:
        raise fail(
            f"文件名 {file.name} 未表明版本 · the file's name does not say which edition it is",
            f"bihuan catalogue load {file.name} --edition 2021",
        )
    return years.pop()
