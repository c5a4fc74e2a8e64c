"""`bihuan organisation`: who takes part."""

from typing import Annotated, Any

import typer

from api.commands.console import explained, open_ledger, out
from api.commands.statements import state

app = typer.Typer(help="单位 · organisations", no_args_is_help=True)


@app.callback()
def organisation() -> None:
    """单位 · organisations."""


@app.command()
def add(
    organisation: Annotated[str, typer.Option(help="统一社会信用代码 · USCC, 18 characters")],
    name: Annotated[str, typer.Option(help="名称 · name")],
    roles: Annotated[str, typer.Option(help="角色，逗号分隔 · roles, e.g. generator,carrier")],
    division: Annotated[str, typer.Option(help="行政区划代码 · GB/T 2260, e.g. 310115")],
    competence: Annotated[str | None, typer.Option(help="主管职责 · of an authority, e.g. ecology")] = None,
    level: Annotated[str | None, typer.Option(help="province, city or district")] = None,
) -> None:
    """登记一个单位 · register an organisation, stated by the operator of this log."""
    data: dict[str, Any] = {"name": name, "roles": roles.split(","), "division": division}
    if competence:
        data["competence"] = competence.split(",")
    if level:
        data["level"] = level
    with explained(), open_ledger() as ledger:
        receipt = state(ledger, "organisation.registered", f"organisation:{organisation}", data)
    out.print(f"✓ {receipt.subject} · position {receipt.position}")
