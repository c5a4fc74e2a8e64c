"""`bihuan import`, `bihuan export`: the ledgers that HJ 1259-2022 asks of producers, as workbooks."""

import re
from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import fail
from api.hj1259.columns import TABLES
from ledger.identifiers import ESTABLISHMENT_PATTERN, uscc_is_sound

Key = Annotated[str, typer.Option(help="API 密钥 · API key", envvar="BIHUAN_KEY")]
Url = Annotated[str, typer.Option(help="服务地址 · where the server is")]
HERE = "http://127.0.0.1:8000"


def import_(
    file: Annotated[Path, typer.Argument(help="台账 .xlsx · a ledger", exists=True, dir_okay=False)],
    key: Key,
    url: Url = HERE,
    establishment: Annotated[
        str | None, typer.Option(help="生产经营场所编码，表上没有时 · its number, where the sheets do not name it")
    ] = None,
    collector: Annotated[
        str | None, typer.Option(help="代为填报的收集单位 · USCC of the collector whose key it is, if it is one's")
    ] = None,
) -> None:
    """导入 HJ 1259 台账，全部或全不；同一文件再次导入不重复 · import ledgers, all or nothing, and once."""
    from api.commands.importing import import_file  # noqa: PLC0415  (no other command waits for workbooks)

    import_file(file, key, url, establishment, collector)


def export(
    ledger: Annotated[str, typer.Argument(help="生产经营场所编码 · number of the establishment", metavar="LEDGER")],
    file: Annotated[Path, typer.Argument(help="台账 .xlsx · a ledger", dir_okay=False)],
    key: Key,
    url: Url = HERE,
    table: Annotated[
        list[str] | None, typer.Option(help="只要某张表，可重复 · one table of B.1 to B.5, may be repeated")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="自此日 · from a day on, e.g. 2026-11-01")] = None,
    until: Annotated[str | None, typer.Option(help="至此日 · up to a day and with it")] = None,
    force: Annotated[bool, typer.Option(help="覆盖已有文件 · write over a file that is there")] = False,
) -> None:
    """导出生产经营场所的 HJ 1259 台账 · export the ledgers of an establishment, to be imported again."""
    ledger = ledger.removeprefix("establishment:")
    _check_arguments(ledger, file, table or [], [since, until], force=force)
    from api.commands.exporting import export_file  # noqa: PLC0415

    export_file(ledger, file, [number for number in TABLES if not table or number in table], key, url, (since, until))


def _check_arguments(ledger: str, file: Path, tables: list[str], days: list[str | None], *, force: bool) -> None:
    if not re.fullmatch(ESTABLISHMENT_PATTERN, ledger, re.A) or not uscc_is_sound(ledger[:18]):
        raise fail(
            f"{ledger!r} 不是生产经营场所编码 · is no number of an establishment",
            "统一社会信用代码加三位数字和一个字母 · its 统一社会信用代码, three digits and a letter",
        )
    if unknown := [number for number in tables if number not in TABLES]:
        raise fail(f"没有表 {unknown[0]} · there is no such table", "B.1 B.2 B.3 B.4 B.5")
    if wrong := [day for day in days if day is not None and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day)]:
        raise fail(f"{wrong[0]!r} 不是日期 · is no day", "写作 2026-11-01 · write it like 2026-11-01")
    if file.suffix.lower() != ".xlsx":
        raise fail(f"{file} 须以 .xlsx 结尾 · the file is named .xlsx", f"{file.name}.xlsx")
    if file.exists() and not force:
        raise fail(f"{file} 已存在 · is there already", "换一个名字，或加 --force · another name, or --force")
