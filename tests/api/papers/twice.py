"""`python -m tests.api.papers.twice DATABASE_URL WHAT SUBJECT …`: a paper, by a process of its own, to stdout."""

import sys

from api.papers import printing
from api.papers.as_it_stands import Source
from ledger.log import Ledger

if __name__ == "__main__":
    url, what, *subjects = sys.argv[1:]
    with Ledger(url) as ledger:
        source = Source(ledger, None)
        paper = (
            printing.labels(source, subjects) if what == "labels" else getattr(printing, what)(source, subjects[0])
        )
        sys.stdout.buffer.write(paper.content)
