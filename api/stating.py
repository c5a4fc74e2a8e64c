"""`POST /v1/events`: facts in, receipts out."""

from asyncio import wrap_future
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Query, Request, Response

from api import strict_json
from api.answers import answer
from api.cloudevents import each_posting_in, postings_in
from api.door import Asker, Body, in_thread
from api.problems import STATUS, shown
from api.publishing import Publisher
from api.refusals.language import language_of
from api.speaking_of_flags import refuse_others
from ledger import posting
from ledger.credentials import Holder
from ledger.errors import BihuanError
from ledger.gathering import Gathering
from ledger.log import Ledger
from ledger.numbering import Asking, Drafts
from ledger.posting import Poster, renumbered
from ledger.receipts import Answer, Receipt
from ledger.transparency.receipt import receipts_for
from projections.runner import Runner

router = APIRouter(tags=["events"])

T = TypeVar("T")

SMALL = 8 * 1024
"""A body so short is read by the event loop itself: another thread would cost more than the reading."""

Mode = Literal["all", "each"]
"""A batch is recorded whole or not at all, or each of its events for itself."""
Refusal = Callable[[posting.Posting], BihuanError | None]

Drafted = list[Drafts | Asking | BihuanError]
"""The requests of a body, drafted; an error stands where an event was none."""


@router.post("/v1/events", status_code=201, summary="Post facts, one or a batch, all or nothing")
async def post_events(
    request: Request,
    asker: Asker,
    body: Body,
    mode: Annotated[Mode, Query()] = "all",
) -> Response:
    """Receipts in the order of the events; 200 when all of them were recorded before.

    With `?mode=each` every event stands alone: 207, and in the place of a receipt what refused the event.
    """
    return await answer_to(request, asker, body, mode)


async def answer_to(
    request: Request, asker: Holder, body: bytes, mode: Mode, check: Callable[[posting.Posting], None] | None = None
) -> Response:
    """What is said to a body of facts; `check` raises for what this asker in particular may not say."""
    state = request.app.state
    ledger: Ledger = state.ledger
    # what a correction corrects has to be looked up, and the event loop must not wait for that
    work = _at_once if len(body) <= SMALL and b"fact." not in body and b"anomaly" not in body else in_thread
    told = partial(_told_each, language=request.headers.get("accept-language", "")) if mode == "each" else _told

    def refusal(one: posting.Posting) -> BihuanError | None:
        return _refusal_of(ledger, state.views, one, asker.organisation, check)

    drafted = await work(_drafted, ledger, asker, body, mode == "each", refusal)
    answers = await _stated(state.writer, drafted)
    return await work(told, answers, state.publisher)


async def _at_once(work: Callable[..., T], *arguments: Any) -> T:
    return work(*arguments)


def _drafted(ledger: Ledger, asker: Holder, body: bytes, each: bool, refusal: Refusal) -> Drafted:
    value = strict_json.read(body)
    poster = Poster(asker.organisation, asker.credential)
    if not each:
        postings = postings_in(value)
        for index, one in enumerate(postings):
            refused = refusal(one)
            if refused is not None:
                raise type(refused)(*renumbered(refused, index))
        return [*ledger.drafted([posting.Request(poster, postings)])]
    found = [one if isinstance(one, BihuanError) else refusal(one) or one for one in each_posting_in(value)]
    requests = [posting.Request(poster, [p]) for p in found if not isinstance(p, BihuanError)]
    drafts = iter(ledger.drafted(requests))
    return [p if isinstance(p, BihuanError) else next(drafts) for p in found]


def _refusal_of(
    ledger: Ledger,
    views: Runner,
    one: posting.Posting,
    organisation: str,
    check: Callable[[posting.Posting], None] | None,
) -> BihuanError | None:
    """What refuses a posting before the log is asked: of flags only the register knows whose they are."""
    try:
        refuse_others(ledger, views, one, organisation)
        if check is not None:
            check(one)
    except BihuanError as error:
        return error
    return None


async def _stated(writer: Gathering, drafted: Drafted) -> list[Answer]:
    requests = [each for each in drafted if not isinstance(each, BihuanError)]
    stated: list[Answer] = await wrap_future(writer.state(requests))
    answers = iter(stated)
    return [each if isinstance(each, BihuanError) else next(answers) for each in drafted]


def _told(answers: list[Answer], publisher: Publisher | None) -> Response:
    (receipts,) = answers
    if isinstance(receipts, BihuanError):
        raise receipts
    status = 200 if all(r.duplicate for r in receipts) else 201
    return answer({"receipts": list(_signed(publisher, receipts))}, status)


def _told_each(answers: list[Answer], publisher: Publisher | None, language: str) -> Response:
    chosen = 1 if language_of(language) == "en" else 0
    signed = _signed(publisher, [r for each in answers if not isinstance(each, BihuanError) for r in each])
    told = [
        _refusal(index, each, chosen) if isinstance(each, BihuanError) else next(signed)
        for index, each in enumerate(answers)
    ]
    return answer({"receipts": told}, 207)


def _refusal(index: int, error: BihuanError, chosen: int) -> dict[str, Any]:
    errors = [shown(finding, chosen) for finding in renumbered(error, index)]
    return {"index": index, "status": STATUS[type(error)], "errors": errors}


def _signed(publisher: Publisher | None, receipts: list[Receipt]) -> Iterator[dict[str, Any]]:
    """Receipts with the log's promise for each leaf; without it where nothing is signed (any more)."""
    if publisher is None or publisher.stopped_because is not None or not receipts:
        yield from ({**r._asdict(), "receipt": None} for r in receipts)
        return
    hashes = [bytes.fromhex(receipt.leaf_hash) for receipt in receipts]
    for receipt, promise in zip(receipts, receipts_for(publisher.receipt_key, hashes), strict=True):
        yield {**receipt._asdict(), "receipt": promise.decode()}
