"""The whole month as a list of requests in recorded order. No I/O: the same arguments give the same plan."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from api.simulation.district import Place, places
from api.simulation.drum import Drum, Filling
from api.simulation.founding import founding
from api.simulation.happening import Happening, Post
from api.simulation.mishaps import outage, told
from api.simulation.sending import sent
from api.simulation.shanghai import ACTIVITY, calendar_days, moment_within

FOUNDING = timedelta(hours=1)
"""How long after the log's opening the first drum may be full."""
RESTING = timedelta(hours=20)
"""How long a drum stands in storage at least before it is collected."""


def plan(until: datetime, days: int = 30, scale: float = 1.0, seed: int = 1) -> list[Post]:
    """All requests of the days before `until`: what has not reached the ledger by then is still on the way."""
    start = until - timedelta(days=days)
    district = places(scale)
    posts = list(founding(start, district))
    for place in district:
        # a stream of chance for each place: one that changes does not change the others
        posts.extend(_month(place, start + FOUNDING, until, Random(f"{seed}:{place.uscc}")))
    return sorted((p for p in posts if p.recorded_at <= until), key=lambda post: post.recorded_at)


def _month(place: Place, start: datetime, until: datetime, rng: Random) -> Iterator[Post]:
    filling, happenings, standing = Filling(place, rng), list[Happening](), list[Drum]()
    outages = []
    working_days = rng.randrange(place.supervision.collected_every)  # not every place is visited on the same day
    for day in calendar_days(start, until):
        for moment in _moments(place, day, rng):
            if moment >= start:
                drum = filling.drum(moment)
                happenings.extend(told(drum, rng))
                standing.append(drum)
        without_network = outage(day, rng)
        outages.extend([without_network] if without_network else [])
        working_days += day.weekday() < 5
        if day.weekday() < 5 and working_days % place.supervision.collected_every == 0:
            taken, standing = _collected(standing, day, rng)
            happenings.extend(taken)
    yield from sent(place.uscc, happenings, outages, rng)


def _moments(place: Place, day: date, rng: Random) -> list[datetime]:
    """When containers are full on a day, in order."""
    expected = place.supervision.containers_a_day * ACTIVITY[place.supervision.name][day.weekday()]
    expected *= rng.uniform(0.6, 1.4)
    number = int(expected) + (rng.random() < expected % 1)
    return sorted(moment_within(day, rng) for _ in range(number))


def _collected(standing: list[Drum], day: date, rng: Random) -> tuple[list[Happening], list[Drum]]:
    """The lorry comes: what has stood long enough goes, one container after another."""
    moment = moment_within(day, rng)
    happenings, staying = [], []
    for drum in standing:
        if drum.stored_at + RESTING > moment:
            staying.append(drum)
        else:
            moment += timedelta(seconds=rng.randrange(50, 130))
            happenings.append(drum.collected(moment))
    return happenings, staying
