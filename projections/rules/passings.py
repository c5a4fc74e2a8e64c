"""Passings of gates, and the trips that should explain them: both are put into one series per place, way and hour.

A camera reads plates and knows of no trip; a trip is told by people and knows no picture. What belongs together is
found by plate and time, place by place: loads leave by the gate of a project or yard, and enter by that of a site.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ledger.construction_waste.trip import Trip
from ledger.parties.gate import Gate
from ledger.subjects import beside_gate
from projections.rules.case import Case, Step
from projections.rules.conventions import day_of, minutes_between, shifted
from projections.rules.finding import Entry
from projections.rules.plates import may_be_same
from projections.rules.trips import carrier_of, departure_of
from projections.rules.weighing import Numbers, tolerance_g, uncertainty_g

REACH_MINUTES: Final = 60
"""No rule looks farther around a passing: so far each is put into the series of the hours beside its own."""
VEHICLE: Final = "vehicle:"


class Seen(NamedTuple):
    """A passing, or what was told of a trip at a place, as it stands in an entry."""

    entry: Entry
    plate: str
    gate: str
    """Of a trip where no gate is named the place."""
    permille: int
    """How sure the camera was; 1000 where somebody looked at the picture."""
    gross_g: int
    recorded_at: str
    carrier: str


def passing(step: Step, case: Case) -> tuple[str, int] | None:
    """The plate of a passing and how sure it is: as read, or as who looked at the picture says."""
    if not isinstance(step.says, Gate.Passed):
        return None
    looks = [each for each in case.steps(Gate.PlateConfirmed) if each.says.position == step.position]
    if looks:
        return str(looks[-1].says.plate.removeprefix(VEHICLE)), 1000
    return step.says.plate_recognised, step.says.confidence_permille


def passing_entries(step: Step, case: Case) -> Iterator[Entry]:
    """A passing, for the series of its place, its way and each hour that it may have to do with."""
    read, number = passing(step, case), beside_gate(case.subject)
    if read is None or number is None:
        return
    data = ("gate", read[0], case.subject, read[1], step.says.gross_g or 0, step.recorded_at, "")
    yield from _in_each_hour(f"{number} {step.says.direction}", step, data)


def trip_entries(case: Case) -> Iterator[Entry]:
    """What a trip says of where it was: at the gate that it left by, at the site that it came to."""
    left, state = departure_of(case), case.state
    if left is None or not left.says.conveyance.startswith(VEHICLE):
        return
    plate, who = left.says.conveyance.removeprefix(VEHICLE), carrier_of(case)
    if (number := beside_gate(left.says.gate)) is not None:
        data = ("trip", plate, left.says.gate, 1000, state.gross_g or 0, left.recorded_at, who)
        yield from _in_each_hour(f"{number} out", left, data)
    came: dict[str, Step] = {}
    for step in case.steps(Trip.Arrived, Trip.Accepted, Trip.Refused, own=True):
        came.setdefault(step.says.site, step)
    for step in came.values():
        data = ("trip", plate, step.says.site, 1000, 0, step.recorded_at, who)
        yield from _in_each_hour(f"{step.says.site.partition(':')[2]} in", step, data)


def _in_each_hour(series: str, step: Step, data: tuple[object, ...]) -> Iterator[Entry]:
    for hour in sorted({hour_of(shifted(step.at, minutes)) for minutes in (-REACH_MINUTES, 0, REACH_MINUTES)}):
        yield Entry(f"{series} {hour}", step.at, day_of(step.at), 0, step.position, data)


def hour_of(at: str) -> str:
    """The hour of an instant, as series are named by it."""
    return at[:13]


def seen_and_told(entries: Sequence[Entry]) -> tuple[list[Seen], list[Seen]]:
    """The passings in a series, and what trips say."""
    both: dict[str, list[Seen]] = {"gate": [], "trip": []}
    for entry in entries:
        source, plate, gate, permille, gross, recorded_at, carrier = entry.data
        both[source].append(Seen(entry, plate, gate, permille, gross, recorded_at, carrier))
    return both["gate"], both["trip"]


def apart(one: Seen, other: Seen) -> float:
    """How many minutes lie between two of them."""
    return abs(minutes_between(one.entry.at, other.entry.at))


def explained(one: Seen, others: Sequence[Seen], minutes: float) -> bool:
    """Whether one of the others is the same truck at about that time."""
    return any(may_be_same(one.plate, other.plate) and apart(one, other) <= minutes for other in others)


def weighs_like(one: Seen, other: Seen, numbers: Numbers) -> bool:
    """Whether both may be one truck by what each weighed, where both were weighed."""
    masses = one.gross_g, other.gross_g
    off = tolerance_g((uncertainty_g(mass, None, numbers=numbers) for mass in masses), numbers)
    return 0 in masses or abs(masses[0] - masses[1]) <= off


def taken_for(
    passings: Sequence[Seen], trips: Sequence[Seen], minutes: float, numbers: Numbers
) -> Iterator[tuple[Seen, Seen]]:
    """Pairs of a passing that no trip explains and a trip that no passing shows, each the other's nearest in time.

    What weighed another mass than the trip did is another truck; `numbers` say how far off either may be.
    """
    strange = [each for each in passings if not explained(each, trips, minutes)]
    unseen = [each for each in trips if not explained(each, passings, minutes)]
    for one in strange:
        like = [trip for trip in unseen if weighs_like(one, trip, numbers)]
        nearest = min(like, key=lambda trip: (apart(one, trip), trip.entry.position), default=None)
        if nearest is None or apart(one, nearest) > minutes:
            continue
        others = [each for each in strange if weighs_like(each, nearest, numbers)]
        back = min(others, key=lambda each: (apart(each, nearest), each.entry.position))
        if back is one:
            yield one, nearest
