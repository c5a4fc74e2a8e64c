"""`/flags`: the flags that one may see, as a queue with its filters in the address.

On a log that is simulated everybody sees them all; on a real one, who is signed in sees those of their organisation.
"""

from typing import Final

from fastapi import APIRouter, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.flag_filters import SEVERITY_WORDS, STATUS_WORDS, TheFilters
from api.pages.flags_in_words import FlagRow, counts_of, rows_of
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import viewer_of
from api.people.signed_in import SeenByPerson
from api.spreadsheet import ROWS_MAX, Value, local
from ledger.regulation.divisions import SHANGHAI
from projections.anomalies.lists import Wanted, counted, flags_of, reached
from projections.custody.asked_at import asked_at
from projections.rules.catalogue import BY_ID

router = APIRouter(include_in_schema=False, route_class=PageRoute)

AT_ONCE: Final = 100
COLUMNS: Final = (
    ("标记", "flag"),
    ("程度", "severity"),
    ("理由", "reason"),
    ("起数", "findings"),
    ("单位", "whose"),
    ("区", "district"),
    ("自", "since"),
    ("处理", "status"),
    ("对象", "subject"),
    ("编号", "number"),
)


@router.get("/flags")
def queue(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheFilters,
    after: str = "",
) -> Response:
    """The newest first, and how many of each severity and status there are."""
    viewer, at = viewer_of(ledger, person, "/flags"), asked_at(ledger, settings)
    reached(views, at.position)
    since, _, flag = after.partition(" ")
    flags = flags_of(views, viewer, at, filters.wanted(), (since, flag), AT_ONCE)
    wanted = Wanted(division=filters.division, organisation=filters.organisation)
    figures = counted(views, viewer, at, wanted, also_cleared=False)
    return page.answer(
        "flags.html",
        filters=filters,
        rows=rows_of(flags, RegisteredNames(ledger)),
        more=f"{flags[-1].since} {flags[-1].flag}" if len(flags) == AT_ONCE else None,
        **counts_of(figures),
        severity_words=SEVERITY_WORDS,
        status_words=STATUS_WORDS,
        districts=SHANGHAI,
        rules={rule: each.title for rule, each in BY_ID.items()},
    )


@router.get("/flags.xlsx")
def queue_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheFilters,
) -> Response:
    """The same flags as a table to work with, the newest ten thousand."""
    viewer, at = viewer_of(ledger, person, "/flags"), asked_at(ledger, settings)
    reached(views, at.position)
    rows = rows_of(flags_of(views, viewer, at, filters.wanted(), limit=ROWS_MAX), RegisteredNames(ledger))
    return page.sheet(page.say("异常标记", "flags"), COLUMNS, (_cells(page, row) for row in rows))


def _cells(page: Page, row: FlagRow) -> list[Value]:
    flag = row.flag
    return [
        page.say(*row.title),
        page.say(*SEVERITY_WORDS[flag.severity]),
        page.say(*row.message),
        row.number,
        row.whose,
        row.district,
        local(flag.since),
        page.say(*STATUS_WORDS[flag.status]),
        flag.subject,
        flag.flag,
    ]
