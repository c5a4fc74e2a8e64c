"""`bihuan migrate` and `bihuan serve`."""

from contextlib import closing
from socket import socket
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.commands.console import err, explained, fail, open_ledger, out, settings_of_environment
from api.commands.serving_role import refuse_without_rights
from api.publishing import Signing, signing_of
from api.server import GRACE_S, address_of, listen
from api.settings import Settings
from api.stopping import Server
from api.workers import serve_by_workers
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS
from ledger.transparency.errors import TransparencyError

WORKERS_ON_SQLITE = "SQLite 只允许一个写入进程 · SQLite has one writer, more workers would only wait"


def migrate(
    operator: Annotated[str, typer.Option(help="运营单位的统一社会信用代码 · USCC of who runs this log")],
) -> None:
    """建表并写入第一条事实 · create or update the tables, and write the log's first fact if there is none."""
    settings = settings_of_environment()
    with explained(), open_ledger(settings) as ledger:
        ledger.migrate(operator, settings.ledger_origin)
        if ledger.operator != operator:
            raise fail(f"此账本由 {ledger.operator} 运营 · this log was opened by {ledger.operator}")
        position, _ = ledger.head()
        out.print(f"✓ {ledger.opened.origin} · operator {ledger.operator} · head {position}")


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: Annotated[int, typer.Option(min=1, help="进程数，仅 PostgreSQL · processes, PostgreSQL only")] = 1,
) -> None:
    """启动服务 · serve the API and the pages."""
    settings = settings_of_environment()
    with explained(), closing(listener_on(host, port)) as listener:
        with open_ledger(settings) as ledger:
            if workers > 1 and ledger.recorder.engine.dialect.name == "sqlite":
                raise fail(WORKERS_ON_SQLITE, "bihuan serve --workers 1")
            _prepare(ledger, settings.operator, settings.ledger_origin)
            refuse_without_rights(ledger)
            signs = signing(ledger, settings)
            err.print(f"闭环 Bihuan · {address_of(listener)} · {ledger.opened.origin}", markup=False)
            if workers == 1:
                app = create_app(ledger, settings, signs)
                config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE_S)
                Server(config).run([listener])
                return
        if not serve_by_workers(listener, workers):
            raise fail("工作进程无法启动 · the workers cannot start", "见上面的错误 · see what they said above")


def signing(ledger: Ledger, settings: Settings) -> Signing:
    """What this installation signs with, or why it cannot sign and what to do about it."""
    try:
        return signing_of(ledger, settings)
    except (TransparencyError, OSError) as error:
        raise fail(
            f"BIHUAN_LOG_KEY_FILE 无法使用 · the log's key cannot be used: {error}",
            "恢复该账本自己的密钥文件，或另设一个 · put this log's own key file back, or name another",
        ) from None


def listener_on(host: str, port: int) -> socket:
    """A listening socket, or why there is none and what to do about it."""
    try:
        return listen(host, port)
    except OSError as error:
        raise fail(
            f"无法在 {host}:{port} 提供服务 · cannot serve there: {error.strerror}",
            f"停止占用该端口的程序，或换一个 · stop what uses it, or choose another: --port {port + 1}",
        ) from None


def _prepare(ledger: Ledger, operator: str | None, origin: str) -> None:
    """Migrate where this role may; otherwise say which command does it."""
    opened = False
    try:
        opened = bool(ledger.recorder.head()[0])
        known = ledger.operator if opened else None
    except DATABASE_ERRORS:
        known = None
    operator = known or operator
    if operator is None:
        raise fail(
            "账本尚未开启 · this log is not open yet",
            "bihuan migrate --operator USCC，或设置 BIHUAN_OPERATOR · or set BIHUAN_OPERATOR",
        )
    try:
        ledger.migrate(operator, origin)
    except DATABASE_ERRORS:
        raise fail(
            "此数据库角色无权建表 · this role does not own the schema",
            f"以表的所有者运行 bihuan migrate --operator {operator} · run it as the owner of the tables",
        ) from None
