"""All suspects together: how they enter the ledger with what they had kept before, and what they do in the month."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from api.simulation.district import BUREAU
from api.simulation.founding_places import assigned, established
from api.simulation.happening import Happening, Post
from api.simulation.places import Place
from api.simulation.shanghai import at, day_of
from api.simulation.suspects import leaks, licences, medical, output, planning, records, speaking, storage, year_old
from api.simulation.suspects.cast import Founded, Said, registered
from api.simulation.suspects.history import imported
from api.simulation.suspects.stage import Stage
from api.simulation.world import FOUNDING, World

SCENES = (licences, storage, year_old, leaks, output, planning, medical, records, speaking)
WITH_TABLES = (year_old, leaks, output, planning)
"""Those whose places had kept tables before the ledger began."""
SUSPECTS: tuple[Place, ...] = tuple(place for scene in SCENES for place in scene.PLACES)
UNCLASSED = frozenset(place.uscc for place in licences.PLACES[1:])
"""Receivers: no class of supervision is said of them."""
HANDED_IN = FOUNDING - timedelta(minutes=2)
A_TABLE = 400


def suspect_organisations() -> Iterator[Said]:
    """All of them, by whom the log is run."""
    yield from (registered(place) for place in SUSPECTS)


def suspects_founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Their establishments and what each scene needs."""
    began = {uscc: day for scene in WITH_TABLES for uscc, day in scene.began(until).items()}
    for place in SUSPECTS:
        yield place.uscc, [_live_since(said, began.get(place.uscc)) for said in established(place, day_of(opened_at))]
    for scene in SCENES:
        for by, told in scene.founded(opened_at, until):
            yield by, [each for each in told if _filed_on(each, began.get(by), opened_at) is None]
    yield BUREAU, [assigned(each, day_of(opened_at).year) for each in SUSPECTS if each.uscc not in UNCLASSED]


def _filed_on(said: Said, began: date | None, opened_at: datetime) -> date | None:
    """When a plan was filed whose last day was before the ledger began; None of anything else."""
    type_, subject, _ = said
    if type_ != "management_plan.filed" or began is None:
        return None
    year = int(subject.rpartition(".")[2])
    in_time = began <= date(year, 3, 31) < day_of(opened_at)
    return max(began, date(year, 3, 10)) if in_time else None


def _plans(opened_at: datetime, until: datetime) -> Iterator[Happening]:
    """The plans that were filed before the ledger began, each by its last day."""
    for scene in WITH_TABLES:
        began = scene.began(until)
        for by, told in scene.founded(opened_at, until):
            for each in told:
                if filed := _filed_on(each, began.get(by), opened_at):
                    type_, subject, data = each
                    yield imported(Happening(at(filed, time(10)), by, "office", type_, subject, subject, data))


def _live_since(said: Said, day: Any) -> Said:
    type_, subject, data = said
    return (type_, subject, {**data, "go_live": f"{day}"}) if day and "go_live" in data else said


def suspect_history(opened_at: datetime, until: datetime) -> Iterator[Post]:
    """What they had kept in tables before the ledger began, handed in at the end of the first hour."""
    told: dict[str, list[Happening]] = {BUREAU: [*_classed(opened_at, until)]}
    for scene in WITH_TABLES:
        for each in scene.history(opened_at, until):
            told.setdefault(each.by, []).append(each)
    for each in _plans(opened_at, until):
        told.setdefault(each.by, []).append(each)
    for number, (by, happenings) in enumerate(told.items()):
        when = opened_at + HANDED_IN + timedelta(seconds=3 * number)
        happenings.sort(key=lambda each: each.at)
        for first in range(0, len(happenings), A_TABLE):
            yield Post(when, by, [each.event() for each in happenings[first : first + A_TABLE]])


def _classed(opened_at: datetime, until: datetime) -> Iterator[Happening]:
    """The class of each, since it keeps tables: what it has to declare depends on it."""
    for scene in WITH_TABLES:
        for place in scene.PLACES:
            began = at(scene.began(until).get(place.uscc, day_of(until)), time(9))
            if began < opened_at:
                type_, subject, data = assigned(place, began.year)
                yield imported(
                    Happening(began, BUREAU, "office", type_, subject, f"{subject}-{began.year}-table", data)
                )


def suspects_play(world: World) -> None:
    """The scenes, one after another; none of them changes anybody else's month."""
    stage = Stage(world)
    for scene in SCENES:
        scene.play(stage)
