"""过车无趟次: a laden truck passed a gate, and no trip was told there at about that time.

Out of a project or a site, into a site; what a project is brought is another matter. Without a weighing at the gate
nobody knows whether a truck was laden. A passing that stands beside a trip of another plate is plate_mismatch's.
"""

from ledger.parties.conveyance import ConveyanceState
from projections.rules.language import (
    Case,
    Entry,
    Finding,
    Iterator,
    Known,
    Law,
    Limits,
    Parameter,
    Rule,
    Series,
    Step,
    Text,
)
from projections.rules.passings import (
    Seen,
    explained,
    hour_of,
    passing_entries,
    seen_and_told,
    taken_for,
    trip_entries,
)

RULE = Rule(
    __name__,
    duty=(Text("沪府办发〔2024〕30号 三（一）", until="2026-08-14"), Law(None, "518(1)")),
    parameters=(
        Parameter("minutes_around", 30, "minutes", ("前后多久没有趟次（至多60）", "how near in time (60 at most)")),
        Parameter("kg_of_load", 3000, "kg", ("超过皮重多少为重车", "how much above its tare is laden")),
        Parameter("kg_of_unknown", 18000, "kg", ("未登记车辆多重为重车", "gross of an unknown truck")),
    ),
    competent="greening",
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
    """One for the gate and day; serious where it happened again within the hours beside it."""
    seen, told = seen_and_told(series.entries())
    number, way, hour = series.name.split(" ")
    if not seen or (way == "in" and not series.known.case(f"site:{number}", seen[0].entry.at).state.operator):
        return
    minutes = float(limits.value("minutes_around", seen[0].entry.day))
    mistaken = [one for one, _ in taken_for(seen, told, minutes, limits.weighing(seen[0].entry.day))]
    alone = [one for one in seen if one not in mistaken and not explained(one, told, minutes)]
    laden = [one for one in alone if _is_laden(one, series.known, limits)]
    found: dict[tuple[str, str], list[Seen]] = {}
    for one in laden:
        if hour_of(one.entry.at) == hour:
            found.setdefault((one.gate, one.entry.day), []).append(one)
    for (gate, day), those in found.items():
        one = those[0]
        yield Finding(
            subject=gate,
            cause=day,
            since=limits.settled(one.entry.at),
            severity="serious" if len(laden) > 1 else "warning",
            evidence=tuple(each.entry.position for each in those),
            against=_carrier(one, series.known),
            place=gate,
            day=day,
            inputs={"plate": one.plate, "passed_at": one.entry.at, "gross_g": one.gross_g},
        )


def _is_laden(one: Seen, known: Known, limits: Limits) -> bool:
    tare, day = _truck(one, known).tare_g, one.entry.day
    if tare is None:
        return one.gross_g >= limits.value("kg_of_unknown", day) * 1000
    return one.gross_g >= tare + limits.value("kg_of_load", day) * 1000


def _carrier(one: Seen, known: Known) -> str:
    return _truck(one, known).carrier or ""


def _truck(one: Seen, known: Known) -> ConveyanceState:
    found: ConveyanceState = known.case(f"vehicle:{one.plate}", one.entry.at).state_at(one.entry.at)
    return found
