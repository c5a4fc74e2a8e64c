"""`/v1/subjects/{subject}/paper.pdf`: what is printed of a subject, for programs and their printers."""

from fastapi import APIRouter, Response

from api.door import Seen, SubjectAsked, TheLedger
from api.papers import printing
from api.papers.as_it_stands import Source

router = APIRouter(tags=["subjects"])


@router.get(
    "/v1/subjects/{subject:path}/paper.pdf",
    summary="What is printed of it: the label of a container, a manifest, the receipts of a trip",
)
def read_paper(ledger: TheLedger, seen: Seen, subject: SubjectAsked, size: str = "") -> Response:
    """A PDF from the facts as they stand (docs/papers.md); `size` S, M or L is that of a label."""
    return printing.paper_of(Source(ledger, seen), subject, printing.size_of(size)).answer()
