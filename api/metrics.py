"""`/metrics`: figures for a monitoring system, in the text format of Prometheus."""

from collections.abc import Iterator, Mapping

from fastapi import APIRouter, Request, Response

from api.door import TheLedger
from projections.lag import Lag, lags

router = APIRouter(tags=["health"])

GAUGES = {
    "view_position": ("position", "Position up to which a view holds the log."),
    "view_behind_facts": ("behind", "Facts of the log that a view does not hold yet."),
    "view_behind_seconds": ("seconds", "Seconds since the oldest fact was recorded that a view does not hold yet."),
    "view_stopped": ("stopped", "1 for a view that failed on a fact; /health/ready says why and since when."),
}
"""Name → the figure of a view, and its help text."""
FILLINGS = "Fillings of the tables of a view from the whole log, the first and each rebuild, and how long they took."
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics", summary="How far the log and its views are, for monitoring")
def metrics(request: Request, ledger: TheLedger) -> Response:
    """Figures of the whole log, whichever of its processes is asked; 503 while it cannot be read."""
    head, views = lags(ledger, request.app.state.views)
    return Response("".join(f"{line}\n" for line in _lines(head, views)), media_type=MEDIA_TYPE)


def _lines(head: int, views: dict[str, Lag]) -> Iterator[str]:
    of_view = {f'{{view="{name}"}}': lag for name, lag in views.items()}
    yield from _metric("log_position", "gauge", "Facts in the log.", {"": head})
    for name, (field, told) in GAUGES.items():
        yield from _metric(name, "gauge", told, {at: getattr(lag, field) for at, lag in of_view.items()})
    counts = {f"_count{at}": lag.fillings for at, lag in of_view.items()}
    sums = {f"_sum{at}": lag.filling_seconds for at, lag in of_view.items()}
    yield from _metric("view_rebuild_seconds", "summary", FILLINGS, counts | sums)


def _metric(name: str, kind: str, told: str, samples: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP bihuan_{name} {told}"
    yield f"# TYPE bihuan_{name} {kind}"
    for rest, value in samples.items():
        yield f"bihuan_{name}{rest} {round(value, 6) if isinstance(value, float) else int(value)}"
