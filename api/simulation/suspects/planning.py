"""Plans that are missing or not kept to, and quarters that are not declared, or declared wrongly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from api.simulation import waste
from api.simulation.book import Book
from api.simulation.closing import LAST_DAY
from api.simulation.firms import BURNER
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, day_of, end_of
from api.simulation.suspects.cast import Founded, contract, line, planned, suspect
from api.simulation.suspects.history import arisen, declared, imported, kept
from api.simulation.suspects.stage import Stage

UNPLANNED = tuple(suspect(51 + n, name, waste.RAGS) for n, name in enumerate(("沪东机修", "塘桥五金")))
OUTSIDE = suspect(53, "花木检测", waste.RAGS, waste.LABORATORY)
SILENT = tuple(
    suspect(54 + n, f"{name}涂料", waste.ACID, class_="simplified") for n, name in enumerate(("东明", "杨思"))
)
WRONG = tuple(
    suspect(56 + n, f"{name}涂料", waste.ACID, class_="simplified") for n, name in enumerate(("上钢", "南码头"))
)
RIGHT = suspect(58, "周家渡涂料", waste.ACID, class_="simplified")
QUARTERLY = (*SILENT, *WRONG, RIGHT)
PLACES = (*UNPLANNED, OUTSIDE, *QUARTERLY)
A_MONTH_KG = 900
SMALL_PLAN_T = Decimal("0.05")


def quarter(until: datetime) -> tuple[date, date]:
    """The first day of the last quarter whose declaration was due before an instant, and the first after it."""
    last = day_of(until) - timedelta(days=LAST_DAY)
    end = date(last.year, 1 + (last.month - 1) // 3 * 3, 1)
    begin = date(end.year, end.month - 3, 1) if end.month > 3 else date(end.year - 1, 10, 1)
    return begin, end


def _period(until: datetime) -> str:
    begin, _ = quarter(until)
    return f"{begin.year}-Q{begin.month // 3 + 1}"


def _plan_was_due(until: datetime) -> date:
    """The last day by which a year's plan was to be filed."""
    day = day_of(until)
    return date(day.year - (day <= date(day.year, 3, 31)), 3, 31)


def began(until: datetime) -> dict[str, date]:
    """USCC → since when it keeps tables: since the quarter that is to be declared, or the year without a plan."""
    unplanned = _plan_was_due(until).replace(month=1, day=1)
    return {place.uscc: quarter(until)[0] for place in QUARTERLY} | {place.uscc: unplanned for place in UNPLANNED}


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Plans where there are any, and where the acid is treated."""
    day, years = day_of(opened_at), {quarter(until)[0].year, day_of(opened_at).year, day_of(until).year}
    contracts = [contract(OUTSIDE, BURNER, day, [waste.RAGS.code, waste.LABORATORY.code])]
    little = line(waste.RAGS.code, waste.RAGS.method, BURNER, SMALL_PLAN_T)
    yield OUTSIDE.uscc, [*contracts, *planned(OUTSIDE, years, [little])]
    for place in QUARTERLY:
        plant = {"establishment": place.establishment, "kind": "treatment", "name": "中和装置"}
        plan = planned(place, years, [line(waste.ACID.code, waste.ACID.method)])
        yield place.uscc, [("facility.registered", place.treatment, plant), *plan]


def _told(until: datetime, place: Place) -> Iterator[Happening]:
    """Acid in the middle of each month since the quarter began, and what is declared of the quarter."""
    begin, end = quarter(until)
    book, month = Book(), begin
    while at(month.replace(day=16), time()) < until:
        when = at(month.replace(day=12), time(10))
        yield from arisen(place, waste.ACID, when, Decimal(A_MONTH_KG))
        kept(book, waste.ACID, when, Decimal(A_MONTH_KG))
        month = (month + timedelta(days=31)).replace(day=1)
    if place in WRONG:
        book.flows = [replace(each, kg=each.kg * 3 / 4) for each in book.flows]
    if place not in SILENT:
        yield declared(place, book, _period(until), begin, end, at(end.replace(day=10), time(10)))


def history(opened_at: datetime, until: datetime) -> Iterator[Happening]:
    """What was told before the ledger began."""
    for place in QUARTERLY:
        yield from (imported(each) for each in _told(until, place) if each.at < opened_at)


def play(stage: Stage) -> None:
    """What is told in the month, and what of it is wrong."""
    world = stage.world
    _, end = quarter(world.until)
    for place in QUARTERLY:
        live = (each for each in _told(world.until, place) if each.at >= world.opened_at)
        world.tell(each._replace(at=max(each.at, world.start)) for each in live)
    overdue, told = (max(world.start, at(end.replace(day=day), time())) for day in (LAST_DAY + 1, 11))
    period = _period(world.until)
    for place in SILENT:
        what = f"{period} 未申报"
        world.inject("declaration_overdue", place.establishment, overdue, what, key=period, severity="warning")
    for place in WRONG:
        subject = f"declaration:{place.number}.{period}"
        world.inject("declaration_mismatch", subject, told, "申报量比台账少四分之一", severity="warning")
    subject = f"declaration:{RIGHT.number}.{period}"
    world.lawful("declaration_mismatch", subject, "申报与台账一致", told)
    for place in UNPLANNED:
        stage.filled(place, stage.at(2, 9), waste.RAGS)
        due, what = end_of(_plan_was_due(world.until)), "产生危险废物而没有管理计划"
        world.inject("plan_missing", place.establishment, max(world.start, due), what, severity="warning")
    _outside(stage)


def _outside(stage: Stage) -> None:
    laboratory = stage.filled(OUTSIDE, stage.at(2, 9), waste.LABORATORY)
    trip = stage.sent(OUTSIDE, BURNER, [laboratory], stage.at(4, 10))
    what = "管理计划中没有该代码"
    stage.world.inject("outside_plan", trip.number, trip.issued_at, what, severity="notice")
    rags = [stage.filled(OUTSIDE, stage.at(3, 9, 10 * n), waste.RAGS, kg) for n, kg in enumerate((28, 31, 27, 24))]
    within = stage.sent(OUTSIDE, BURNER, rags[:1], stage.at(5, 10))
    stage.world.lawful("outside_plan", within.number, "在计划量之内", within.issued_at)
    beyond = stage.sent(OUTSIDE, BURNER, rags[1:], stage.at(6, 10))
    what = "累计转移量超过计划的 1.2 倍"
    stage.world.inject("outside_plan", beyond.number, beyond.issued_at, what, severity="notice")
