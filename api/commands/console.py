"""Speaking to the person at the terminal: results on stdout, everything else on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.settings import Settings, read_settings
from ledger.errors import BihuanError
from ledger.log import Ledger
from ledger.posting import Poster
from ledger.store.engine import DATABASE_ERRORS, ArgumentError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(message: str, then: str = "") -> typer.Exit:
    """Say what went wrong and what to do next; raise the result."""
    err.print(f"[bold red]✗[/] {escape(message)}")
    if then:
        err.print(f"  → {escape(then)}")
    return typer.Exit(1)


@contextmanager
def explained() -> Iterator[None]:
    """Turn refusals into words and exit code 1."""
    try:
        yield
    except BihuanError as error:
        for finding in error.findings:
            place = f" {finding.pointer}" if finding.pointer else ""
            err.print(f"[bold red]✗[/] {escape(f'[{finding.code}]{place} {finding.detail}')}")
        raise typer.Exit(1) from None
    except DATABASE_ERRORS as error:
        raise fail(
            f"数据库无法使用 · the database cannot be used: {str(getattr(error, 'orig', error))[:300]}",
            "检查 BIHUAN_DATABASE_URL，并先运行 bihuan migrate --operator USCC · "
            "check BIHUAN_DATABASE_URL, and run bihuan migrate first",
        ) from None


def settings_of_environment() -> Settings:
    """The settings; a value that cannot be used ends the command in words."""
    try:
        return read_settings()
    except ValueError as error:
        raise fail(f"设置无法使用 · a setting cannot be used: {error}", "docs/settings.md") from None


def open_ledger(settings: Settings | None = None) -> Ledger:
    """The ledger of this environment."""
    url = (settings or settings_of_environment()).database_url
    try:
        return Ledger(url)
    except (ValueError, ArgumentError, ModuleNotFoundError) as error:
        raise fail(
            f"BIHUAN_DATABASE_URL 无法使用 · cannot be used: {error}",
            "sqlite:///bihuan.db 或 postgresql+psycopg://user:password@host/name · see docs/settings.md",
        ) from None


def cli_poster(ledger: Ledger) -> Poster:
    """What the command line states is stated by the operator of the log."""
    return Poster(ledger.operator, "cli")


def progress_bar(unit: str) -> Progress:
    """A bar on stderr that long work moves along."""
    return Progress(
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        console=err,
    )
