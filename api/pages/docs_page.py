"""`/docs`: the API in plain words, from the application's own routes and the live vocabulary."""

from typing import Any

from fastapi import APIRouter, Response

from api.pages.page import PageRoute, ThePage
from api.pages.words import KINDS, ROUTES, SPEAKERS
from ledger.catalogue import CATALOGUE

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/docs")
def docs(page: ThePage) -> Response:
    """How to post and ask, all routes, all types of fact."""
    return page.answer(
        "docs.html",
        routes=_routes(page.request.app.openapi()),
        types=[known.today for _, known in sorted(CATALOGUE.items())],
        speakers=SPEAKERS,
        kinds=KINDS,
        base=str(page.request.base_url).rstrip("/"),
    )


def _routes(openapi: dict[str, Any]) -> list[dict[str, Any]]:
    """Method, path and summary of each route; one whose Chinese is not written yet keeps its English."""
    return [
        {"method": method.upper(), "path": path, "summary": (ROUTES.get(path_key, summary), summary)}
        for path, methods in openapi["paths"].items()
        for method, described in methods.items()
        for path_key, summary in [((method.upper(), path), described.get("summary", ""))]
    ]
