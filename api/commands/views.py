"""`bihuan rebuild`: compute views again from the log, while those that are there go on serving."""

from typing import Annotated

import typer

from api.commands.console import explained, fail, open_ledger, out, progress_bar
from projections.catalogue import VIEWS
from projections.runner import Runner

NAMES = [view.NAME for view in VIEWS]


def rebuild(
    projections: Annotated[
        list[str] | None, typer.Argument(help=f"视图 · views: {', '.join(NAMES)}; all of them if none is named")
    ] = None,
) -> None:
    """从账本重建视图，期间照常服务 · compute views again from the log; serving goes on meanwhile."""
    wanted = list(dict.fromkeys(projections or NAMES))
    for name in wanted:
        if name not in NAMES:
            raise fail(f"没有视图 {name} · there is no such view", f"bihuan rebuild [{'|'.join(NAMES)}]")
    with explained(), open_ledger() as ledger:
        runner, head = Runner(ledger, VIEWS), ledger.head()[0]
        with progress_bar("条 facts") as progress:
            # one reading of the log for all of them
            task = progress.add_task(wanted[0] if len(wanted) == 1 else f"{len(wanted)} 个视图 · views", total=head)
            reached = runner.rebuild_all(wanted, lambda at: progress.update(task, completed=at, total=max(at, head)))
        for name in wanted:
            out.print(f"✓ {name} · position {reached[name]}")
