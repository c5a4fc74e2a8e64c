"""`/transfers`: cross-province transfers with what each waits for and until when, what is drawn of it, and the hubs.

What waits for an authority stands first, the nearest day before the others; then what is in force by its use.
"""

from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.desk_words import WHY_NOT
from api.pages.page import PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.stages import stage
from api.pages.who_looks import viewer_of
from api.pages.words import Words
from api.people.signed_in import SeenByPerson
from api.spreadsheet import local, tonnes
from ledger.correction import effective
from ledger.cross_province.transfer_state import TransferState, why_not_in_force
from ledger.log import Ledger
from projections.cross_province.draw_down import Drawn, Hub, drawn_from, hubs_at
from projections.cross_province.load_view import LoadView
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.state import fold
from projections.custody.visibility import Visibility
from projections.loops.lists import Filter, page_of, reached
from projections.loops.status import deadlines
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LISTED: Final = 200
UNDECIDED: Final = "9"
"""Behind every day: what waits for nobody."""

COLUMNS: Final = (
    ("转移", "transfer"),
    ("移出人", "transferor"),
    ("接受人", "receiver"),
    ("阶段", "stage"),
    ("最近期限", "nearest deadline"),
    ("批准量（吨）", "granted (t)"),
    ("已接受（吨）", "accepted (t)"),
    ("在途（吨）", "in transit (t)"),
)
OF_HUBS: Final = (
    ("集散地", "hub"),
    ("来自", "from"),
    ("去往", "to"),
    ("跨省转移", "transfer"),
    ("车次", "loads"),
    ("已接受（吨）", "accepted (t)"),
    ("在途（吨）", "in transit (t)"),
)


class Row(NamedTuple):
    """A transfer, how it stands, which clock runs, and what was drawn from it."""

    subject: str
    number: str
    state: TransferState
    stage: Words
    waits: list[dict[str, Any]]
    """Its deadlines, passed or not, the nearest first."""
    drawn: Drawn
    granted_g: int | None
    why_not: Words | None

    @property
    def used_g(self) -> int:
        """Accepted and on the way."""
        return self.drawn.accepted_g + self.drawn.in_transit_g


@router.get("/transfers")
def transfers(
    page: ThePage, ledger: TheLedger, settings: TheSettings, views: TheViews, person: SeenByPerson
) -> Response:
    """Those that one may see, and the hubs of them."""
    rows, hubs = _found(ledger, settings, views, person)
    names = RegisteredNames(ledger)
    return page.answer(
        "transfers.html",
        rows=rows,
        waiting=sum(bool(row.waits) for row in rows),
        late=sum(any(each["passed"] for each in row.waits) for row in rows),
        overdrawn=sum(row.granted_g is not None and row.used_g > row.granted_g for row in rows),
        hubs=hubs,
        name_of=lambda subject: names.of(subject) or (subject or "—").partition(":")[2] or "—",
    )


@router.get("/transfers.xlsx")
def transfers_as_sheets(
    page: ThePage, ledger: TheLedger, settings: TheSettings, views: TheViews, person: SeenByPerson
) -> Response:
    """The same as a table each: transfers and hubs."""
    found, hubs = _found(ledger, settings, views, person)
    names = RegisteredNames(ledger)

    def called(subject: str | None) -> str:
        return names.of(subject or "") or (subject or "").partition(":")[2]

    rows = (
        (
            row.number,
            called(row.state.transferor),
            called(row.state.receiver),
            page.either(row.stage),
            local(row.waits[0]["due"]) if row.waits else None,
            None if row.granted_g is None else tonnes(row.granted_g),
            tonnes(row.drawn.accepted_g),
            tonnes(row.drawn.in_transit_g),
        )
        for row in found
    )
    flows = (
        (
            called(hub.hub),
            called(flow.sender),
            called(flow.receiver),
            (flow.transfer or "").partition(":")[2],
            flow.loads,
            tonnes(flow.accepted_g),
            tonnes(flow.in_transit_g),
        )
        for hub in hubs
        for flow in (*hub.received, *hub.sent)
    )
    return page.book(
        page.say("跨省转移", "transfers"),
        [
            (page.say("跨省转移", "transfers"), COLUMNS, rows),
            (page.say("集散地", "hubs"), OF_HUBS, flows),
        ],
    )


def _found(
    ledger: Ledger, settings: RecordedSettings, views: Runner, person: Visibility | None
) -> tuple[list[Row], list[Hub]]:
    viewer, at = viewer_of(ledger, person, "/transfers"), asked_at(ledger, settings)
    reached(views, at.position)
    views.reach(LoadView.NAME, at.position)
    found = page_of(views, viewer, at, Filter(loop="transfer"), ("", ""), LISTED)
    rows = [
        _row(
            ledger,
            views,
            at,
            each,
            deadlines(found.waits.get((each.subject, each.loop), ()), at.clocks, found.keepers),
        )
        for each in found.rows
    ]
    rows.sort(key=lambda row: (row.waits[0]["due"] if row.waits else UNDECIDED, row.subject))
    hubs = hubs_at(views, at)
    shown = {hub.hub for hub in hubs} if person is None else person.those_seen(hub.hub for hub in hubs)
    return rows, [hub for hub in hubs if hub.hub in shown]


def _row(ledger: Ledger, views: Runner, at: AskedAt, found: Any, told: list[dict[str, Any]]) -> Row:
    facts = ledger.recorded(subject=found.subject, upto=at.position)
    state: TransferState = fold(found.subject, effective(facts))
    drawn = drawn_from(views, at, found.subject, state.transferor) if state.transferor else Drawn(0, 0, 0)
    decided = state.decided not in {None, "refused"}
    why_not = why_not_in_force(state, at.as_of) if decided else None
    return Row(
        found.subject,
        found.subject.partition(":")[2],
        state,
        stage("transfer", state.stage),
        sorted(told, key=lambda each: each["due"]),
        drawn,
        state.quantity_g if decided else None,
        WHY_NOT[why_not] if why_not else None,
    )
