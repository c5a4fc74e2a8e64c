"""`GET /v1/events`: the log, as far as one may see it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, not_found
from ledger.catalogue import CATALOGUE
from ledger.errors import InvalidError
from ledger.log import Ledger
from ledger.schema import in_wire_form
from ledger.subjects import problem_with, without_prefix
from projections.custody.seen_log import PAGE_MAX, Wanted, page_of

router = APIRouter(tags=["events"])

PAGE = 100
LAST_POSITION = 2**53
LEAVES = "application/x-ndjson"

Tag = Annotated[str | None, Query(max_length=200, description="a subject KIND:NUMBER that the events name")]
Type = Annotated[str | None, Query(max_length=80, description="one of `GET /v1/event-types`")]
After = Annotated[str | None, Query(max_length=20, description="a position; what follows it is wanted")]
Form = Annotated[str, Query(pattern="^(wire|leaf)$", description="leaf: the very bytes that are stored and hashed")]


@router.get(
    "/v1/events",
    summary="The log, as far as the asker may see it; `?form=leaf` gives the stored bytes",
    responses={200: {"content": {LEAVES: {}}}},
)
def read_events(
    ledger: TheLedger,
    seen: Seen,
    tag: Tag = None,
    type: Type = None,
    after: After = None,
    cursor: Annotated[str | None, Query(max_length=20, description="of the page before, as it was given")] = None,
    limit: Annotated[str | None, Query(max_length=10, description="at most 500; 100 if not said")] = None,
    form: Form = "wire",
) -> Response:
    """Events in the order of the log, beyond `after` or beyond a page's `cursor`; past the end the list is empty.

    `position` is the head of the log that the answer reflects: whatever was acknowledged before it was asked for is
    in it. `cursor` says up to where the log was looked through; the same cursor later gives what is new. `more` tells
    whether there was more to look through, which can be so after an empty page too.
    """
    wanted = wanted_of(tag, type)
    start = max(number(after, "after", 0, LAST_POSITION), number(cursor, "cursor", 0, LAST_POSITION))
    most = number(limit, "limit", PAGE, PAGE_MAX)
    head, _ = ledger.head()
    page = page_of(ledger, seen, wanted, start, head, most)
    if form == "leaf":
        more = "true" if page.last < head else "false"
        return leaves(ledger, [f.position for f in page.facts], head, cursor=str(page.last), more=more)
    events = [shown(fact) for fact in page.facts]
    return answer({"events": events, "cursor": str(page.last), "more": page.last < head, "position": head})


@router.get("/v1/events/{position}", summary="One event; `?form=leaf` gives the stored bytes")
def read_event(ledger: TheLedger, seen: Seen, position: str, form: Form = "wire") -> Response:
    """The event at a position, or the very bytes that are stored and hashed."""
    at = number(position, "position", 0, LAST_POSITION)
    facts = ledger.recorded(after=at - 1, upto=at) if at > 0 else []
    if not seen.seen(facts):
        raise not_found(f"position {position}")
    if form == "leaf":
        stored = ledger.stored(at)
        assert stored is not None  # it was read a moment ago, and nothing is ever removed
        return Response(stored[1], media_type="application/json")
    return answer(shown(facts[0]))


def leaves(ledger: Ledger, positions: list[int], head: int, **more: str) -> Response:
    """The stored bytes at those positions, one leaf a line: SHA-256 of a zero byte and the line is the leaf hash.

    A leaf holds no line feed, for it is canonical JSON. What stands beside the events in an answer as JSON is in
    headers here.
    """
    stored = ledger.recorder.leaves_at(positions)
    told = {f"Bihuan-{name.capitalize()}": value for name, value in more.items()}
    return Response(
        b"".join(data + b"\n" for _, data in stored),
        media_type=LEAVES,
        headers={"Bihuan-Position": str(head), **told},
    )


def shown(fact: Any) -> dict[str, Any]:
    """A fact as a CloudEvent in wire form, with the ledger's own attributes beside it."""
    said = fact.fact
    return {
        "specversion": "1.0",
        "id": said.id,
        "source": said.source,
        **in_wire_form(said),
        "position": fact.position,
        "seq": fact.seq,
        "recordedat": fact.recorded_at,
        "statedby": said.stated_by,
        **({"onbehalfof": said.on_behalf_of} if said.on_behalf_of else {}),
        **({"about": said.about.position} if said.about else {}),
    }


def wanted_of(tag: str | None, type_: str | None) -> Wanted:
    """Which events a query asks for; raises InvalidError for a tag or a type that cannot be."""
    tag = None if tag is None else without_prefix(tag)
    if tag is not None and problem_with(tag):
        raise InvalidError.because("wrong_query", "tag is a subject KIND:NUMBER", "?tag")
    if type_ is not None and type_ not in CATALOGUE:
        raise InvalidError.because("wrong_query", "type is one of GET /v1/event-types", "?type")
    return Wanted(tag, type_)


def number(text: str | None, name: str, default: int, most: int) -> int:
    """A whole number of a query; raises InvalidError for anything else, also for one beyond `most`."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise InvalidError.because(
            "wrong_query", f"{name} is a whole number from 0 to {most}", f"?{name}", {"name": name, "most": most}
        )
    return int(text)
