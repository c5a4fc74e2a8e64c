"""The entries of what no container holds: loads told by line, tanks by their meters, treatments of either."""

from collections.abc import Iterator

from ledger.correction import Effective
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_parties import trip_of
from ledger.hazardous_waste.manifest_state import ManifestState
from ledger.hazardous_waste.tank import Tank
from ledger.hazardous_waste.treatment import Treatment
from ledger.subjects import establishment_in
from projections.hazardous_waste.mass_balance.entries import Entry, Kind, Lived

LEFT = (Manifest.Collected, Manifest.HandedOver, Manifest.Arrived, Manifest.Received)
"""Steps of which the first says that a load has left."""


def of_load(subject: str, moment: Lived) -> Iterator[Entry]:
    """A manifest that names no container: what left by line, what was accepted of each line, what came back."""
    state: ManifestState = moment.state
    trip = trip_of(moment.standing)
    if trip is None or state.dispatched or state.from_establishment is None or state.to_establishment is None:
        return
    codes = {number: line.waste_code for number, line in enumerate(state.lines, 1)}
    left = next((each for each in trip.heeded if isinstance(each.statement.data, LEFT)), None)
    if left is not None:
        for number, mass, method, scale in _loaded(trip.heeded, state):
            yield _entry(
                subject, left, "dispatched", state.from_establishment, codes[number], -mass, 0, mass, method, scale
            )
    for each in trip.heeded:
        match each.statement.data:
            case Manifest.Received() as now:
                for part in now.accepted or ():
                    if part.line in codes and part.container is None:
                        code, mass = codes[part.line], part.mass_g
                        yield _entry(subject, each, "received", state.to_establishment, code, mass, mass, mass)
            case Manifest.Returned() as now:
                for number, mass in _returned(now, codes):
                    yield _entry(subject, each, "dispatched", state.from_establishment, codes[number], mass, 0, mass)


def of_tank(subject: str, moment: Lived) -> Iterator[Entry]:
    """A facility whose contents are metered: what passed in has arisen there; a level tells what is there."""
    establishment = establishment_in(subject) or subject
    holds, levelled = 0, False
    for each in moment.standing:
        match each.statement.data:
            case Tank.Metered() as now:
                coming = now.direction == "in"
                book, passed = (now.mass_g, now.mass_g) if coming else (0, -min(holds, now.mass_g))
                holds += passed
                kind: Kind = "metered" if coming else "read"
                method, meter = now.mass_method or "flow_meter", now.meter
                yield _entry(
                    subject, each, kind, establishment, now.waste_code, book, passed, now.mass_g, method, meter
                )
                if now.level_g is not None:
                    drift, holds = now.level_g - holds, now.level_g
                    known = 0 if levelled else drift  # what was in it before anybody metered it
                    levelled = True
                    yield _entry(
                        subject,
                        each,
                        "level",
                        establishment,
                        now.waste_code,
                        known,
                        drift,
                        now.level_g,
                        method,
                        meter,
                    )


def of_treatment(subject: str, moment: Lived) -> Iterator[Entry]:
    """What a run took out of tanks and of loads; what it took out of containers those tell."""
    for each in moment.standing:
        match each.statement.data:
            case Treatment.Completed() as now:
                there = establishment_in(now.facility) or now.facility
                for taken in now.inputs:
                    if taken.container is None:
                        drawn = 0 if taken.manifest is None else -taken.mass_g  # a tank's meter has told of it
                        code, method = taken.waste_code, now.mass_method
                        entry = _entry(
                            subject, each, "treated", there, code, -taken.mass_g, drawn, taken.mass_g, method
                        )
                        yield entry._replace(vessel=taken.source if taken.tank else subject)


def _loaded(heeded: list[Effective], state: ManifestState) -> Iterator[tuple[int, int, str | None, str | None]]:
    """Line, mass, method and scale: as it was loaded, else as it was issued."""
    loads = [each.statement.data for each in heeded if isinstance(each.statement.data, Manifest.Loaded)]
    method, scale = (loads[-1].mass_method, loads[-1].scale) if loads else (None, None)
    told: dict[int, int] = {}
    for load in loads:
        for part in load.lines or ():
            told[part.line] = told.get(part.line, 0) + part.mass_g
    if not told and loads and len(state.lines) == 1:
        told = {1: sum(load.mass_g for load in loads)}
    for number, line in enumerate(state.lines, 1):
        yield number, told.get(number, line.mass_g), method or ("scale" if scale else None), scale


def _returned(now: Manifest.Returned, codes: dict[int, str]) -> Iterator[tuple[int, int]]:
    lines = [(line.line, line.mass_g) for line in now.lines or () if line.line in codes]
    if not lines and now.mass_g is not None and len(codes) == 1:
        lines = [(1, now.mass_g)]
    yield from lines


def _entry(
    vessel: str,
    each: Effective,
    kind: Kind,
    place: str,
    code: str | None,
    book: int,
    stock: int,
    read: int,
    method: str | None = None,
    scale: str | None = None,
) -> Entry:
    at, fact = each.statement.occurred_at, each.original.position
    return Entry(vessel, fact, 0, kind, place, code, None, at, book, stock, read, method, scale)
