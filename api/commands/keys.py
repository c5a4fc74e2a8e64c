"""`bihuan key`: API keys, stored as hashes; the issue and the revocation are facts."""

from typing import Annotated

import typer

from api.commands.console import err, explained, fail, open_ledger, out
from api.commands.statements import issue_key
from api.people.issuing import Speaker, revoke_key

app = typer.Typer(help="密钥 · API keys", no_args_is_help=True)


@app.command()
def issue(
    organisation: Annotated[str, typer.Option(help="统一社会信用代码 · USCC of a registered organisation")],
    name: Annotated[str | None, typer.Option(help="用途 · what it is for")] = None,
) -> None:
    """签发密钥 · issue a key; it is the last line printed, and cannot be shown again."""
    with explained(), open_ledger() as ledger:
        if not ledger.recorded(subject=f"organisation:{organisation}", limit=1):
            raise fail(
                f"单位 {organisation} 尚未登记 · this organisation is not registered",
                f"bihuan organisation add --organisation {organisation} --name … --roles generator --division 310115",
            )
        key = issue_key(ledger, organisation, name)
    err.print(
        f"✓ 已签发 {key.partition('.')[0]}，请保存下面一行，不会再次显示 · keep the next line, it is not shown again"
    )
    out.print(key, markup=False)


@app.command()
def revoke(credential: Annotated[str, typer.Argument(help="密钥编号 · k-…")]) -> None:
    """吊销密钥 · revoke a key at once; what was stated with it stays."""
    with explained(), open_ledger() as ledger:
        receipt = revoke_key(ledger, Speaker.at_the_terminal(ledger), credential)
    out.print(f"✓ {receipt.subject} · position {receipt.position}")
