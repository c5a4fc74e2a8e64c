"""`/`: the figures of this log, and a drum's replay."""

from fastapi import APIRouter, Response

router = APIRouter(include_in_schema=False)


@router.get("/")
def first_page() -> Response:
    """The first page."""
    return Response("闭环 Bihuan", media_type="text/html; charset=utf-8")
