"""The balance 消纳平衡 of a year: how much of a district's spoil stays on its project, in it, or goes beyond."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import func, select

from ledger.log import Ledger
from ledger.subjects import division_in
from projections.construction_waste.spoil_view import SpoilView
from projections.custody.asked_at import AskedAt
from projections.custody.state import fold
from projections.kept import stood
from projections.reading import Reading
from projections.runner import Reading as ViewReading
from projections.runner import Runner
from projections.text_order import begins

Destination = Literal["on_site", "own_district", "other_district", "municipal", "outside", "in_yards"]
DESTINATIONS: Final[tuple[Destination, ...]] = (
    "on_site",
    "own_district",
    "other_district",
    "municipal",
    "outside",
    "in_yards",
)
ON_THE_WAY: Final = frozenset({"yard", "wharf"})
"""Kinds of site from which waste goes on: what they took is counted where it ends, and shown apart."""


class Flow(NamedTuple):
    """So much of a project, or of a gate where no permit is known, that went to a destination in a year."""

    origin: str
    division: str
    destination: Destination
    entries: int
    mass_g: int


class _Taken(NamedTuple):
    permit: str
    gate: str
    site: str
    entries: int
    mass_g: int


def flows_of(ledger: Ledger, views: Runner, at: AskedAt, year: str) -> list[Flow]:
    """All that was filled in, or taken by a site, in a year as known then."""
    views.reach(SpoilView.NAME, at.position)
    with views.reading(SpoilView.NAME) as view:
        taken = list(_taken(view, at, year))
        filled = list(_filled(view, at, year))
    reading = Reading(ledger, at.position)
    permits = _states(reading, {each.permit for each in taken if each.permit})
    sites = _states(reading, {each.site for each in taken})
    found = [Flow(p, division_in(p) or "", "on_site", entries, mass) for p, entries, mass in filled]
    for each in taken:
        permit = permits.get(each.permit)
        origin = permit.project if permit is not None and permit.project else each.gate
        division, site = division_in(origin) or "", sites[each.site]
        found.append(Flow(origin, division, _destination(division, each.site, site), each.entries, each.mass_g))
    return found


def by_division(flows: Iterable[Flow]) -> dict[str, dict[Destination, tuple[int, int]]]:
    """District of origin → destination → entries and mass."""
    sums: dict[str, dict[Destination, list[int]]] = defaultdict(lambda: {each: [0, 0] for each in DESTINATIONS})
    for flow in flows:
        figures = sums[flow.division][flow.destination]
        figures[0] += flow.entries
        figures[1] += flow.mass_g
    return {division: {d: (f[0], f[1]) for d, f in figures.items()} for division, figures in sorted(sums.items())}


def _destination(origin: str, site: str, filed: Any) -> Destination:
    there = division_in(site) or ""
    if getattr(filed, "kind", None) in ON_THE_WAY:
        return "in_yards"
    if there[:2] != origin[:2]:
        return "outside"
    if getattr(filed, "level", None) == "city" or there.endswith("00"):
        return "municipal"
    return "own_district" if there == origin else "other_district"


def _states(reading: Reading, subjects: set[str]) -> dict[str, Any]:
    lives = reading.lives(subjects)
    return {subject: fold(subject, reading.standing(subject, life)) for subject, life in lives.items()}


def _taken(view: ViewReading, at: AskedAt, year: str) -> Iterable[_Taken]:
    if at.in_view(view.position).is_now:
        it = view.tables.flow.c
        rows = select(it.permit, it.gate, it.site, it.entries, it.mass_g).where(it.year == year)
    else:
        it = view.tables.entry.c
        then = it.kind == "accepted", begins(it.day, year), stood(view.tables.entry, at.position)
        key = it.permit, it.gate, it.place
        rows = select(*key, func.count(), func.sum(it.mass_g)).where(*then).group_by(*key)
    return (_Taken(permit, gate, site, int(n), int(g)) for permit, gate, site, n, g in view.connection.execute(rows))


def _filled(view: ViewReading, at: AskedAt, year: str) -> Iterable[tuple[str, int, int]]:
    it = view.tables.entry.c
    projects = begins(it.place, "project:")  # by the index, past all sites
    then = it.kind == "backfilled", begins(it.day, year), stood(view.tables.entry, at.position)
    rows = select(it.place, func.count(), func.sum(it.mass_g)).where(projects, *then).group_by(it.place)
    return ((project, int(n), int(g)) for project, n, g in view.connection.execute(rows))
