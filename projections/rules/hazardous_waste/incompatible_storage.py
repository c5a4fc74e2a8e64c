"""不相容废物同区存放: wastes that react with each other lie in one zone of a facility for more than two hours.

No text that was read has a table of pairs, so which categories may not meet is an 内部阈值: 1 is on, 0 is off. Where
no zone is told nothing is judged, and a facility is not taken for one.
"""

from itertools import pairwise

from ledger.subjects import establishment_in, owner_of
from ledger.waste_codes import category_of
from projections.rules.containers import waste_of
from projections.rules.language import (
    Case,
    Entry,
    Finding,
    Iterator,
    Law,
    Limits,
    Parameter,
    Rule,
    Series,
    Text,
    day_of,
)

PAIRS = (
    Parameter("hw33_hw34", 1, "switch", ("无机氰化物废物与废酸", "inorganic cyanides and acids")),
    Parameter("hw34_hw38", 1, "switch", ("废酸与有机氰化物废物", "acids and organic cyanides")),
    Parameter("hw06_hw34", 1, "switch", ("废有机溶剂与废酸", "organic solvents and acids")),
    Parameter("hw34_hw35", 0, "switch", ("废酸与废碱", "acids and alkalis")),
)
RULE = Rule(
    __name__,
    duty=(Text("GB 18597-2023"), Law("79", "533(1)"), Law("81", "535(1)")),
    parameters=(*PAIRS, Parameter("hours", 2, "hours", ("同区多久才报", "for how long before it is flagged"))),
)


@RULE.adds("container")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """That a drum of a category comes into a zone, or leaves it."""
    code = waste_of(case.state, case.known)
    category = category_of(code) if code else ""
    if not any(category in each.name.upper().split("_") for each in PAIRS):
        return
    for step in case.steps():
        was, now = (
            f"{state.facility} {state.zone}"
            if state and state.facility and state.zone and state.remaining_g != 0
            else ""
            for state in (step.before, step.after)
        )
        for where, how_many in ((was, -1), (now, 1)) if was != now else ():
            if where:
                yield Entry(where, step.at, category, how_many, step.position)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each span in which two that may not meet lie there together."""
    facility, _, zone = series.name.partition(" ")
    there = series.days()
    for pair in PAIRS:
        one, other = pair.name.upper().split("_")
        if one not in there or other not in there:
            continue
        for entry, ended in _together(series, one, other):
            due = limits.ends("hours", entry.at)
            if limits.value(pair.name, day_of(entry.at)) and (ended is None or ended > due):
                yield Finding(
                    subject=facility,
                    cause=f"{zone} {one}_{other} {entry.at}",
                    since=due,
                    severity="serious",
                    evidence=(entry.position,),
                    against=f"organisation:{owner_of(facility)}",
                    place=establishment_in(facility) or "",
                    day=day_of(entry.at),
                    inputs={"zone": zone, "categories": [one, other], "together_at": entry.at},
                )


def _together(series: Series, one: str, other: str) -> Iterator[tuple[Entry, str | None]]:
    """With which entry both began to lie there, and when that ended."""
    moves = sorted([*series.on(one), *series.on(other)], key=lambda each: (each.at, each.position))
    lie = {one: 0, other: 0}
    began: Entry | None = None
    for move, following in pairwise([*moves, None]):
        assert move is not None
        lie[move.day] += move.mass_g
        if following is not None and following.at == move.at:
            continue
        if min(lie.values()) > 0:
            began = began or move
        elif began is not None:
            yield began, move.at
            began = None
    if began is not None:
        yield began, None
