"""`GET /v1/events`: the log, as far as one may see it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, not_found
from ledger.catalogue import CATALOGUE
from ledger.errors import InvalidError
from ledger.log import Ledger
from ledger.schema import in_wire_form
from ledger.subjects import problem_with
from projections.custody.visibility import Visibility

router = APIRouter(tags=["events"])

LIMIT_MAX = 500
REACH, REACH_FILTERED = 5_000, 20_000
"""How far one page looks into a log of which its asker may see others' facts, before it answers with a cursor."""


@router.get("/v1/events", summary="The log, as far as the asker may see it")
def read_events(
    ledger: TheLedger,
    seen: Seen,
    tag: Annotated[str | None, Query(max_length=200)] = None,
    type: Annotated[str | None, Query(max_length=80)] = None,
    after: Annotated[str | None, Query(max_length=20)] = None,
    cursor: Annotated[str | None, Query(max_length=20)] = None,
    limit: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:
    """Events beyond `after`, in the order of the log; past the end the list is empty."""
    if tag is not None and problem_with(tag):
        raise InvalidError.because("wrong_query", "tag is a subject KIND:NUMBER", "?tag")
    if type is not None and type not in CATALOGUE:
        raise InvalidError.because("wrong_query", "type is one of GET /v1/event-types", "?type")
    start = max(_number(after, "after", 0, 2**53), _number(cursor, "cursor", 0, 2**53))
    wanted = _number(limit, "limit", 100, LIMIT_MAX)
    head, _ = ledger.head()
    events, last = _page(ledger, seen, tag, type, start, wanted, head)
    return answer({"events": events, "cursor": str(last), "position": head})


def _page(
    ledger: Ledger, seen: Visibility, tag: str | None, type_: str | None, start: int, wanted: int, head: int
) -> tuple[list[dict[str, Any]], int]:
    """Seen events and the position up to which the log was looked through.

    Where a page ends must not depend on what its asker may not see: who sees only its own asks for that alone, and
    the others are shown a stretch of the log that is always as long.
    """
    tags, types = seen.tags_to_ask(tag), [type_] if type_ else []
    reach = REACH_FILTERED if tag or type_ else REACH
    end = min(head, start + reach) if seen.viewer.beyond_its_own else head
    events: list[dict[str, Any]] = []
    last, at_once = start, min(LIMIT_MAX, wanted)
    while len(events) < wanted:
        facts = ledger.recorded(tags=tags, types=types, after=last, upto=end, limit=at_once)
        if not facts:
            return events, max(last, end)
        for fact in facts:
            last = fact.position
            if seen.stated(fact) or seen.sees(fact.fact.subject):
                events.append(shown(fact))
                if len(events) == wanted:
                    break
        at_once = LIMIT_MAX  # what was looked at so far was not for this asker, or not enough
    return events, last


@router.get("/v1/events/{position}", summary="One event; `?form=leaf` gives the stored bytes")
def read_event(
    ledger: TheLedger, seen: Seen, position: str, form: Annotated[str, Query(pattern="^(wire|leaf)$")] = "wire"
) -> Response:
    """The event at a position, or the very bytes that are stored and hashed."""
    number = _number(position, "position", 0, 2**53)
    facts = ledger.recorded(after=number - 1, upto=number) if number > 0 else []
    if not seen.seen(facts):
        raise not_found(f"position {position}")
    if form == "leaf":
        stored = ledger.stored(number)
        assert stored is not None  # it was read a moment ago, and nothing is ever removed
        return Response(stored[1], media_type="application/json")
    return answer(shown(facts[0]))


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
        **({"about": said.about.position} if said.about else {}),
    }


def _number(text: str | None, name: str, default: int, most: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise InvalidError.because("wrong_query", f"{name} is a whole number from 0 to {most}", f"?{name}")
    return int(text)
