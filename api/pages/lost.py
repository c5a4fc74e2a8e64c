"""What a browser gets for an address that does not exist; programs keep getting a problem as JSON."""

from fastapi import APIRouter, Response
from starlette.routing import Match
from starlette.types import Scope

from api.pages.page import PageRoute, ThePage

FOR_PROGRAMS = ("/v1/", "/health/", "/static/")


class LostRoute(PageRoute):
    """Matches only a browser that asks for a page and finds none."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Nothing for other methods, for programs, and for a path that only has a slash too many."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return Match.NONE, {}
        path: str = scope["path"]
        accept = dict(scope["headers"]).get(b"accept", b"")
        if b"text/html" not in accept or path.startswith(FOR_PROGRAMS) or path.endswith("/"):
            return Match.NONE, {}
        return super().matches(scope)


router = APIRouter(include_in_schema=False, route_class=LostRoute)


@router.get("/{path:path}")
def lost(page: ThePage) -> Response:
    """There is no such page."""
    return page.sorry(404)
