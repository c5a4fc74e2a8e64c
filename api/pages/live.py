"""`/live`: tells an open page that the log grew by something that it may show, as server-sent events.

Nothing of a fact travels here but its position: the page asks for itself again. An open page keeps nobody signed in.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.events import LAST_POSITION
from api.pages.page import PageRoute
from api.people.signed_in import sign_in_of, site_of
from api.settings import Settings
from api.stream import BEGINS, HEARTBEAT, EventStream
from api.tail import Listener, Tail
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS
from projections.custody.visibility import Visibility

router = APIRouter(include_in_schema=False, route_class=PageRoute)

GATHERED_S: Final = 1.0
"""News within so long are told as one."""
SEEN_BY_ALL: Final = None
logger = logging.getLogger("bihuan.live")


@router.get("/live")
async def live(request: Request, after: Annotated[int, Query(ge=0, le=LAST_POSITION)] = 0) -> Response:
    """`grown` with the newest position, once for all that came within a second; 204 for who sees nothing here."""
    ledger, settings = request.app.state.ledger, request.app.state.settings
    token = site_of(request).token_in(request)
    organisation = await run_in_threadpool(_organisation_of, request, token)
    if organisation is None and not ledger.opened.simulated:
        return Response(status_code=204)  # which ends it for a browser, and is no error
    watching = Watching(request, settings, token if organisation else None, organisation, after)
    return EventStream(watching.events())


def _organisation_of(request: Request, token: str | None) -> str | None:
    session = None if token is None else sign_in_of(request).session_of(token, used=False)
    return None if session is None else session.account.organisation


class Watching:
    """One open page: how far it has come, and who looks at it."""

    def __init__(
        self, request: Request, settings: Settings, token: str | None, organisation: str | None, after: int
    ) -> None:
        self._request = request
        self._ledger: Ledger = request.app.state.ledger
        self._tail: Tail = request.app.state.tail
        self._heartbeat_s = settings.stream_heartbeat_s
        self._token = token
        self._organisation = SEEN_BY_ALL if self._ledger.opened.simulated else organisation
        self._position = after

    async def events(self) -> AsyncGenerator[bytes, None]:
        """The bytes of the stream, until the page is closed, the session is over or the server stops."""
        yield BEGINS
        with self._tail.listening(None) as listener:
            try:
                while not listener.has_ended():
                    if await run_in_threadpool(self._has_grown):
                        yield b"id: %d\nevent: grown\ndata: %d\n\n" % (self._position, self._position)
                        await asyncio.sleep(GATHERED_S)
                    elif not await self._woken(listener):
                        if not await run_in_threadpool(self._is_open):
                            return
                        yield HEARTBEAT
            except DATABASE_ERRORS as error:
                logger.warning("a page stops following, the database does not answer: %s", str(error.args[0])[:200])

    async def _woken(self, listener: Listener) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._heartbeat_s):
                await listener.changed.wait()
        was = listener.changed.is_set()
        listener.changed.clear()
        return was

    def _has_grown(self) -> bool:
        """Whether there is more than the page shows; what was missed in a long sleep counts, whatever it is."""
        followed = self._tail.beyond(self._position)
        if followed is None:
            head: int = self._ledger.head()[0]
            grown, self._position = head > self._position, max(head, self._position)
            return grown
        if not followed:
            return False
        self._position = followed[-1].fact.position
        if self._organisation is SEEN_BY_ALL:
            return True
        seen = Visibility(self._ledger, self._tail.views, self._organisation)
        return bool(seen.seen([each.fact for each in followed]))

    def _is_open(self) -> bool:
        return self._token is None or _organisation_of(self._request, self._token) is not None
