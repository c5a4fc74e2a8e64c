"""起运后未运抵: a load of hazardous waste left and has not come to the receiver that its manifest names."""

from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import ManifestState
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Text, day_after, of_deadline
from projections.rules.loads import dispatch_of

RULE = Rule(
    __name__,
    duty=(Text("危险废物转移管理办法 11(4)"),),
    parameters=(
        of_deadline("arrival_planned"),
        of_deadline("arrival_by_road"),
        of_deadline("arrival_by_water"),
        Parameter("days_until_serious", 3, "days", ("再过多久为严重", "until it is serious")),
    ),
)


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the manifest, until the load is told to be there."""
    left, state = dispatch_of(case), case.state
    there = case.first(Manifest.Arrived, Manifest.Received, Manifest.Cancelled, Manifest.EnteredFromPaper)
    if left is None or there is not None or state.receiver is None:
        return
    due = _due(state, left.at, limits)
    yield Finding(
        subject=case.subject,
        since=due,
        severity="warning",
        serious_from=limits.ends("days_until_serious", due),
        evidence=(left.position,),
        against=_carrier(state),
        place=state.from_establishment,
        day=day_after(due),
        inputs={"dispatched_at": left.at, "due_at": due},
    )


def _due(state: ManifestState, left_at: str, limits: Limits) -> str:
    if state.planned_arrival is not None:
        return limits.ends("hours_after_plan", state.planned_arrival)
    by_water = any(leg.mode == "water" for leg in state.legs)
    return limits.ends("hours_by_water" if by_water else "hours_by_road", left_at)


def _carrier(state: ManifestState) -> str:
    """Who has the load; of one that is only told to be loaded, who was to fetch it."""
    carrying = state.held_by if state.held_by != state.transferor else None
    return carrying or state.legs[0].carrier
