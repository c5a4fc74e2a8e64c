"""`GET /v1/events/stream`: the log as it grows, as server-sent events, from any position."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.door import Asker, Seen, TheLedger, in_thread
from api.events import LAST_POSITION, After, Tag, Type, number, wanted_of
from api.settings import Settings
from api.tail import Followed, Listener, Tail
from ledger.credentials import Holder
from ledger.errors import InvalidError
from ledger.fact import Recorded
from ledger.store.engine import DATABASE_ERRORS
from projections.custody.seen_log import Page, Wanted, page_of
from projections.custody.visibility import Viewer, Visibility

router = APIRouter(tags=["events"])

PAGE = 200
RETRY_MS = 2_000
CHUNK_BYTES = 64 * 1024
BEGINS = b": closed loop\nretry: %d\n\n" % RETRY_MS
HEARTBEAT = b": heartbeat\n\n"
logger = logging.getLogger("bihuan.stream")


class EventStream(StreamingResponse):
    """A response that frees what its events hold as soon as it ends, however it ends."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes, None], status_code: int = 200) -> None:
        # a proxy that keeps or gathers what is sent would hold the news back
        super().__init__(events, status_code, {"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the client or the server ends it."""
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


@router.get(
    "/v1/events/stream",
    summary="The log as it grows, as server-sent events",
    response_class=EventStream,
)
def stream_events(
    request: Request,
    ledger: TheLedger,
    asker: Asker,
    seen: Seen,
    tag: Tag = None,
    type: Type = None,
    after: After = None,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> EventStream:
    """Each event once, in the order of the log, beyond `after`, or beyond `Last-Event-ID`, which wins.

    `id` is the position, `event` the type, `data` the event as `GET /v1/events` shows it. What the asker may see is
    judged when an event goes by. A comment comes when nothing else did for a while. It ends when its key is revoked.
    """
    _ = ledger.opened  # where there is no log, that is said before the stream begins
    wanted = wanted_of(tag, type)
    position = number(after, "after", 0, LAST_POSITION)
    if last_event_id:
        position = _resumed(last_event_id)
    settings: Settings = request.app.state.settings
    tail: Tail = request.app.state.tail
    return EventStream(Following(tail, asker, seen.viewer, wanted, position, settings.stream_heartbeat_s).events())


def _resumed(last_event_id: str) -> int:
    try:
        return number(last_event_id, "Last-Event-ID", 0, LAST_POSITION)
    except InvalidError:
        raise InvalidError.because(
            "wrong_query", "Last-Event-ID is the id of an event of this stream: a position", "Last-Event-ID"
        ) from None


@dataclass
class Following:
    """One stream: how far it has come, and what its asker may see."""

    tail: Tail
    asker: Holder
    viewer: Viewer
    wanted: Wanted
    position: int
    heartbeat_s: float

    async def events(self) -> AsyncGenerator[bytes, None]:
        """The bytes of the stream, a chunk at a time, until it is ended from here or from there."""
        yield BEGINS
        with self.tail.listening(self.asker.credential) as listener:
            try:
                async with aclosing(self._chunks(listener)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except DATABASE_ERRORS as error:
                # the client comes back by itself, and says where it was
                logger.warning("a stream ends, the database does not answer: %s", str(error.args[0])[:200])

    async def _chunks(self, listener: Listener) -> AsyncGenerator[bytes, None]:
        now = asyncio.get_running_loop().time
        heartbeat_at = now() + self.heartbeat_s
        followed: list[Followed] | None = None  # what is known of the asker by now is old, so the log is read first
        while not listener.has_ended():
            seen, moved = await (self._read_page() if followed is None else self._seen_of(followed))
            for chunk in _chunked(seen):
                if listener.has_ended():
                    return
                yield chunk
                heartbeat_at = now() + self.heartbeat_s
            if now() >= heartbeat_at:
                yield HEARTBEAT
                heartbeat_at = now() + self.heartbeat_s
            if moved:
                await asyncio.sleep(0)  # the others have their turn
            else:
                with suppress(TimeoutError):
                    async with asyncio.timeout_at(heartbeat_at):
                        await listener.changed.wait()
            listener.changed.clear()
            followed = self.tail.beyond(self.position)

    async def _read_page(self) -> tuple[list[Followed], bool]:
        """The next that may be seen, from the log itself, and whether that led any further."""
        async with self.tail.readers:
            page = await in_thread(self._page)
        moved, self.position = page.last > self.position, max(page.last, self.position)
        return [Followed(fact) for fact in page.facts], moved

    def _page(self) -> Page:
        ledger = self.tail.ledger
        head, _ = ledger.head()  # first, so that what is known of the asker is no older than the page
        return page_of(ledger, self._look_again(), self.wanted, self.position, head, PAGE)

    async def _seen_of(self, followed: list[Followed]) -> tuple[list[Followed], bool]:
        """Those that may be seen, judged now, and whether there were any; it asks the database only if it must."""
        if not followed:
            return [], False
        own = f"organisation:{self.viewer.organisation}"
        self.position = followed[-1].fact.position
        wanted = [each for each in followed if self.wanted.takes(each.fact)]
        about_the_asker = any(each.fact.fact.subject == own for each in followed)
        facts = [each.fact for each in wanted]
        visible = await in_thread(self._visible, facts, about_the_asker) if facts or about_the_asker else frozenset()
        return [each for each in wanted if each.fact.position in visible], True

    def _visible(self, facts: list[Recorded[Any]], about_the_asker: bool) -> frozenset[int]:
        views, viewer = self.tail.views, self.viewer
        known = None if about_the_asker else viewer
        seen = Visibility(self.tail.ledger, views, viewer.organisation, known)
        self.viewer = seen.viewer
        return frozenset(fact.position for fact in seen.seen(facts))

    def _look_again(self) -> Visibility:
        seen = Visibility(self.tail.ledger, self.tail.views, self.viewer.organisation)
        self.viewer = seen.viewer
        return seen


def _chunked(followed: list[Followed]) -> Iterator[bytes]:
    """Their frames, a few together, so that many small events cost one write."""
    gathered, size = [], 0
    for each in followed:
        gathered.append(each.frame)
        size += len(each.frame)
        if size >= CHUNK_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    if gathered:
        yield b"".join(gathered)
