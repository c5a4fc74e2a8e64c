"""Hospital waste HW01: left standing at two clinics, late at a third; a key hospital's has no HJ 1276 labels."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from api.simulation import waste
from api.simulation.book import Book
from api.simulation.closing import Declaring
from api.simulation.drum import Drum
from api.simulation.firms import BURNER
from api.simulation.shanghai import at, calendar_days, day_of
from api.simulation.suspects.cast import Founded, contract, line, planned, suspect
from api.simulation.suspects.stage import Stage

LEFT = tuple(
    suspect(61 + n, f"{name}社区门诊", waste.MEDICAL, kind="medical") for n, name in enumerate(("潍坊", "浦兴"))
)
LATE = suspect(63, "沪东社区门诊", waste.MEDICAL, kind="medical")
HOSPITAL = suspect(64, "浦东中心医院", waste.MEDICAL, class_="key", kind="medical")
PLACES = (*LEFT, LATE, HOSPITAL)
TWO_DAYS = timedelta(hours=48)
EVERY = 3
"""Days from one box of the hospital to the next: it knows no holidays."""


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Contracts with the incinerator, and plans."""
    day, years = day_of(opened_at), {day_of(opened_at).year, day_of(until).year}
    lines = [line(waste.MEDICAL.code, waste.MEDICAL.method, BURNER)]
    for place in PLACES:
        yield place.uscc, [contract(place, BURNER, day, [waste.MEDICAL.code]), *planned(place, years, lines)]


def began(until: datetime) -> dict[str, date]:  # noqa: ARG001
    """Nobody keeps tables from before the ledger."""
    return {}


def play(stage: Stage) -> None:
    """Two boxes stand for good, one for three days; the hospital's leave on the day on which they are full."""
    world = stage.world
    for number, place in enumerate(LEFT):
        box = stage.filled(place, stage.at(3 + number, 9), waste.MEDICAL)
        due, what = box.ready_at + TWO_DAYS, "医疗废物暂存超过两天"
        world.inject("medical_waste_over_two_days", box.container or "", due, what, severity="warning")
    box = stage.filled(LATE, stage.at(3, 9), waste.MEDICAL)
    trip = stage.sent(LATE, BURNER, [box], stage.at(8, 9, 40))
    if trip.leaves_at < world.until:
        due, what = box.ready_at + TWO_DAYS, "医疗废物超过两天后才运走"
        world.inject("medical_waste_over_two_days", box.container or "", due, what, severity="warning", cleared=True)
    _hospital(stage)


def _hospital(stage: Stage) -> None:
    book = Book()
    days = list(calendar_days(stage.world.start, stage.world.until))
    for day in days[1:-1:EVERY]:
        box = stage.drum(HOSPITAL, at(day, time(9, 10)), waste.MEDICAL)
        _under_its_own_label(stage, box)
        trip = stage.sent(HOSPITAL, BURNER, [box.parcel()], at(day, time(14, 30)))
        book.flow(box.full_at, "generated", box.waste, box.net_kg)
        book.flow(trip.leaves_at, "sent", box.waste, Decimal(box.net_kg), BURNER)
    declaring = Declaring(stage.world, HOSPITAL, book, stage.world.chance(HOSPITAL.uscc))
    for day in days:
        stage.world.tell(declaring.on(day))


def _under_its_own_label(stage: Stage, box: Drum) -> None:
    """What HJ 421 wants on a box is no label of HJ 1276, and no fact tells of it."""
    stage.world.tell(each for each in box.five_immediates() if each.type != "container.labelled")
    what = "医疗废物用专用标识，不用危险废物标签"
    stage.world.lawful("five_immediates_skipped", box.subject, what, box.stored_at)
