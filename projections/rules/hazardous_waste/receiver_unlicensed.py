"""接受人无相应许可: the receiver held no licence in force for the waste and the method when the load was dispatched.

Let pass: a stage of recovery or disposal that is exempt and shown to be, and an own establishment. What it takes in
a calendar year beyond the approved quantity of its licence is one more flag, on the licence and the year.
"""

from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_form import Line
from ledger.hazardous_waste.manifest_state import ManifestState
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
    Text,
    day_of,
    is_exempt,
)
from projections.rules.licences import Held
from projections.rules.loads import dispatch_of
from projections.rules.sums import crossing, total_g

RULE = Rule(
    __name__,
    duty=(Law("80(3)", "534(3)"),),
    duties={"capacity": (Text("危险废物经营许可证管理办法（2016修订）12"),)},
    fine="hw_to_unlicensed",
    parameters=(
        Parameter("percent_of_capacity", 100, "percent", ("超过核准规模的百分之几才报", "from how much of it on")),
    ),
)


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the manifest, by the first of its lines that no licence covers."""
    left, state = dispatch_of(case), case.state
    if left is None or state.transferor in {None, state.receiver}:
        return
    held = Held(case.known, state.to_establishment, left.at)
    for line in state.lines:
        if held.covering(line.waste_code, line.method) or _is_exempt(case.known, state, line, left.at):
            continue
        yield Finding(
            subject=case.subject,
            since=left.at,
            severity="serious",
            evidence=(left.position,),
            against=state.transferor,
            place=state.from_establishment,
            day=day_of(left.at),
            inputs={
                "dispatched_at": left.at,
                "to": state.to_establishment,
                "waste_code": line.waste_code,
                "method": line.method,
                "licences": sorted(held.at_all),
            },
        )
        return


def _is_exempt(known: Known, state: ManifestState, line: Line, at: str) -> bool:
    places = state.from_establishment, state.to_establishment
    return any(
        is_exempt(known, place, line.waste_code, stage, at)
        for place in places
        if place is not None
        for stage in ("recovery", "disposal")
    )


@RULE.adds("manifest")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """What was accepted of a load, under a licence that covers it and the year in which it was."""
    received, state = case.last(Manifest.Received), case.state
    if received is None or state.to_establishment is None or not state.accepted_g or not state.lines:
        return
    line, day = state.lines[0], day_of(received.at)
    for licence in sorted(
        Held(case.known, state.to_establishment, received.at).covering(line.waste_code, line.method)
    )[:1]:
        yield Entry(f"{licence} {day[:4]}", received.at, day, state.accepted_g, received.position)


@RULE.judges_series
def over_capacity(series: Series, limits: Limits) -> Iterator[Finding]:
    """The receipt with which the year's sum crosses the approved quantity."""
    licence, _, year = series.name.rpartition(" ")
    state = series.known.case(licence).state
    capacity_g = state.capacity_g_per_year
    if capacity_g is None:
        return
    receipt = crossing(series, lambda day: capacity_g * limits.value("percent_of_capacity", day) / 100)
    if receipt is None:
        return
    yield Finding(
        subject=licence,
        cause=year,
        since=receipt.at,
        severity="warning",
        evidence=(receipt.position,),
        against=state.holder or "",
        place=state.establishment or "",
        day=receipt.day,
        inputs={"year": year, "capacity_g": capacity_g, "received_g": total_g(series)},
        variant="capacity",
        fine=False,
    )
