"""`/organisations`: whom the log knows, looked for by name or code; each leads to its dossier 一企一档."""

from collections.abc import Iterable
from typing import Annotated, Any, Final, NamedTuple, get_args

from fastapi import APIRouter, Depends, Query, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.choices import CHOICES
from api.pages.flag_filters import SEVERITY_WORDS
from api.pages.page import Page, PageRoute, ThePage
from api.pages.who_looks import seen_on
from api.people.signed_in import SeenByPerson
from api.spreadsheet import ROWS_MAX, Value
from ledger.parties.organisation import Role
from ledger.regulation.divisions import SHANGHAI
from projections.anomalies.lists import reached, standing_by
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Viewer
from projections.parties.directory import Party
from projections.parties.looked_up import organisations_of
from projections.rules.finding import SEVERITIES
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

AT_ONCE: Final = 100
ROLES: Final = {role: CHOICES["roles", role] for role in get_args(Role)}
WORST_FIRST: Final = tuple(reversed(SEVERITIES))
COLUMNS: Final = (
    ("单位", "organisation"),
    ("统一社会信用代码", "code"),
    ("角色", "roles"),
    ("区", "district"),
    *((f"{SEVERITY_WORDS[each][0]}标记", f"{SEVERITY_WORDS[each][1]} flags") for each in WORST_FIRST),
)


class Sought(NamedTuple):
    """What was chosen, from the address; anything that is no choice is as if it was not said."""

    q: str
    role: str | None
    division: str | None


Text = Annotated[str, Query(max_length=80)]


def sought(q: Text = "", role: Text = "", division: Text = "") -> Sought:
    """The filters of a request."""
    text = q.strip().replace("\0", "")
    return Sought(text, role if role in ROLES else None, division if division in SHANGHAI else None)


TheSought = Annotated[Sought, Depends(sought)]


class Row(NamedTuple):
    """An organisation in words, and how many flags of each severity stand against it."""

    code: str
    name: str
    roles: str
    district: str
    flags: dict[str, int]


@router.get("/organisations")
def organisations(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheSought,
    after: Text = "",
) -> Response:
    """Those that one may see, by code, a hundred at once."""
    seen = seen_on(page, ledger, views, person)
    at = asked_at(ledger, settings)
    found = organisations_of(views, seen, at.position, *filters, f"organisation:{after}", AT_ONCE + 1)
    return page.answer(
        "organisations.html",
        filters=filters,
        rows=list(_rows(page, views, seen.viewer, at, found[:AT_ONCE])),
        more=found[AT_ONCE - 1].subject.partition(":")[2] if len(found) > AT_ONCE else None,
        after=after,
        roles=ROLES,
        districts=SHANGHAI,
        severity_words=SEVERITY_WORDS,
        worst_first=WORST_FIRST,
    )


@router.get("/organisations.xlsx")
def organisations_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheSought,
) -> Response:
    """The same as a table to work with."""
    seen = seen_on(page, ledger, views, person)
    at = asked_at(ledger, settings)
    found = organisations_of(views, seen, at.position, *filters, "", ROWS_MAX)
    rows = _rows(page, views, seen.viewer, at, found)
    return page.sheet(page.say("单位", "organisations"), COLUMNS, map(_cells, rows))


def _cells(row: Row) -> tuple[Value, ...]:
    flags = (row.flags.get(which, 0) for which in WORST_FIRST)
    return row.name, row.code, row.roles, row.district, *flags


def _rows(page: Page, views: Runner, viewer: Viewer, at: AskedAt, found: list[Party]) -> Iterable[Row]:
    reached(views, at.position)
    flags: dict[str, Any] = standing_by(views, viewer, at, "against", [each.subject for each in found])
    between = page.say("、", ", ")
    for each in found:
        roles = between.join(page.either(ROLES[role]) for role in each.roles.split())
        code = each.subject.partition(":")[2]
        district = SHANGHAI.get(each.division, each.division)
        yield Row(code, each.name, roles, district, flags.get(each.subject, {}))
