"""`POST /v1/events`: facts in, receipts out."""

from fastapi import APIRouter, Request, Response

from api import strict_json
from api.answers import answer
from api.cloudevents import postings_in
from api.door import Asker, Body, TheLedger, in_thread
from api.publishing import Publisher
from ledger.credentials import Holder
from ledger.log import Ledger, Receipt
from ledger.posting import Poster
from ledger.transparency.receipt import receipts_for

router = APIRouter(tags=["events"])


@router.post("/v1/events", status_code=201, summary="Post facts, one or a batch, all or nothing")
async def post_events(request: Request, ledger: TheLedger, asker: Asker, body: Body) -> Response:
    """Receipts in the order of the events; 200 when all of them were recorded before."""
    return await in_thread(_posted, ledger, asker, body, request.app.state.publisher)


def _posted(ledger: Ledger, asker: Holder, body: bytes, publisher: Publisher | None) -> Response:
    """All the work of a posting in one thread: a second hop would cost a single post more than its signature."""
    postings = postings_in(strict_json.read(body))
    receipts = ledger.state_one(Poster(asker.organisation, asker.credential), postings)
    status = 200 if all(r.duplicate for r in receipts) else 201
    signed = _signed(publisher, receipts)
    told = [{**r._asdict(), "receipt": s} for r, s in zip(receipts, signed, strict=True)]
    return answer({"receipts": told}, status)


def _signed(publisher: Publisher | None, receipts: list[Receipt]) -> list[str | None]:
    """The log's promise for each leaf, a duplicate's too; none where nothing is signed (any more)."""
    if publisher is None or publisher.stopped_because is not None:
        return [None] * len(receipts)
    hashes = [bytes.fromhex(receipt.leaf_hash) for receipt in receipts]
    return [text.decode() for text in receipts_for(publisher.receipt_key, hashes)]
