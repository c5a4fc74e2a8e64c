"""车牌不符: the camera at a gate surely read another plate than that of the truck that was declared there.

One look-alike character is no mismatch; nor is a reading that was set right by who saw the picture.
A passing belongs to the trip that is nearest in time, and it to that trip; of those that weigh alike.
"""

from projections.rules.language import Case, Entry, Finding, Iterator, Limits, Parameter, Rule, Series, Step, Text
from projections.rules.passings import hour_of, passing_entries, seen_and_told, taken_for, trip_entries

RULE = Rule(
    __name__,
    duty=(Text("沪府办发〔2024〕30号 三（一）"),),
    parameters=(
        Parameter("permille_sure", 900, "permille", ("置信度至少", "how sure the camera must be")),
        Parameter("minutes_around", 10, "minutes", ("与申报的时间差（至多60）", "how near in time (60 at most)")),
    ),
    competent="police",
)


@RULE.adds_each("gate")
def passings(step: Step, case: Case) -> Iterator[Entry]:
    """Each passing."""
    yield from passing_entries(step, case)


@RULE.adds("trip")
def trips(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Where a trip is told to have been."""
    yield from trip_entries(case)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each declared truck at a gate and day, by the passings of the hour."""
    seen, told = seen_and_told(series.entries())
    if not seen or not told:
        return
    day = seen[0].entry.day
    minutes, numbers = float(limits.value("minutes_around", day)), limits.weighing(day)
    hour, trucks = series.name.rpartition(" ")[2], set[str]()
    for one, trip in taken_for(seen, told, minutes, numbers):
        entry, vehicle = one.entry, f"vehicle:{one.plate}"
        is_sure = one.permille >= limits.value("permille_sure", entry.day)
        if hour_of(entry.at) != hour or not is_sure or trip.plate in trucks:
            continue
        trucks.add(trip.plate)
        is_known = series.known.case(vehicle, entry.at).state_at(entry.at).stage == "registered"
        yield Finding(
            subject=one.gate,
            cause=f"vehicle:{trip.plate} {entry.day}",
            since=entry.at,
            severity="warning" if is_known else "notice",
            evidence=(entry.position, trip.entry.position),
            against=trip.carrier,
            place=one.gate,
            day=entry.day,
            inputs={"declared": trip.plate, "read": one.plate, "permille": one.permille, "trip": trip.entry.about},
        )
