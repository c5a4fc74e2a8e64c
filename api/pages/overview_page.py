"""`/overview`: a bureau's desk. How many loops are closed, where, of what; which flags stand; what is due this week.

Whoever is signed in sees what is their organisation's, or lies where it is the authority; on a log that is simulated
everybody sees all of it. `division` narrows everything to a district, by the address.
"""

from collections import Counter
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.desk_words import CAUSES, STREAM_WORDS
from api.pages.flag_filters import SEVERITY_WORDS
from api.pages.flags_in_words import counts_of
from api.pages.loop_sums import Sums, percent, sums_by, sums_of
from api.pages.loops_in_words import Late, late_of
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import viewer_of
from api.pages.words import LOOPS
from api.people.signed_in import SeenByPerson
from api.spreadsheet import ROWS_MAX, Value, tonnes
from ledger.clock import read_instant, shanghai_day, write_instant
from ledger.regulation.divisions import SHANGHAI
from projections.anomalies.lists import Wanted, counted
from projections.anomalies.lists import reached as flags_reached
from projections.clocks import AN_INSTANT, end_of
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Viewer
from projections.loops.figures import Group, groups_of
from projections.loops.lists import DUTIES, STREAMS, Filter, page_of, reached
from projections.rules.catalogue import BY_ID
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

TILES: Final = (
    (None, None, None, "310151", None),
    (None, "310114", "310113", None, None),
    (None, "310107", "310106", "310109", "310110"),
    ("310118", "310105", "310101", None, "310115"),
    ("310117", "310104", "310112", None, None),
    ("310116", None, "310120", None, None),
)
"""The districts as they lie, each as large as the other."""
COLUMNS: Final = (
    ("区", "district"),
    ("开环月份", "opened in"),
    ("环", "loop"),
    ("类别", "stream"),
    ("已闭合", "closed"),
    ("在进行中", "open"),
    ("逾期", "overdue"),
    ("断裂", "broken"),
    ("已闭合（吨）", "closed (t)"),
    ("在进行中（吨）", "open (t)"),
    ("逾期（吨）", "overdue (t)"),
    ("断裂（吨）", "broken (t)"),
)
WEEK: Final = timedelta(days=7)
"""What is due by the end of the day a week from now is due this week."""
MONTHS: Final = 12
LISTED: Final = 30
READ: Final = 500
"""Of how many that are overdue in a week those that are not yet are looked for."""
TOP: Final = 8


@router.get("/overview")
def overview(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    division: Annotated[str, Query(max_length=6)] = "",
) -> Response:
    """Figures first, then the map, the trend, what is behind, and what comes."""
    viewer, at = viewer_of(ledger, person, "/overview"), asked_at(ledger, settings)
    where = division if division in SHANGHAI else None
    reached(views, at.position)
    flags_reached(views, at.position)
    groups = _duties(views, viewer, at, by_month=True)
    here = [each for each in groups if where in {None, each.division}]
    week = read_instant(end_of(str(shanghai_day(at.as_of) + WEEK)))
    soon = asked_at(ledger, settings, write_instant(week + AN_INSTANT))  # behind it, what was due is overdue
    names, total = RegisteredNames(ledger), sums_of(here)
    return page.answer(
        "overview.html",
        where=where,
        districts=SHANGHAI,
        tiles=TILES,
        by_district=sums_by(groups, lambda each: each.division or ""),
        total=total,
        by_loop=sums_by(here, lambda each: each.loop),
        by_month=dict([*sums_by(here, lambda each: each.month).items()][-MONTHS:]),
        causes=_causes(here),
        cause_words=CAUSES,
        loop_words=LOOPS,
        stream_of=STREAMS,
        stream_words=STREAM_WORDS,
        severity_words=SEVERITY_WORDS,
        flags=counts_of(counted(views, viewer, at, Wanted(division=where), also_cleared=False)),
        rules={rule: each.title for rule, each in BY_ID.items()},
        top=TOP,
        percent=percent,
        **_coming(page, views, viewer, at, soon, where, total.late, names),
    )


@router.get("/overview.xlsx")
def overview_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    division: Annotated[str, Query(max_length=6)] = "",
) -> Response:
    """How many loops stand how, by district, month and kind, as a table to work with."""
    viewer, at = viewer_of(ledger, person, "/overview"), asked_at(ledger, settings)
    where = division if division in SHANGHAI else None
    reached(views, at.position)
    here = _duties(views, viewer, at, where, by_month=True)
    sums = sums_by(here, lambda each: f"{each.division or ''} {each.month} {each.loop}")
    rows = ((*_named(page, key), *_cells(of_it)) for key, of_it in [*sums.items()][:ROWS_MAX])
    return page.sheet(page.say("闭环统计", "loops"), COLUMNS, rows)


def _named(page: Page, key: str) -> tuple[str, ...]:
    division, month, loop = key.split(" ")
    return SHANGHAI.get(division, division), month, page.either(LOOPS[loop]), page.either(STREAM_WORDS[STREAMS[loop]])


def _cells(of_it: Sums) -> tuple[Value, ...]:
    loops, grams = of_it.loops, of_it.grams
    counted = (loops["closed"], loops["open"], loops["overdue"], loops["broken"])
    return (*counted, *(tonnes(grams[each]) for each in ("closed", "open", "overdue", "broken")))


def _duties(
    views: Runner, viewer: Viewer, at: AskedAt, where: str | None = None, *, by_month: bool = False
) -> list[Group]:
    """The loops that count, of a district or of all."""
    groups = groups_of(views, viewer, at, by_month=by_month)
    return [each for each in groups if each.loop in DUTIES and where in {None, each.division}]


def _causes(groups: list[Group]) -> list[tuple[str, int]]:
    """Why what is not closed is not, the most frequent first: by the deadline that passed, else by the facts."""
    found = Counter[str]()
    for group in groups:
        if group.status in {"overdue", "broken"}:
            found[group.reasons[-1]] += group.loops
    return found.most_common(TOP)


def _coming(
    page: Page,
    views: Runner,
    viewer: Viewer,
    at: AskedAt,
    soon: AskedAt,
    where: str | None,
    late_now: int,
    names: RegisteredNames,
) -> dict[str, Any]:
    """What becomes overdue within a week if nothing is told: how many, and the first of them by their day."""
    late_then = sums_of(_duties(views, viewer, soon, where)).late
    coming: list[Late] = []
    if late_then > late_now:
        found = page_of(views, viewer, soon, Filter(status="overdue", division=where), ("", ""), READ)
        coming = [each for each in late_of(page, found, soon, names) if each.due >= at.as_of]
    return {"coming": sorted(coming, key=lambda each: each.due)[:LISTED], "comes": late_then - late_now}
