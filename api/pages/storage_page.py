"""`/storage/facility:NUMBER`: what lies in a place, drum by drum, for a visit; what `GET /v1/storage` tells people.

A drum that is found is ticked off 点验 on the page alone: nothing is recorded by that. A count is stated as a fact.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Query, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages import shanghai_time
from api.pages.facts_in_words import Detail, Wording, own_number
from api.pages.flag_filters import SEVERITY_WORDS
from api.pages.organisations_page import WORST_FIRST
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import seen_on
from api.pages.words import Words
from api.people.signed_in import SeenByPerson
from api.spreadsheet import ROWS_MAX, Value, local, tonnes
from api.storage import refuse_unseen
from ledger.clock import read_instant
from ledger.correction import effective
from ledger.errors import NotFoundError
from ledger.hazardous_waste.container import ContainerState
from ledger.log import Ledger
from ledger.parties.facility import FacilityState
from ledger.regulation.divisions import SHANGHAI
from ledger.subjects import kind_of, owner_of, problem_with
from projections.anomalies.lists import reached, standing_by
from projections.construction_waste.accounts import state_then
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.state import fold, shown
from projections.custody.visibility import Visibility
from projections.hazardous_waste.stock_reading import Stocks, Storage
from projections.hazardous_waste.stock_rows import Stock
from projections.reading import Reading
from projections.rules.hazardous_waste.storage_point_over_limit import ARTICLE, RULE
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

AT_ONCE: Final = 500
POINT_MAX_G: Final = 1000 * int(RULE.parameters[0].default)
"""What a storage point may hold (GB 18597-2023 8.3.5)."""
COLUMNS: Final = (
    ("容器", "container"),
    ("编号全称", "whole number"),
    ("分区", "zone"),
    ("废物代码", "waste code"),
    ("重量（吨）", "mass (t)"),
    ("入库时间", "stored"),
    ("天数", "days"),
    ("数字识别码", "label code"),
    ("包装", "packaging"),
    *((f"{SEVERITY_WORDS[each][0]}标记", f"{SEVERITY_WORDS[each][1]} flags") for each in WORST_FIRST),
)
NONE_SUCH: Final = (
    "没有这个设施，或本单位无权查看。请从一企一档进入。",
    "There is no such facility, or your organisation may not see it. Choose from an organisation's dossier.",
)


class Drum(NamedTuple):
    """A container in stock; without what names somebody where it may not be seen."""

    stock: Stock
    seen: bool
    days: int
    label: str | None
    packaging: str | None
    flags: dict[str, int]

    @property
    def number(self) -> str | None:
        """As it stands on the drum."""
        return own_number(self.stock.container) if self.seen else None

    @property
    def pack(self) -> Words:
        """Whether it is packed and labelled, as the facts tell."""
        packed = ("已包装", "packed") if self.packaging else ("未报包装", "no packing told")
        labelled = ("已打码", "labelled") if self.label else ("未打码", "not labelled")
        return f"{packed[0]}，{labelled[0]}", f"{packed[1]}, {labelled[1]}"


@router.get("/storage/{facility:path}")
def storage(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    facility: str,
    as_of: str | None = None,
    start: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """The place and its limits, totals by waste code, and each drum with its flags, as known by an instant."""
    seen = seen_on(page, ledger, views, person)
    at = asked_at(ledger, settings, shanghai_time.cut(as_of, "as_of"))
    if not _is_shown(ledger, seen, facility, at):
        return page.sorry(404, NONE_SUCH)
    held = Stocks(ledger, views).of(facility, at.position, at.as_of, start, AT_ONCE)
    names = RegisteredNames(ledger)
    state: FacilityState = state_then(ledger, facility, at)
    place = state_then(ledger, state.establishment, at) if state.establishment else None
    owner = owner_of(facility) or ""
    return page.answer(
        "storage.html",
        facility=facility,
        as_of=as_of,
        at=at,
        name=state.name or own_number(facility),
        details=_details(page, names, state),
        owner=owner,
        owner_name=names.of_organisation(owner) or owner,
        district=SHANGHAI.get(getattr(place, "division", None) or "", "—"),
        held=held,
        total_g=sum(total.mass_g for total in held.totals),
        unweighed=sum(total.unweighed for total in held.totals),
        limit_g=POINT_MAX_G if state.kind == "storage_point" else state.capacity_g,
        limit_basis=ARTICLE if state.kind == "storage_point" else None,
        drums=_drums(ledger, views, seen, at, held),
        start=start,
        taking=_compared(seen, held),
        severity_words=SEVERITY_WORDS,
        worst_first=WORST_FIRST,
        own_number=own_number,
    )


@router.get("/storage.xlsx")
def storage_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    facility: Annotated[str, Query(max_length=200)] = "",
    as_of: str | None = None,
) -> Response:
    """The same drums as a table to work with."""
    seen = seen_on(page, ledger, views, person)
    at = asked_at(ledger, settings, shanghai_time.cut(as_of, "as_of"))
    if not _is_shown(ledger, seen, facility, at):
        return page.sorry(404, NONE_SUCH)
    held = Stocks(ledger, views).of(facility, at.position, at.as_of, 0, ROWS_MAX)
    drums = _drums(ledger, views, seen, at, held)
    return page.sheet(page.say("库存", "stock"), COLUMNS, map(_cells, drums))


def _is_shown(ledger: Ledger, seen: Visibility, facility: str, at: AskedAt) -> bool:
    if problem_with(facility) or kind_of(facility) != "facility":
        return False
    try:
        refuse_unseen(ledger, seen, facility, at.position)
    except NotFoundError:
        return False
    return True


def _details(page: Page, names: RegisteredNames, state: FacilityState) -> list[Detail]:
    return Wording(page, names).details({n: v for n, v in shown(state).items() if n not in {"name", "stage"}})


def _drums(ledger: Ledger, views: Runner, seen: Visibility, at: AskedAt, held: Storage) -> list[Drum]:
    """Each with what its own facts tell of label and packing, as recorded by then."""
    reached(views, at.position)
    visible = seen.those_seen(each.container for each in held.stock)
    lives = Reading(ledger, at.position).lives(visible)
    states: dict[str, ContainerState] = {each: fold(each, effective(life)) for each, life in lives.items()}
    flags = standing_by(views, seen.viewer, at, "about", visible)
    return [_drum(each, states.get(each.container), flags.get(each.container, {}), at) for each in held.stock]


def _drum(stock: Stock, state: ContainerState | None, flags: dict[str, int], at: AskedAt) -> Drum:
    days = (read_instant(at.as_of) - read_instant(stock.since)) // timedelta(days=1)
    if state is None:
        return Drum(stock, False, days, None, None, {})
    return Drum(stock, True, days, state.label_code, state.packaging, flags)


def _compared(seen: Visibility, held: Storage) -> dict[str, Any] | None:
    """The last count, and what it found otherwise: how many, and those that may be named."""
    if held.taking is None:
        return None
    found = {"missing": held.taking.missing, "uncounted": held.taking.uncounted}
    visible = seen.those_seen([each for group in found.values() for each in group[:AT_ONCE]])
    named = {name: [each for each in group[:AT_ONCE] if each in visible] for name, group in found.items()}
    return {"taken": held.taking.taken, "number": {name: len(group) for name, group in found.items()}, "named": named}


def _cells(drum: Drum) -> Sequence[Value]:
    stock = drum.stock
    return (
        drum.number or "—",
        stock.container if drum.seen else "—",
        stock.zone,
        stock.waste_code,
        None if stock.mass_g is None else tonnes(stock.mass_g),
        local(stock.since),
        drum.days,
        drum.label,
        drum.packaging,
        *(drum.flags.get(each, 0) for each in WORST_FIRST),
    )
