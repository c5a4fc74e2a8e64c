"""Days and hours as a plant in Shanghai keeps them: eight to five, a quiet Saturday, hardly anybody on Sunday."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from random import Random

SHANGHAI = timezone(timedelta(hours=8))
SHIFT = {"from": "08:00", "until": "17:00"}
HALVES = ((time(8, 20), time(11, 20)), (time(12, 40), time(15, 40)))
"""When a container may be shut and still be in the storage house before the shift ends."""
ACTIVITY = {
    "key": (1.0, 1.0, 1.0, 1.0, 1.0, 0.4, 0.1),
    "simplified": (1.0, 1.0, 1.0, 1.0, 1.0, 0.15, 0.0),
    "registered": (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0),
}
"""Supervision class → the share of a full day's waste, Monday to Sunday."""


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
    while day.weekday() > 4:
        day += timedelta(days=1)
    return at(day, time(9)) + timedelta(seconds=rng.randrange(5_400))


def written(moment: datetime) -> str:
    """An instant as a device in Shanghai writes it."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
