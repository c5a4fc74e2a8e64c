"""一牌两地: one plate was surely seen at two gates, so far apart that no truck is so fast.

Only where both gates have a point; vessels pass no gates, so of them nothing is told.
"""

from itertools import pairwise

from projections.rules.language import (
    Case,
    Entry,
    Finding,
    Iterator,
    Limits,
    Parameter,
    Rule,
    Series,
    Step,
    Text,
    day_of,
    minutes_between,
    shifted,
)
from projections.rules.passings import REACH_MINUTES, passing
from projections.rules.places import metres_between, point_of

RULE = Rule(
    __name__,
    duty=(Text("道路交通安全法（全文未核对）"),),
    parameters=(
        Parameter("permille_sure", 950, "permille", ("置信度至少", "how sure the camera must be")),
        Parameter("m_apart", 2000, "m", ("相距超过", "how far apart")),
        Parameter("kmh", 150, "kmh", ("折合时速超过", "faster than what")),
        Parameter("minutes_of_clocks", 2, "minutes", ("时钟误差", "how far clocks may be off")),
    ),
    competent="police",
)


@RULE.adds_each("gate")
def passings(step: Step, case: Case) -> Iterator[Entry]:
    """Each passing, for its plate and the days on which another one of it may be too near."""
    if (read := passing(step, case)) is None:
        return
    for day in sorted({day_of(shifted(step.at, minutes)) for minutes in (-REACH_MINUTES, 0, REACH_MINUTES)}):
        data = (case.subject, read[1], step.recorded_at)
        yield Entry(f"{read[0]} {day}", step.at, day_of(step.at), 0, step.position, data)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for the plate and day, by the first two sure sightings in a row that cannot be one truck."""
    plate, _, day = series.name.rpartition(" ")
    sure = limits.value("permille_sure", day)
    sightings = [each for each in series.entries() if each.data[1] >= sure]
    for first, second in pairwise(sightings):
        metres = _metres_apart(series, first, second) if second.day == day else None
        minutes = minutes_between(first.at, second.at) + float(limits.value("minutes_of_clocks", day))
        if metres is None or metres <= limits.value("m_apart", day):
            continue
        if metres * 60 <= float(limits.value("kmh", day)) * 1000 * minutes:
            continue
        vehicle = f"vehicle:{plate}"
        yield Finding(
            subject=vehicle,
            cause=day,
            since=max(first.data[2], second.data[2]),
            severity="warning",
            evidence=(first.position, second.position),
            against=series.known.case(vehicle, second.at).state_at(second.at).carrier or "",
            place=second.data[0],
            day=day,
            inputs={"first_at": first.at, "second_at": second.at, "metres": metres},
        )
        return


def _metres_apart(series: Series, *both: Entry) -> int | None:
    gates = [series.known.case(each.data[0], each.at).state_at(each.at) for each in both]
    one, other = (point_of(gate.place) for gate in gates)
    return None if one is None or other is None else metres_between(one, other)
