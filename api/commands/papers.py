"""`bihuan print`: a label, a manifest or a receipt as PDF, from the log itself."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import explained, fail, open_ledger, out
from api.papers import printing
from api.papers.as_it_stands import Source


def print_(
    subjects: Annotated[
        list[str],
        typer.Argument(
            metavar="SUBJECT…",
            help="一个联单、一个趟次，或 1 至 200 个容器 · one manifest, one trip, or up to 200 containers",
        ),
    ],
    output: Annotated[Path, typer.Option(help="写入的 PDF 文件 · the PDF to write", dir_okay=False)],
    size: Annotated[str, typer.Option(help="标签尺寸 S、M、L，默认按容积 · size of labels, else by volume")] = "",
) -> None:
    """打印标签、联单或消纳接收凭证 · print labels, a manifest or receipts; the same facts give the same bytes."""
    with explained(), open_ledger() as ledger:
        source, chosen = Source(ledger, None), printing.size_of(size)
        one = len(subjects) == 1
        paper = printing.paper_of(source, subjects[0], chosen) if one else printing.labels(source, subjects, chosen)
    try:
        output.write_bytes(paper.content)
    except OSError as error:
        raise fail(f"{output}: {error.strerror}", "换一个位置 · write it somewhere else") from None
    out.print(f"✓ {output} · {len(paper.content):,} B")
