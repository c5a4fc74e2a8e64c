"""Days and hours as a plant in Shanghai keeps them: eight to five, a quiet Saturday, hardly anybody on Sunday."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from ledger.regulation.working_days import BUILT_IN

SHANGHAI = timezone(timedelta(hours=8))
SHIFT = {"from": "08:00", "until": "17:00"}
HALVES = ((time(8, 20), time(11, 20)), (time(12, 40), time(15, 40)))
"""When a container may be shut and still be in the storage house before the shift ends."""
ACTIVITY = {
    "key": (1.0, 1.0, 1.0, 1.0, 1.0, 0.4, 0.25),
    "simplified": (1.0, 1.0, 1.0, 1.0, 1.0, 0.15, 0.0),
    "registered": (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0),
    "medical": (1.0, 1.0, 1.0, 1.0, 1.0, 0.7, 0.5),
}
"""Which week a place keeps → the share of a full day's waste, Monday to Sunday."""
SUNDAY, MONDAY, TUESDAY = 6, 0, 1


def is_worked(day: date) -> bool:
    """Whether offices work on a day, holidays and make-up working days counted."""
    return BUILT_IN.is_working_day(day)


def activity(rhythm: str, day: date) -> float:
    """The share of a full day's waste on a day: a holiday is a Sunday, a make-up working day a Monday."""
    if is_worked(day) == (day.weekday() < 5):
        return ACTIVITY[rhythm][day.weekday()]
    return ACTIVITY[rhythm][MONDAY if is_worked(day) else SUNDAY]


def calendar_days(start: datetime, until: datetime) -> Iterator[date]:
    """The days that a span touches, in Shanghai."""
    day = start.astimezone(SHANGHAI).date()
    while day <= until.astimezone(SHANGHAI).date():
        yield day
        day += timedelta(days=1)


def at(day: date, clock: time) -> datetime:
    """An instant of a day in Shanghai."""
    return datetime.combine(day, clock, SHANGHAI)


def moment_within(day: date, rng: Random) -> datetime:
    """Some second of the working hours of a day."""
    begin, end = rng.choice(HALVES)
    return at(day, begin) + timedelta(seconds=rng.randrange(int((at(day, end) - at(day, begin)).total_seconds())))


def next_morning(moment: datetime, rng: Random) -> datetime:
    """When the office looks at it: the next working day, between nine and half past ten."""
    day = moment.astimezone(SHANGHAI).date() + timedelta(days=1)
    while not is_worked(day):
        day += timedelta(days=1)
    return at(day, time(9)) + timedelta(seconds=rng.randrange(5_400))


def day_of(moment: datetime) -> date:
    """The day of an instant, in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def is_month_end(day: date) -> bool:
    """Whether a month ends with this day."""
    return (day + timedelta(days=1)).day == 1


def worked_day_after(moment: datetime, days: int = 1) -> date:
    """The last of so many working days after the day of an instant."""
    return BUILT_IN.add_working_days(day_of(moment), days).day


def end_of(day: date) -> datetime:
    """24:00 of a day, when what is due on it is overdue."""
    return at(day + timedelta(days=1), time())


def written(moment: datetime) -> str:
    """An instant as a device in Shanghai writes it."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
