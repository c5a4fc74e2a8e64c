"""`bihuan grant`: a PostgreSQL role that can serve the log and do nothing else to it."""

from typing import Annotated

import typer

from api.commands.console import explained, fail, open_ledger, out
from ledger.log import Ledger
from ledger.store import grants


def grant(
    role: Annotated[str, typer.Argument(help="运行服务的数据库角色 · the role that bihuan serve connects as")],
    schema: Annotated[str, typer.Option(help="表所在的模式 · the schema of the tables")] = "public",
    apply: Annotated[
        bool, typer.Option(help="直接执行，以表的所有者身份 · run it, as the owner of the tables")
    ] = False,
) -> None:
    """列出或授予服务角色的权限（仅 PostgreSQL）· print the rights of a serving role as SQL, or grant them."""
    if not apply:
        for statement in grants.grants(role, schema):
            out.print(f"{statement};", markup=False)
        return
    with explained(), open_ledger() as ledger:
        engine = ledger.recorder.engine
        if engine.dialect.name != "postgresql":
            raise fail("SQLite 没有角色，请用文件权限 · SQLite has no roles; guard its file", "chmod 600 bihuan.db")
        above = grants.stands_above(engine, role)
        if above is None:
            raise fail(f"没有角色 {role} · there is no such role", f'CREATE ROLE "{role}" LOGIN PASSWORD …')
        if above:
            raise fail(
                f"{role} 拥有这些表或是超级用户，不受授权约束 · it owns the tables or is superuser: nothing binds it",
                "另建一个角色给服务用 · make another role for serving: CREATE ROLE bihuan_server LOGIN PASSWORD …",
            )
        grants.grant(engine, role, schema)
    out.print(f"✓ {role}：可读、可追加，不可改、不可删 · may read and append, not change or delete", markup=False)


def refuse_without_rights(ledger: Ledger) -> None:
    """End the command when this role may not do all that serving needs, rather than fail request by request."""
    missing = grants.lacking(ledger.recorder.engine)
    if missing:
        role = ledger.recorder.engine.url.username or "ROLE"
        raise fail(
            f"此数据库角色缺少权限 · this role may not: {', '.join(missing)}",
            f"以表的所有者运行 bihuan grant {role} --apply · run it as the owner of the tables",
        )
