"""无处置证运输: at its departure no permit covered the load: its project, class, day, carrier, truck and destination.

A destination is covered by the permit's sites, its fallback sites, or a diversion that was told. What leaves a yard
or wharf is under the permit of the trips that brought it.
"""

from ledger.construction_waste.disposal_permit import DisposalPermitState
from ledger.construction_waste.trip import Trip
from ledger.regulation.construction_waste import PERMIT
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Rule, Step, Text, day_of
from projections.rules.trips import carrier_of, contractor_of, departure_of, permit_of, project_of

RULE = Rule(
    __name__,
    duty=(*(Text(name) for name in PERMIT), Law("63(2)", "520(2)")),
    fine="cdw_plan_or_haul",
    competent="greening",
)


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the permit, else the project, and day, however many of its trips."""
    left = departure_of(case)
    if left is None:
        return
    project, day = project_of(case, left.at), day_of(left.at)
    lacking = _lacking(case, permit_of(case, left.at), left, project)
    if lacking is None or (left.says.permit is None and project is None) or _other_covers(case, left, project):
        return
    yield Finding(
        subject=left.says.permit or project or "",
        cause=day,
        since=limits.settled(left.at),
        severity="warning" if lacking in {"vehicle", "destination"} else "serious",
        variant="" if lacking == "none" else lacking,
        evidence=(left.position,),
        against=contractor_of(case, project, left.at),
        place=left.says.gate,
        day=day,
        inputs={"trip": case.subject, "conveyance": left.says.conveyance, "carrier": carrier_of(case)},
    )


def _other_covers(case: Case, left: Step, project: str | None) -> bool:
    others = case.known.all_of("permit", project, left.at) if project else ()
    return any(_lacking(case, each.state_at(left.at), left, project) is None for each in others)


def _lacking(case: Case, permit: DisposalPermitState, left: Step, project: str | None) -> str | None:
    """What of a load a permit does not cover; None where it covers it all."""
    day = day_of(left.at)
    if permit.stage != "granted":
        return "none"
    if not (permit.valid_from or "") <= day <= (permit.valid_until or ""):
        return "expired"
    if permit.project != project:
        return "project"
    if permit.waste_class != left.says.waste_class:
        return "class"
    if carrier_of(case) not in permit.carriers:
        return "carrier"
    if permit.conveyances and left.says.conveyance not in permit.conveyances:
        return "vehicle"
    diverted = {step.says.to_site for step in case.steps(Trip.Diverted)}
    allowed = {*permit.sites, *(permit.fallback_sites or ()), *diverted}
    went = {left.says.to_site, *(step.says.site for step in case.steps(Trip.Accepted, own=True))} - {None}
    return "destination" if went - allowed else None
