"""The first hour: everybody is registered, with places, scales, contracts, plans, licences and delegations."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from api.simulation.district import OPERATOR
from api.simulation.firms import AUTHORITIES, CARRIERS, CITY_BUREAU, COLLECTOR, FIRMS, LICENCES, OVER, TOURING
from api.simulation.founding_firms import accepted, delegated, exemption, fleet, licence_terms, organisations
from api.simulation.founding_places import assigned, contracts, established, plans
from api.simulation.happening import Happening, Post
from api.simulation.industrial_suspects import industrial_founded, industrial_organisations
from api.simulation.places import Place
from api.simulation.provinces import province_organisations, provinces_founded
from api.simulation.shanghai import day_of
from api.simulation.spoil_founding import spoil_founded, spoil_organisations
from api.simulation.suspects.company import suspect_organisations, suspects_founded
from api.simulation.world import FOUNDING

Said = tuple[str, str, dict[str, Any]]
IN_ONE_IMPORT = 500
"""Facts that an office hands in at once, from the tables that it has."""
SOME_SECONDS = timedelta(seconds=7)


def founding(opened_at: datetime, until: datetime, places: Sequence[Place], small: Sequence[Place]) -> Iterator[Post]:
    """The posts that bring everybody into an empty ledger, some seconds after one another."""
    imports = [
        (poster, said[first : first + IN_ONE_IMPORT])
        for poster, said in _statements(opened_at, until, places, small)
        for first in range(0, len(said), IN_ONE_IMPORT)
    ]
    step = min(SOME_SECONDS, (FOUNDING - timedelta(minutes=5)) / len(imports))
    for number, (poster, said) in enumerate(imports, 1):
        now = opened_at + number * step
        yield Post(now, poster, [_said(now, poster, *each).event() for each in said])


def _said(now: datetime, poster: str, type_: str, subject: str, data: dict[str, Any]) -> Happening:
    # the office writes down what it sees a moment before it presses the key
    written_at = now - timedelta(seconds=min(5, now.second or 5))
    return Happening(written_at, poster, "office", type_, subject, f"{subject}-{type_}", data)


def _statements(
    opened_at: datetime, until: datetime, places: Sequence[Place], small: Sequence[Place]
) -> Iterator[tuple[str, list[Said]]]:
    day = day_of(opened_at)
    years = sorted({day.year, day_of(until).year})
    yield (
        OPERATOR,
        [
            *organisations(AUTHORITIES, CARRIERS, [*places, *small, *FIRMS]),
            *spoil_organisations(),
            *province_organisations(),
            *industrial_organisations(),
            *suspect_organisations(),
        ],
    )
    for firm in FIRMS:
        yield firm.uscc, [*established(firm, day), *contracts(firm, day), *plans(firm, years)]
    for carrier in (*CARRIERS, TOURING):
        yield carrier.uscc, [*fleet(carrier, day)]
    licences = [("licence.granted", *licence_terms(firm, day)) for firm in FIRMS if firm.uscc in LICENCES]
    yield CITY_BUREAU, [*licences, *(assigned(firm, day.year) for firm in FIRMS)]
    for place in places:
        yield place.uscc, [*established(place, day), *contracts(place, day), *plans(place, years)]
    for place in small:
        yield place.uscc, [*established(place, day), *contracts(place, day), *plans(place, years), delegated(place)]
    yield COLLECTOR.uscc, [accepted(place) for place in small]
    yield FIRMS[0].uscc, [exemption(day)]
    for division, bureau in OVER.items():
        theirs = [each for each in (*places, *small) if each.division == division]
        if theirs:
            yield bureau, [assigned(each, day.year) for each in theirs]
    yield from spoil_founded(opened_at, until)
    yield from provinces_founded(day, years)
    yield from industrial_founded(day, years)
    yield from suspects_founded(opened_at, until)
