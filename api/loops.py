"""`GET /v1/loops` and `GET /v1/statistics/closed-loop`: which loops are closed, which are not, and why."""

from base64 import b64decode, urlsafe_b64encode
from collections import Counter, defaultdict
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, TheSettings, TheViews
from api.events import PAGE, number
from api.subjects import cut
from ledger.errors import InvalidError
from ledger.quantity import KILOGRAMS
from ledger.subjects import beside_gate, problem_with
from projections.custody.asked_at import asked_at
from projections.custody.seen_log import PAGE_MAX
from projections.loops.figures import Closing, Group, closings_of, groups_of, quantile
from projections.loops.lists import STREAMS, Filter, page_of, reached
from projections.loops.rows import whose
from projections.loops.status import STATUSES, deadlines

router = APIRouter(tags=["loops"])

By = Literal["division", "organisation", "stream", "month"]
KINDS: Final = tuple(STREAMS)
COUNTED: Final = ("open", "overdue", "closed", "broken")
"""What the closed-loop rate is a share of: a cancelled loop counts neither for nor against it."""
UNCLOSED: Final = ("open", "overdue", "broken")
"""Of those, what has a cause for not being closed."""


AsOf = Annotated[str | None, Query(max_length=40, description="an instant; a later one than now gives a forecast")]
Kind = Annotated[str | None, Query(pattern=f"^({'|'.join(KINDS)})$")]
Status = Annotated[str | None, Query(pattern=f"^({'|'.join(STATUSES)})$")]
Stream = Annotated[str | None, Query(max_length=40)]


@router.get("/v1/loops", summary="Loops with their status, why, and what they wait for")
def read_loops(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    stream: Stream = None,
    loop: Kind = None,
    status: Status = None,
    organisation: Annotated[str | None, Query(max_length=18, description="whose establishment's loops")] = None,
    division: Annotated[str | None, Query(pattern="^[0-9]{6}$", description="GB/T 2260; whatever it holds")] = None,
    as_of: AsOf = None,
    cursor: Annotated[str | None, Query(max_length=200, description="of the page before, as it was given")] = None,
    limit: Annotated[str | None, Query(max_length=10, description="at most 500; 100 if not said")] = None,
) -> Response:
    """By subject; the status is that of the instant asked about, by what was recorded and what had passed then."""
    if organisation is not None and problem_with(f"organisation:{organisation}"):
        raise InvalidError.because("wrong_query", "organisation is a 统一社会信用代码", "?organisation")
    at, after, most = (
        asked_at(ledger, settings, cut(as_of, "as_of")),
        _begun(cursor),
        number(limit, "limit", PAGE, PAGE_MAX),
    )
    reached(views, ledger.head()[0])
    wanted = Filter(loop, status, organisation, division, stream)
    page = page_of(views, seen.viewer, at, wanted, after, most)
    rows = page.rows
    shown = [
        _loop(row, deadlines(page.waits.get((row.subject, row.loop), ()), at.clocks, page.keepers)) for row in rows
    ]
    last = (rows[-1].subject, rows[-1].loop) if rows else after
    return answer({"loops": shown, "cursor": _cursor(last), "more": most == len(rows), **at.told()})


@router.get(
    "/v1/statistics/closed-loop", summary="How many loops stand how, by count and mass, and the closed-loop rate"
)
def read_closed_loop(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    by: By = "division",
    loop: Kind = None,
    as_of: AsOf = None,
) -> Response:
    """Of the places that are one's own or lie in one's division; a row for each kind of loop, and the sums."""
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    reached(views, ledger.head()[0])
    of_each: dict[tuple[str, str], _Figures] = defaultdict(_Figures)
    total: dict[str, _Figures] = defaultdict(_Figures)
    for group in groups_of(views, seen.viewer, at, by_month=by == "month"):
        if loop in {None, group.loop}:
            for figures in (of_each[_key(group, by), group.loop], total[group.loop]):
                figures.count(group)
    for closing in closings_of(views, seen.viewer, at, by_month=by == "month"):
        if loop in {None, closing.loop}:
            for figures in (of_each[_key(closing, by), closing.loop], total[closing.loop]):
                figures.took[closing.closed_after] += closing.loops
    rows = [{by: key, "loop": kind, **figures.told()} for (key, kind), figures in sorted(of_each.items())]
    return answer(
        {"by": by, "rows": rows, "total": {kind: total[kind].told() for kind in sorted(total)}, **at.told()}
    )


