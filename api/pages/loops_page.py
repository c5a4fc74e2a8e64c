"""`/loops`: the loops behind each figure of the overview, with what each waits for; filters in the address."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Depends, Query, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.desk_words import CAUSES, STANDING_WORDS, STREAM_WORDS
from api.pages.facts_in_words import numbered
from api.pages.loops_in_words import awaited
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import viewer_of
from api.pages.words import LOOPS
from api.people.signed_in import SeenByPerson
from api.spreadsheet import ROWS_MAX, Value, local, tonnes
from ledger.regulation.divisions import SHANGHAI
from projections.custody.asked_at import AskedAt, asked_at
from projections.loops.lists import STREAMS, Filter, page_of, reached
from projections.loops.lists import Page as Listed
from projections.loops.rows import whose
from projections.loops.status import STATUSES, deadlines

router = APIRouter(include_in_schema=False, route_class=PageRoute)

AT_ONCE: Final = 100
COLUMNS: Final = (
    ("对象", "subject"),
    ("环", "loop"),
    ("类别", "stream"),
    ("状态", "status"),
    ("原因", "why"),
    ("单位", "whose"),
    ("区", "district"),
    ("重量（吨）", "mass (t)"),
    ("开环", "opened"),
    ("等待", "waits for"),
    ("期限", "due"),
    ("依据", "basis"),
    ("编号", "number"),
)
Text = Annotated[str, Query(max_length=80)]


def filters(
    loop: Text = "", status: Text = "", organisation: Text = "", division: Text = "", stream: Text = ""
) -> Filter:
    """What was chosen; anything that is no choice is as if it was not said."""
    return Filter(
        loop if loop in STREAMS else None,
        status if status in STATUSES else None,
        organisation if len(organisation) == 18 and organisation.isalnum() else None,
        division if division in SHANGHAI else None,
        stream if stream in STREAM_WORDS else None,
    )


TheFilter = Annotated[Filter, Depends(filters)]


class Row(NamedTuple):
    """One loop in words, and the deadline that passed first, else the next."""

    subject: str
    name: str
    loop: tuple[str, str]
    stream: tuple[str, str]
    status: str
    why: list[tuple[str, str]]
    whose: str
    district: str
    mass_g: int
    opened_at: str
    deadline: dict[str, Any] | None
    awaited: str


@router.get("/loops")
def loops(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    wanted: TheFilter,
    after: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    """A hundred at a time, by their subject."""
    viewer, at = viewer_of(ledger, person, "/loops"), asked_at(ledger, settings)
    reached(views, at.position)
    found = page_of(views, viewer, at, wanted, _begun(after), AT_ONCE)
    last = found.rows[-1] if len(found.rows) == AT_ONCE else None
    return page.answer(
        "loops.html",
        wanted=wanted,
        chosen=wanted._asdict(),
        rows=_rows(page, found, at, RegisteredNames(ledger)),
        begun=bool(after),
        more=None if last is None else _cursor(last.subject, last.loop),
        statuses=STATUSES,
        status_words=STANDING_WORDS,
        loop_words=LOOPS,
        stream_words=STREAM_WORDS,
        districts=SHANGHAI,
    )


@router.get("/loops.xlsx")
def loops_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    wanted: TheFilter,
) -> Response:
    """The same as a table to work with, the first ten thousand."""
    viewer, at = viewer_of(ledger, person, "/loops"), asked_at(ledger, settings)
    reached(views, at.position)
    found = page_of(views, viewer, at, wanted, ("", ""), ROWS_MAX)
    rows = _rows(page, found, at, RegisteredNames(ledger))
    return page.sheet(page.say("环", "loops"), COLUMNS, (_cells(page, row) for row in rows))


def _rows(page: Page, found: Listed, at: AskedAt, names: RegisteredNames) -> list[Row]:
    rows = []
    names.look_up({f"organisation:{whose(row.subject, row.place)}" for row in found.rows})
    for row in found.rows:
        told = deadlines(found.waits.get((row.subject, row.loop), ()), at.clocks, found.keepers)
        late = [each for each in told if each["passed"]]
        first = min(late or told, key=lambda each: each["due"], default=None)
        owner = whose(row.subject, row.place)
        causes = [row.reason, *(each["kind"] for each in late)]
        rows.append(
            Row(
                row.subject,
                page.either(numbered(row.subject)),
                LOOPS[row.loop],
                STREAM_WORDS[STREAMS[row.loop]],
                row.status_then,
                [CAUSES[each] for each in causes if each in CAUSES],
                names.of_organisation(owner) or owner or "—",
                SHANGHAI.get(row.division or "", row.division or "—"),
                row.mass_g,
                row.opened_at,
                first,
                "" if first is None else awaited(page, first),
            )
        )
    return rows


def _cells(page: Page, row: Row) -> tuple[Value, ...]:
    due = row.deadline
    return (
        row.name,
        page.either(row.loop),
        page.either(row.stream),
        page.either(STANDING_WORDS[row.status]),
        page.say("；", "; ").join(page.either(each) for each in row.why),
        row.whose,
        row.district,
        tonnes(row.mass_g),
        local(row.opened_at),
        row.awaited,
        None if due is None else local(due["due"]),
        None if due is None else due["basis"],
        row.subject,
    )


def _cursor(subject: str, loop: str) -> str:
    return urlsafe_b64encode(f"{subject} {loop}".encode()).decode()


def _begun(after: str) -> tuple[str, str]:
    try:
        subject, _, loop = urlsafe_b64decode(after).decode().partition(" ")
    except ValueError:
        return "", ""
    return subject, loop
