"""`/work/ledger`: the ledgers of HJ 1259 as `.xlsx`, out for some days and in from a file, each error at its cell.

A file is recorded whole or not at all. It is tried first: what is wrong with its cells, and what the log refuses of
them, is told before anything is stated, and marked in the file itself when it is asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, Literal, NamedTuple

from fastapi import APIRouter, Query, Response

from api.cloudevents import postings_in
from api.door import TheLedger, TheViews
from api.events import read_events
from api.hj1259.columns import TABLES
from api.hj1259.facts_of_rows import facts_of
from api.hj1259.marked import marked
from api.hj1259.problems import NotAWorkbookError, Problem
from api.hj1259.reading_the_log import Answer, read_books
from api.hj1259.refused import is_about_no_cell, refused_cells
from api.hj1259.rows_of_facts import Ledgers
from api.hj1259.sheets import read_workbook
from api.hj1259.writing import write_workbook
from api.pages.page import Page, PageRoute, ThePage
from api.people.signed_in import SeenByPerson, SignedIn
from api.people.stating import Stating
from api.people.upload import Workbook
from api.problems import shown
from api.spreadsheet import MEDIA_TYPE
from ledger.accounts.account import Account
from ledger.clock import shanghai_day, write_instant
from ledger.errors import BihuanError, NotFoundError
from ledger.log import Ledger
from ledger.posting import Poster
from ledger.trial import recorded_before
from projections.custody.visibility import Visibility
from projections.parties.dossier import OfOrganisation
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

EVENTS_MAX: Final = 10_000
SHOWN_MAX: Final = 200
"""How many problems a page lists; the marked file has all of them."""
Wish = Literal["check", "import", "mark"]
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class Outcome(NamedTuple):
    """What came of a file."""

    facts: int = 0
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Problem, ...] = ()
    new: int | None = None
    """How many facts were recorded; None where nothing was stated."""
    known: int = 0
    """How many of them had been recorded before."""
    refused: str = ""
    """Why the file as a whole is refused."""


@router.get("/work/ledger")
def ledgers(page: ThePage, session: SignedIn, ledger: TheLedger, views: TheViews) -> Response:
    """Which days of which establishment, out; and the form that takes a file in."""
    return _page(page, session.account, ledger, views, None)


@router.get("/work/ledger.xlsx")
def out(
    session: SignedIn,
    ledger: TheLedger,
    views: TheViews,
    person: SeenByPerson,
    establishment: str,
    since: Day = "",
    until: Day = "",
) -> Response:
    """The five tables of an establishment of one's own; the file can be imported again."""
    if establishment not in dict(_places(session.account, ledger, views)):
        raise NotFoundError.because("not_found", "no such establishment of yours", values={"sought": establishment})
    assert person is not None  # who is signed in sees as somebody
    number = establishment.partition(":")[2]
    lines = [
        line
        for line in Ledgers(read_books(_asking(ledger, person), number[:18]), number).lines()
        if since <= shanghai_day(line.occurred_at).isoformat() <= (until or "9999-12-31")
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_workbook(path, number, lines, TABLES)
        return Page.workbook(f"HJ1259-{number}", path.read_bytes())


@router.post("/work/ledger")
def take_in(
    page: ThePage,
    session: Stating,
    ledger: TheLedger,
    views: TheViews,
    body: Workbook,
    wish: Wish = "check",
    establishment: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Try a file, import it, or give it back with its wrong cells marked."""
    account = session.account
    with _laid(body) as path:
        outcome = _tried(ledger, account, path, establishment.partition(":")[2] or None, wish)
        if wish == "mark" and not outcome.refused:
            return page.workbook(page.say("台账-须改正", "ledger-to-mend"), marked(path, outcome.problems))
    status = 422 if outcome.problems or outcome.refused else 200
    return _page(page, account, ledger, views, outcome, status)


def _tried(ledger: Ledger, account: Account, path: Path, establishment: str | None, wish: Wish) -> Outcome:
    try:
        workbook = read_workbook(path)
    except NotAWorkbookError:
        return Outcome(refused="not_a_workbook")
    speaker = None if establishment is None or establishment[:18] == account.organisation else account.organisation
    reading = facts_of(workbook, establishment, speaker)
    found = Outcome(len(reading.events), tuple(reading.problems), tuple(workbook.left_out))
    if not found.problems and not found.facts:
        return found._replace(refused="no_records")
    if found.facts > EVENTS_MAX:
        return found._replace(refused="too_many")
    sound = [event for event in reading.events if not any(said.problems for said in event.rows)]
    if not sound:
        return found
    postings, poster = postings_in([event.posted for event in sound]), Poster(account.organisation, account.id)
    try:
        if wish != "import" or found.problems:
            return found._replace(known=recorded_before(ledger, poster, postings))
        receipts = ledger.state_one(poster, postings)
    except BihuanError as error:
        told = [shown(finding) for finding in error.findings]
        if is_about_no_cell(told):
            return found._replace(refused=str(told[0]["detail"]))
        return found._replace(problems=(*found.problems, *refused_cells(sound, told)))
    known = sum(receipt.duplicate for receipt in receipts)
    return found._replace(new=len(receipts) - known, known=known)


def _asking(ledger: Ledger, person: Visibility) -> Any:
    """The door of programs, asked from within and for what a person may see."""

    def ask(_: str, query: dict[str, str]) -> Answer:
        tag, type_, cursor, limit = (query.get(name) for name in ("tag", "type", "cursor", "limit"))
        answer = read_events(ledger, person, tag, type_, None, cursor, limit, "leaf")
        return bytes(answer.body), dict(answer.headers)

    return ask


def _places(account: Account, ledger: Ledger, views: Runner) -> list[tuple[str, Any]]:
    own = OfOrganisation(ledger, views, f"organisation:{account.organisation}", ledger.head()[0])
    return list(own.section("establishment").things)


def _page(
    page: Page,
    account: Account,
    ledger: Ledger,
    views: Runner,
    outcome: Outcome | None,
    status: int = 200,
) -> Response:
    today = shanghai_day(write_instant(ledger.recorder.now()))
    return page.answer(
        "work_ledger.html",
        status,
        places=_places(account, ledger, views),
        since=today.replace(day=1).isoformat(),
        until=today.isoformat(),
        outcome=outcome,
        most=EVENTS_MAX,
        shown=SHOWN_MAX,
        media_type=MEDIA_TYPE,
    )


@contextmanager
def _laid(body: bytes) -> Iterator[Path]:
    """A file that was sent, where the reader of workbooks can open it twice."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sent.xlsx"
        path.write_bytes(body)
        yield path
