"""`bihuan rebuild`: forget a view, and compute it again from the log."""

from typing import Annotated

import typer

from api.commands.console import explained, fail, open_ledger, out
from projections.files.mentions import FileMentions

VIEWS = {"files": FileMentions}
"""The views that are kept in tables."""


def rebuild(
    projections: Annotated[
        list[str] | None, typer.Argument(help=f"视图 · views: {', '.join(VIEWS)}; all of them if none is named")
    ] = None,
) -> None:
    """从账本重建视图 · forget the views and compute them again from the log; serving goes on meanwhile."""
    for name in projections or VIEWS:
        if name not in VIEWS:
            raise fail(f"没有视图 {name} · there is no such view", f"bihuan rebuild [{'|'.join(VIEWS)}]")
    with explained(), open_ledger() as ledger:
        for name in projections or VIEWS:
            out.print(f"✓ {name} · position {VIEWS[name](ledger).rebuild()}")
