"""`bihuan account`: people who sign in at the pages; the first administrator of an organisation is made here."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NamedTuple

import typer
from rich.table import Table

from api.commands.console import err, explained, open_ledger, out, settings_of_environment
from api.people.installed import sign_in_with
from api.people.issuing import NewAccount, Speaker, add_account
from ledger.accounts.account import ROLES, checked_name, checked_role, checked_shown_name, typed_name
from ledger.accounts.sign_in import SignIn
from ledger.clock import SHANGHAI
from ledger.log import Ledger

app = typer.Typer(help="账户 · accounts of people", no_args_is_help=True)

ONCE = "请保存下面一行，不会再次显示；首次登录须更改 · keep the next line, not shown again; to be changed at once"
Name = Annotated[str, typer.Argument(help="用户名 · the name to sign in with")]


class Open(NamedTuple):
    """The log of this environment and its door for people."""

    ledger: Ledger
    door: SignIn


@contextmanager
def opened() -> Iterator[Open]:
    """Open both; refusals end the command in words."""
    settings = settings_of_environment()
    with explained(), open_ledger(settings) as ledger:
        yield Open(ledger, sign_in_with(ledger, settings))


@app.command()
def add(
    organisation: Annotated[str, typer.Option(help="统一社会信用代码 · USCC of a registered organisation")],
    name: Annotated[str, typer.Option(help="用户名，如工号 · the name to sign in with, such as a staff number")],
    role: Annotated[str, typer.Option(help=f"角色 · role: {', '.join(ROLES)}")],
    called: Annotated[str, typer.Option(help="称呼，只显示在网页上 · what pages call the person")] = "",
) -> None:
    """添加账户 · add an account; its first password is the last line printed, and cannot be shown again."""
    with opened() as (ledger, door):
        new = NewAccount(organisation, checked_name(name), checked_shown_name(called), checked_role(role))
        by = Speaker.at_the_terminal(ledger)
        account, password = add_account(ledger, door.accounts, door.passwords, by, new)
    err.print(f"✓ {account.name} · {account.role} · {account.id}\n{ONCE}", markup=False)
    out.print(password, markup=False)


@app.command("list")
def list_(
    organisation: Annotated[str | None, typer.Option(help="只看一个单位 · of one organisation")] = None,
) -> None:
    """列出账户 · list accounts."""
    with opened() as (_, door):
        people = door.accounts.of(organisation)
    table = Table("用户名 name", "角色 role", "单位 organisation", "化名 pseudonym", "添加于 added", "状态 standing")
    for each in people:
        standing = (
            "停用 locked" if each.locked_at else "待首次登录 first password" if each.first_until else "正常 in use"
        )
        added = each.made_at.astimezone(SHANGHAI).strftime("%Y-%m-%d")
        table.add_row(each.name, each.role, each.organisation, each.id, added, standing)
    out.print(table)


@app.command()
def lock(name: Name) -> None:
    """停用账户并结束其登录 · keep a person out and end their sessions."""
    with opened() as (_, door):
        account = door.accounts.lock(door.accounts.named(typed_name(name)).id, door.now(), None)
    out.print(f"✓ {account.name} 已停用 · locked", markup=False)


@app.command()
def unlock(name: Name) -> None:
    """启用账户 · let a person in again."""
    with opened() as (_, door):
        account = door.unlock(door.accounts.named(typed_name(name)).id, None)
    out.print(f"✓ {account.name} 已启用 · unlocked", markup=False)


@app.command()
def reset(name: Name) -> None:
    """重设密码 · give a new first password, the last line printed; all sessions end."""
    with opened() as (_, door):
        account, password = door.reset(door.accounts.named(typed_name(name)).id, None)
    err.print(f"✓ {account.name}\n{ONCE}", markup=False)
    out.print(password, markup=False)
