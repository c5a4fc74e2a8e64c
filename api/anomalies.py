"""`GET /v1/anomalies`: the flags of an instant; `/v1/statistics/anomalies`: how many, and what became of them."""

from base64 import b64decode, urlsafe_b64encode
from collections import defaultdict
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, TheSettings, TheViews
from api.events import PAGE, number
from api.flag_words import told
from api.loops import AsOf
from api.subjects import cut
from ledger.errors import InvalidError
from ledger.subjects import problem_with
from projections.anomalies.lists import BEGINNING, STATUSES, Wanted, counted, flags_of, reached
from projections.custody.asked_at import asked_at
from projections.custody.seen_log import PAGE_MAX
from projections.rules.catalogue import BY_ID
from projections.rules.finding import SEVERITIES

router = APIRouter(tags=["anomalies"])

RuleAsked = Annotated[str | None, Query(max_length=60, pattern="^[a-z][a-z0-9_]*$")]
Status = Annotated[str | None, Query(pattern=f"^({'|'.join(STATUSES)})$")]
Severity = Annotated[str | None, Query(pattern=f"^({'|'.join(SEVERITIES)})$")]
Division = Annotated[str | None, Query(pattern="^[0-9]{6}$", description="GB/T 2260; whatever it holds")]
Since = Annotated[str | None, Query(max_length=40, description="flagged since that instant, or later")]
DECIDED: Final = ("confirmed", "dismissed")


@router.get("/v1/anomalies", summary="Flags with their reason, duty and fine, evidence and what became of them")
def read_anomalies(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    rule: RuleAsked = None,
    status: Status = None,
    severity: Severity = None,
    organisation: Annotated[str | None, Query(max_length=18, description="against whom")] = None,
    subject: Annotated[str | None, Query(max_length=80)] = None,
    division: Division = None,
    since: Since = None,
    anomaly: Annotated[str | None, Query(pattern="^[a-z2-7]{26}$", description="one, by its number")] = None,
    as_of: AsOf = None,
    cursor: Annotated[str | None, Query(max_length=200, description="of the page before, as it was given")] = None,
    limit: Annotated[str | None, Query(max_length=10, description="at most 500; 100 if not said")] = None,
) -> Response:
    """The newest first; where no status is asked for, all that stand, whatever was said of them."""
    for text, name in (
        (None if organisation is None else f"organisation:{organisation}", "organisation"),
        (subject, "subject"),
    ):
        if text is not None and problem_with(text):
            raise InvalidError.because("wrong_query", f"{name} is not well written", f"?{name}")
    at, after = asked_at(ledger, settings, cut(as_of, "as_of")), _begun(cursor)
    most = number(limit, "limit", PAGE, PAGE_MAX)
    reached(views, ledger.head()[0])
    wanted = Wanted(rule, status, severity, organisation, subject, division, cut(since, "since"), anomaly)
    flags = flags_of(views, seen.viewer, at, wanted, after, most)
    last = (flags[-1].since, flags[-1].flag) if flags else after
    shown = [told(flag) for flag in flags]
    return answer({"anomalies": shown, "cursor": _cursor(last), "more": most == len(flags), **at.told()})


@router.get("/v1/statistics/anomalies", summary="How many flags of each rule, and which share was a false alarm")
def read_statistics(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    division: Division = None,
    as_of: AsOf = None,
) -> Response:
    """By rule: flags that stand by severity, by status with those that were cleared, and the false-alarm rate."""
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    reached(views, ledger.head()[0])
    by_status: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(STATUSES, 0))
    by_severity: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(SEVERITIES, 0))
    for (rule, status, severity), flags in counted(views, seen.viewer, at, Wanted(division=division)).items():
        by_status[rule][status] += flags
        if status != "cleared":
            by_severity[rule][severity] += flags
    rows = [
        {
            "rule": rule,
            "title": BY_ID[rule].title._asdict(),
            "status": by_status[rule],
            "severity": by_severity[rule],
            "false_alarm_rate": _false_alarms(by_status[rule]),
        }
        for rule in BY_ID
        if rule in by_status
    ]
    return answer({"rows": rows, **at.told()})


def _false_alarms(status: dict[str, int]) -> float | None:
    """Of those that an authority decided about, the share that it dismissed; None where it decided about none."""
    decided = sum(status[each] for each in DECIDED)
    return round(status["dismissed"] / decided, 4) if decided else None


def _cursor(last: tuple[str, str]) -> str:
    return urlsafe_b64encode("\n".join(last).encode()).decode()


def _begun(cursor: str | None) -> tuple[str, str]:
    if not cursor:
        return BEGINNING
    try:
        since, flag = b64decode(cursor, altchars=b"-_", validate=True).decode().split("\n")
    except ValueError:
        raise InvalidError.because("wrong_query", "not a cursor of an earlier page", "?cursor") from None
    return since, flag
