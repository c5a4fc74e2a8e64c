"""Works that make as much as ever and tell of a third of the waste, and key works that are silent for a week."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from api.simulation import waste
from api.simulation.book import Book
from api.simulation.closing import LAST_DAY
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, calendar_days, day_of, end_of, is_month_end
from api.simulation.suspects.cast import Founded, line, planned, suspect
from api.simulation.suspects.history import arisen, declared, declared_years, imported, kept
from api.simulation.suspects.stage import Stage, judged_at, judged_month, month_before

LESS = suspect(41, "周浦印染助剂", waste.ACID, product=("助剂", "吨"))
STEADY = suspect(42, "康桥印染助剂", waste.ACID, product=("助剂", "吨"))
SILENT = suspect(43, "金杨集成电路", waste.RAGS, class_="key")
SILENT_FOR_A_WHILE = suspect(44, "洋泾集成电路", waste.RAGS, class_="key")
TELLING, SILENT_ONES = (LESS, STEADY), (SILENT, SILENT_FOR_A_WHILE)
PLACES = (*TELLING, *SILENT_ONES)
MONTHS = 13
USUAL_KG, LOW_KG, MADE = 2_000, 600, 500
SPEAKS_AGAIN = 8
"""Working day on which the second is heard again: more than a week after the first drums."""
SPEAKS_EVERY = 3
"""Days."""
BAGS_KG = {0: 18, 40: 22}
"""Minute of the first hour → what was filled then."""


def _months(until: datetime) -> list[date]:
    """The month that is judged and twelve before it, and those after it that are over."""
    months = [judged_month(until)]
    while len(months) < MONTHS:
        months.insert(0, month_before(months[0]))
    following = (months[-1] + timedelta(days=31)).replace(day=1)
    while at(following, time()) + timedelta(days=31) < until:
        months.append(following)
        following = (following + timedelta(days=31)).replace(day=1)
    return months


def began(until: datetime) -> dict[str, date]:
    """USCC → since when it keeps tables."""
    return {place.uscc: _months(until)[0] for place in TELLING}


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Where they treat their acid, and plans."""
    years = range(_months(until)[0].year, day_of(until).year + 1)
    for place in TELLING:
        plant = {"establishment": place.establishment, "kind": "treatment", "name": "中和装置"}
        plan = planned(place, years, [line(waste.ACID.code, waste.ACID.method)])
        yield place.uscc, [("facility.registered", place.treatment, plant), *plan]
    recent = {day_of(opened_at).year, day_of(until).year}
    for place in SILENT_ONES:
        yield place.uscc, planned(place, recent, [line(waste.RAGS.code, waste.RAGS.method)])


def _told(until: datetime, place: Place) -> Iterator[Happening]:
    for number, month in enumerate(_months(until)):
        low = place is LESS and month == judged_month(until)
        kg = Decimal(LOW_KG if low else USUAL_KG + 31 * (number % 7))
        yield from arisen(place, waste.ACID, at(month.replace(day=12), time(10)), kg)
        after = (month + timedelta(days=31)).replace(day=1)
        data = {"product": "助剂", "unit": "吨", "quantity": MADE + number % 5, "month": f"{month:%Y-%m}"}
        own = f"output-{month:%Y-%m}"
        when = at(after, time(14))
        yield Happening(when, place.uscc, "office", "output.reported", place.establishment, own, data)


def history(opened_at: datetime, until: datetime) -> Iterator[Happening]:
    """What was told before the ledger began, and the years that were declared."""
    for place in TELLING:
        book = Book()
        for each in _told(until, place):
            if each.type == "container.generated":
                kept(book, waste.ACID, each.at, each.data["mass_kg"])
            if each.at < opened_at:
                yield imported(each)
        yield from declared_years(place, book, began(until)[place.uscc], opened_at)


def play(stage: Stage) -> None:
    """What is told in the month, and the two that fall silent."""
    world = stage.world
    for place in TELLING:
        live = (each for each in _told(world.until, place) if each.at >= world.opened_at)
        world.tell(each._replace(at=max(each.at, world.start)) for each in live)
    due, key = max(world.start, judged_at(world.until)), f"{judged_month(world.until):%Y-%m}"
    what = "单位产品产废量不到往年中位数的一半"
    world.inject("generation_below_norm", LESS.establishment, due, what, key=key, severity="notice")
    world.lawful("generation_below_norm", STEADY.establishment, "产废量随产量小幅波动", due)
    for place in SILENT_ONES:
        for minute in (0, 40):
            last = stage.filled(place, stage.at(1, 9, minute), waste.RAGS, BAGS_KG[minute])
        since, what = last.ready_at + timedelta(days=7), "重点单位连续七天没有任何记录"
        spoke = place is not SILENT and _speaks_again(stage, place)
        world.inject("generation_below_norm", place.establishment, since, what, severity="notice", cleared=spoke)
    for period, due in _months_undeclared(stage):
        what = f"{period} 未申报"
        world.inject("declaration_overdue", SILENT.establishment, due, what, key=period, severity="warning")


def _speaks_again(stage: Stage, place: Place) -> bool:
    """A bag every third day from then on, and each month declared; whether that begins before the end."""
    world, book = stage.world, Book()
    for minute in (0, 40):
        book.flow(stage.at(1, 9, minute), "generated", waste.RAGS, Decimal(BAGS_KG[minute]))
    begin = stage.day(SPEAKS_AGAIN)
    for day in [*calendar_days(at(begin, time()), world.until)][::SPEAKS_EVERY]:
        bag = stage.filled(place, at(day, time(9)), waste.RAGS)
        book.flow(at(day, time(9)), "generated", waste.RAGS, bag.kg)
    for month in _ended(stage):
        after = (month + timedelta(days=31)).replace(day=1)
        when = max(at(begin, time(15)), at(after, time(11)))
        world.tell([declared(place, book, f"{month:%Y-%m}", month, after, when)])
    return at(begin, time(12)) < world.until


def _ended(stage: Stage) -> list[date]:
    """The months that end within the span."""
    days = [*calendar_days(stage.world.start, stage.world.until)]
    return [day.replace(day=1) for day in days if is_month_end(day) and end_of(day) < stage.world.until]


def _months_undeclared(stage: Stage) -> Iterator[tuple[str, datetime]]:
    """Each with the instant behind which it is overdue."""
    for month in _ended(stage):
        after = (month + timedelta(days=31)).replace(day=1)
        yield f"{month:%Y-%m}", end_of(after.replace(day=LAST_DAY))
