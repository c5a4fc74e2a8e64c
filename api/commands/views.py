"""`bihuan rebuild`: compute a view again from the log, while the one that is there goes on serving."""

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
    for name in projections or NAMES:
        if name not in NAMES:
            raise fail(f"没有视图 {name} · there is no such view", f"bihuan rebuild [{'|'.join(NAMES)}]")
    with explained(), open_ledger() as ledger:
        runner, head = Runner(ledger, VIEWS), ledger.head()[0]
        for name in projections or NAMES:
            with progress_bar("条 facts") as progress:
                task = progress.add_task(name, total=head)
                position = runner.rebuild(name, lambda at, task=task: progress.update(task, completed=at))  # type: ignore[misc]
            out.print(f"✓ {name} · position {position}")
