"""`/health/live` and `/health/ready`: whether the process runs, and whether it can read and write its log."""

from fastapi import APIRouter, Request, Response

from api.answers import answer
from api.door import TheLedger
from api.publishing import Publisher
from projections.runner import Runner

router = APIRouter(tags=["health"])


@router.get("/health/live", summary="The process runs")
def live() -> Response:
    """Always, if at all."""
    return answer({"status": "live"})


@router.get("/health/ready", summary="The log is open and can be read")
def ready(request: Request, ledger: TheLedger) -> Response:
    """The head of the log; 503 as a problem while the log is not open."""
    opened = ledger.opened
    position, recorded_at = ledger.head()
    views: Runner = request.app.state.views
    publisher: Publisher | None = request.app.state.publisher
    return answer(
        {
            "status": "ready",
            "origin": opened.origin,
            "simulated": opened.simulated,
            "position": position,
            "recorded_at": recorded_at,
            "views_stopped": {name: {"since": s.since, "why": s.why} for name, s in views.stopped().items()},
            "signing": publisher is not None and publisher.stopped_because is None,
        }
    )
