"""`/supervision`: 监管名单, which establishments stand under which supervision for a year, and which fact says so.

A list is entered and left by decision, a class is assigned with its source: nothing here is computed. Beside each
stand its flags and its overdue loops, for whoever asks where to look next.
"""

from typing import Annotated, Final, NamedTuple, get_args

from fastapi import APIRouter, Depends, Query, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.choices import CHOICES
from api.pages.facts_in_words import own_number
from api.pages.flag_filters import SEVERITY_WORDS
from api.pages.organisations_page import WORST_FIRST
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import seen_on
from api.pages.words import Words
from api.people.signed_in import SeenByPerson
from api.spreadsheet import ROWS_MAX, Value, local
from ledger.clock import shanghai_day
from ledger.log import Ledger
from ledger.parties.establishment import SupervisionClass
from ledger.parties.supervision_list import SupervisionListName
from ledger.regulation.divisions import SHANGHAI
from projections.anomalies.lists import reached as flags_reached
from projections.anomalies.lists import standing_by
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Visibility
from projections.loops.figures import groups_of
from projections.loops.lists import DUTIES, reached
from projections.parties.looked_up import Under, supervised_of
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

AT_ONCE: Final = 100
WHAT: Final[dict[str, Words]] = {
    **{each: CHOICES["class", each] for each in get_args(SupervisionClass)},
    **{each: CHOICES["list", each] for each in get_args(SupervisionListName)},
}
"""Classes 类别, then lists 名单."""
YEARS: Final = range(2020, 2101)
COLUMNS: Final = (
    ("场所", "establishment"),
    ("编号", "number"),
    ("单位", "organisation"),
    ("区", "district"),
    ("监管", "supervision"),
    ("年度", "year"),
    ("理由", "reason"),
    ("认定时间", "decided"),
    ("事实位置", "position of the fact"),
    *((f"{SEVERITY_WORDS[each][0]}标记", f"{SEVERITY_WORDS[each][1]} flags") for each in WORST_FIRST),
    ("逾期或断裂的环", "loops overdue or broken"),
)


class Chosen(NamedTuple):
    """What was chosen, from the address; anything that is no choice is as if it was not said."""

    what: str | None
    year: int | None
    division: str | None

    def query(self) -> dict[str, str | None]:
        """As the query of a link."""
        return {"what": self.what, "year": str(self.year) if self.year else None, "division": self.division}


Text = Annotated[str, Query(max_length=40)]


def chosen(what: Text = "", year: Text = "", division: Text = "") -> Chosen:
    """The filters of a request."""
    told = int(year) if year.isascii() and year.isdigit() and int(year) in YEARS else None
    return Chosen(what if what in WHAT else None, told, division if division in SHANGHAI else None)


TheChosen = Annotated[Chosen, Depends(chosen)]


class Row(NamedTuple):
    """An establishment under supervision, in words, and what stands open there."""

    under: Under
    name: str
    organisation: str
    code: str
    district: str
    what: str
    flags: dict[str, int]
    late: int


@router.get("/supervision")
def supervision(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheChosen,
) -> Response:
    """Those that one may see; most overdue loops first, a hundred of them."""
    seen = seen_on(page, ledger, views, person)
    at = asked_at(ledger, settings)
    rows = _rows(page, ledger, views, seen, at, filters)
    this_year = int(str(shanghai_day(at.as_of))[:4])
    return page.answer(
        "supervision.html",
        filters=filters,
        year=filters.year or this_year,
        years=range(this_year + 1, this_year - 5, -1),
        number=len(rows),
        cut=len(rows) == ROWS_MAX,
        key=sum(row.under.by.what == "key" for row in rows),
        late=sum(row.late for row in {row.under.place.subject: row for row in rows}.values()),
        rows=rows[:AT_ONCE],
        what=WHAT,
        districts=SHANGHAI,
        severity_words=SEVERITY_WORDS,
        worst_first=WORST_FIRST,
    )


@router.get("/supervision.xlsx")
def supervision_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheChosen,
) -> Response:
    """The same as a table to work with."""
    seen = seen_on(page, ledger, views, person)
    rows = _rows(page, ledger, views, seen, asked_at(ledger, settings), filters)
    return page.sheet(page.say("监管名单", "supervision"), COLUMNS, map(_cells, rows))


def _cells(row: Row) -> tuple[Value, ...]:
    by = row.under.by
    place = row.under.place.subject.partition(":")[2]
    who = row.name, place, row.organisation, row.district, row.what, by.year or None, by.reason, local(by.at)
    return (*who, by.position, *(row.flags.get(each, 0) for each in WORST_FIRST), row.late)


def _rows(
    page: Page,
    ledger: Ledger,
    views: Runner,
    seen: Visibility,
    at: AskedAt,
    filters: Chosen,
) -> list[Row]:
    reached(views, at.position)
    flags_reached(views, at.position)
    year = filters.year or int(str(shanghai_day(at.as_of))[:4])
    found = supervised_of(views, seen, at.position, filters.what, year, filters.division, ROWS_MAX)
    flags = standing_by(views, seen.viewer, at, "place", {each.place.subject for each in found})
    late: dict[str, int] = {}
    for group in groups_of(views, seen.viewer, at):
        if group.loop in DUTIES and group.status in {"overdue", "broken"}:
            late[group.place] = late.get(group.place, 0) + group.loops
    names = RegisteredNames(ledger)
    names.look_up({each.place.organisation for each in found if each.place.organisation})
    rows = [_row(page, each, names, flags.get(each.place.subject, {}), late) for each in found]
    return sorted(rows, key=lambda row: (-row.late, -sum(row.flags.values()), row.under.place.subject))


def _row(page: Page, under: Under, names: RegisteredNames, flags: dict[str, int], late: dict[str, int]) -> Row:
    place = under.place
    whose = (place.organisation or "").partition(":")[2]
    return Row(
        under,
        place.name or own_number(place.subject),
        names.of(place.organisation) or whose if place.organisation else "—",
        whose,
        SHANGHAI.get(place.division or "", place.division or "—"),
        page.either(WHAT[under.by.what]),
        flags,
        late.get(place.subject, 0),
    )