def _loop(row: Any, told: list[dict[str, Any]]) -> dict[str, Any]:
    waits = [deadline for deadline in told if not deadline["passed"]]
    late = [deadline for deadline in told if deadline["passed"]]
    return {
        "subject": row.subject,
        "loop": row.loop,
        "stream": STREAMS[row.loop],
        "status": row.status_then,
        "reasons": [row.reason, *(deadline["kind"] for deadline in late)],
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "organisation": whose(row.subject, row.place),
        "place": row.place,
        "division": row.division,
        "mass_kg": KILOGRAMS.to_wire(row.mass_g),
        "next_deadline": waits[0] if waits else None,
        "passed": late,
    }


class _Figures:
    """What is told of some loops of one kind."""

    def __init__(self) -> None:
        self._loops, self._grams = dict.fromkeys(STATUSES, 0), dict.fromkeys(STATUSES, 0)
        self._causes: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
        self.took: Counter[int] = Counter()
        """Tenths of an hour until the closing → how many took that."""

    def count(self, group: Group) -> None:
        """Add the loops of a place."""
        causes = [self._causes[group.status, *group.reasons]] if group.status in UNCLOSED else []
        self._loops[group.status] += group.loops
        self._grams[group.status] += group.mass_g
        for cause in causes:
            cause[:] = cause[0] + group.loops, cause[1] + group.mass_g

    def told(self) -> dict[str, Any]:
        """The members of an answer."""
        causes = sorted(self._causes.items(), key=lambda each: (-each[1][0], each[0]))
        return {
            "loops": self._loops,
            "mass_kg": {status: KILOGRAMS.to_wire(mass) for status, mass in self._grams.items()},
            "closed_loop_rate": _share(self._loops),
            "closed_loop_rate_by_mass": _share(self._grams),
            "causes": [
                {"status": status, "reasons": reasons, "loops": loops, "mass_kg": KILOGRAMS.to_wire(grams)}
                for (status, *reasons), (loops, grams) in causes
            ],
            "hours_to_close": {
                "loops": sum(self.took.values()),
                "median": _hours(quantile(self.took, 50)),
                "p95": _hours(quantile(self.took, 95)),
            },
        }


def _hours(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10


def _share(figures: dict[str, int]) -> float | None:
    """The share that is closed; None where nothing is counted."""
    whole = sum(figures[status] for status in COUNTED)
    return round(figures["closed"] / whole, 4) if whole else None


def _key(group: Group | Closing, by: By) -> str:
    match by:
        case "division":
            return group.division or "unknown"
        case "organisation":
            return beside_gate(group.place) or group.place.partition(":")[2][:18]
        case "month":
            return group.month
    return STREAMS[group.loop]


def _cursor(last: tuple[str, str]) -> str:
    return urlsafe_b64encode(" ".join(last).encode()).decode().rstrip("=")


NOTHING: Final = _cursor(("", ""))
"""The cursor of a list in which nothing was found."""


def _begun(cursor: str | None) -> tuple[str, str]:
    if cursor is None:
        return "", ""
    try:
        subject, _, loop = b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode().partition(" ")
    except ValueError:
        subject = loop = ""
    if cursor != NOTHING and (problem_with(subject) or loop not in KINDS):
        raise InvalidError.because("wrong_query", "cursor is one that an answer gave", "?cursor")
    return subject, loop
