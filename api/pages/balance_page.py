"""`/mass-balance`: which accounts of hazardous waste moved in a month, and one of them held against what was counted.

An account is an establishment and a waste code. The page tells what `GET /v1/mass-balance` tells, for people.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.balance_sheets import sheets_of
from api.pages.desk_words import FIGURES
from api.pages.facts_in_words import own_number
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import viewer_of
from api.people.signed_in import SeenByPerson
from api.spreadsheet import ROWS_MAX, tonnes
from ledger.clock import shanghai_day
from ledger.log import Ledger
from ledger.regulation.divisions import SHANGHAI
from ledger.subjects import owner_of
from projections.clocks import end_of, just_before
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Viewer, Visibility
from projections.hazardous_waste.mass_balance.accounts import accounts_of
from projections.hazardous_waste.mass_balance.balance import Balance, balance_of
from projections.hazardous_waste.mass_balance.entries import OUTWARD, Entry
from projections.rules.periods import days_before, last_day, later
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

MONTHS: Final = 24
"""How many months back one may choose."""
LISTED: Final = 200
FACTS: Final = 50
"""How many facts of a figure are told by name at most; it sums them all."""
COLUMNS: Final = (
    ("场所", "establishment"),
    ("编号", "number"),
    ("废物代码", "waste code"),
    ("区", "district"),
    ("收入（吨）", "came (t)"),
    ("支出（吨）", "went (t)"),
)
NONE_SUCH: Final = (
    "这个月没有这个账户，或本单位无权查看。请从列表进入。",
    "There is no such account in this month, or your organisation may not see it. Choose from the list.",
)

Named = Annotated[str, Query(max_length=200)]
Code = Annotated[str, Query(max_length=20)]
Month = Annotated[str, Query(max_length=7)]


@router.get("/mass-balance")
def mass_balance(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    establishment: Named = "",
    waste_code: Code = "",
    month: Month = "",
) -> Response:
    """The accounts of a month; or, where one is named, its balance."""
    viewer, at = viewer_of(ledger, person, "/mass-balance"), asked_at(ledger, settings)
    month, months = _chosen(ledger, month, at)
    names = RegisteredNames(ledger)
    if not establishment:
        accounts = accounts_of(ledger, views, viewer, at, *_span(month, at))
        names.look_up({each.establishment for each in accounts[:LISTED]})
        rows = [
            (
                each,
                names.of(each.establishment) or own_number(each.establishment),
                SHANGHAI.get(each.division or "", "—"),
            )
            for each in accounts[:LISTED]
        ]
        return page.answer("balances.html", month=month, months=months, rows=rows, number=len(accounts))
    balance = _balance(ledger, views, viewer, at, establishment, waste_code, month)
    if balance is None:
        return page.sorry(404, NONE_SUCH)
    name = names.of(establishment) or own_number(establishment)
    return page.answer(
        "balance.html",
        month=month,
        establishment=establishment,
        waste_code=waste_code,
        name=name,
        **_told(page, person, balance),
    )


@router.get("/mass-balance.xlsx")
def accounts_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    establishment: Named = "",
    waste_code: Code = "",
    month: Month = "",
) -> Response:
    """The accounts of a month as a table to work with; or one of them, with all of its entries."""
    viewer, at = viewer_of(ledger, person, "/mass-balance"), asked_at(ledger, settings)
    month, _ = _chosen(ledger, month, at)
    if establishment:
        balance = _balance(ledger, views, viewer, at, establishment, waste_code, month)
        if balance is None:
            return page.sorry(404, NONE_SUCH)
        title = page.say("物料平衡", "mass balance")
        name = f"{title} {own_number(establishment)} {waste_code} {month}"
        return page.book(name, sheets_of(page, balance, _shown(person, balance)))
    accounts, names = accounts_of(ledger, views, viewer, at, *_span(month, at)), RegisteredNames(ledger)
    names.look_up({each.establishment for each in accounts[:ROWS_MAX]})
    rows = (
        (
            names.of(each.establishment) or "",
            own_number(each.establishment),
            each.waste_code,
            SHANGHAI.get(each.division or "", ""),
            tonnes(each.in_g),
            tonnes(each.out_g),
        )
        for each in accounts[:ROWS_MAX]
    )
    return page.sheet(page.say(f"物料平衡 {month}", f"mass balance {month}"), COLUMNS, rows)


def _chosen(ledger: Ledger, month: str, at: AskedAt) -> tuple[str, list[str]]:
    """The month that was chosen, else that in which something was recorded last; and those that may be chosen."""
    this_month, (_, recorded_at) = str(shanghai_day(at.as_of))[:7], ledger.head()
    months = [later(this_month, -n) for n in range(MONTHS)]
    last = str(shanghai_day(recorded_at))[:7] if recorded_at else this_month
    return next((each for each in (month, last) if each in months), this_month), months


def _span(month: str, at: AskedAt) -> tuple[str, str]:
    """Behind which instant, and until which: the month, as far as it has come."""
    since, until = just_before(end_of(days_before(f"{month}-01", 1))), just_before(end_of(last_day(month)))
    return since, max(since, min(until, at.as_of))


def _balance(
    ledger: Ledger, views: Runner, viewer: Viewer, at: AskedAt, establishment: str, waste_code: str, month: str
) -> Balance | None:
    """Of an account that moved in the month and may be seen; None for any other."""
    since, until = _span(month, at)
    moved = accounts_of(ledger, views, viewer, at, since, until, owner_of(establishment) or "")
    if (establishment, waste_code) not in {(each.establishment, each.waste_code) for each in moved}:
        return None
    return balance_of(ledger, views, at, establishment, waste_code, since, until)


def _shown(person: Visibility | None, balance: Balance) -> set[str]:
    """What of the things in it may be named."""
    vessels = {entry.vessel for entries in balance.figures.values() for entry in entries}
    vessels |= {each.vessel for each in balance.closing.not_found}
    return vessels if person is None else person.those_seen(vessels)


def _told(page: Page, person: Visibility | None, balance: Balance) -> dict[str, Any]:
    shown = _shown(person, balance)
    return {
        "balance": balance,
        "figures": [
            (page.either(FIGURES[kind]), kind in OUTWARD, _figure(kind, entries, shown))
            for kind, entries in balance.figures.items()
            if entries
        ],
        "not_found": [each for each in balance.closing.not_found if each.vessel in shown],
        "unseen": len([each for each in balance.closing.not_found if each.vessel not in shown]),
        "own_number": own_number,
        "day_of": lambda instant: str(shanghai_day(instant)),
    }


def _figure(kind: str, entries: list[Entry], shown: set[str]) -> dict[str, Any]:
    sign = -1 if kind in OUTWARD else 1
    return {
        "mass_g": sign * sum(each.book_g for each in entries),
        "number": len(entries),
        "facts": [(each, sign * each.book_g) for each in entries[:FACTS] if each.vessel in shown],
    }
