"""Silences: spans of days of which a place under key supervision 重点 told nothing at all."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from ledger.subjects import establishment_in, kind_of, owner_of
from projections.clocks import begin_of, end_of
from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Entry
from projections.rules.five_immediates import is_key
from projections.rules.limits import Limits
from projections.rules.periods import began_on, closed_on
from projections.rules.rule import Series

TOLD: Final = " ·"
"""Behind a day: how many facts of it the place told."""


class Silence(NamedTuple):
    """From the day that was told of last; `ended` is None while nothing else was."""

    last_day: str
    since: str
    ended: str | None


def heard(case: Case) -> Iterator[Entry]:
    """The days of which a key establishment tells something about this, whatever it is."""
    place = _place_of(case)
    for step in case.steps(own=True) if place else ():
        if step.speaker == f"organisation:{owner_of(place)}" and is_key(case.known, place, step.at):
            yield Entry(place, step.at, day_of(step.at) + TOLD)


def silences(series: Series, limits: Limits, parameter: str) -> Iterator[Silence]:
    """Those that lasted longer than so many whole days, or last."""
    place = series.known.case(series.name)
    days = [day.removesuffix(TOLD) for day in series.days() if day.endswith(TOLD)]
    for last, following in pairwise([*days, None]):
        assert last is not None
        since, ended = limits.ends(parameter, end_of(last)), following and begin_of(following)
        is_over = ended is not None and ended <= since
        is_open = began_on(place) <= last and day_of(since) < closed_on(place)
        if is_open and not is_over and is_key(series.known, series.name, since):
            yield Silence(last, since, ended)


def _place_of(case: Case) -> str:
    match kind_of(case.subject):
        case "establishment":
            return case.subject
        case "declaration":
            return f"establishment:{case.number.rpartition('.')[0]}"
        case "facility":
            return establishment_in(case.subject) or ""
        case "manifest":
            return case.state.from_establishment or ""
    return case.state.establishment or ""
