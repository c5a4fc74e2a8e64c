"""车辆超限: a laden truck weighed more than its axles may carry, or than it is registered for.

Only a verified scale counts; what hangs on board only where it shows far more. No waste offence: it is handed to
transport and police.
"""

from ledger.construction_waste.trip import Trip
from ledger.parties.conveyance import ConveyanceState
from ledger.parties.scale import ScaleState
from ledger.regulation.gross_mass import most_on_axles_g
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Step, Text, day_of
from projections.rules.readings import Reading, is_verified, may_be_off_by
from projections.rules.trips import carrier_of

RULE = Rule(
    __name__,
    duty=(Text("超限运输车辆行驶公路管理规定 3（GB 1589）"), Text("公路法（全文未核对）")),
    parameters=(
        Parameter("percent_on_board", 10, "percent", ("车载称重超过多少才报", "by how much if weighed on board")),
        Parameter("percent_warning", 10, "percent", ("超过多少为警告", "beyond which it is a warning")),
        Parameter("percent_serious", 30, "percent", ("超过多少为严重", "beyond which it is serious")),
    ),
    competent="transport",
)


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the trip: by its heaviest reading."""
    over = [
        found for step in case.steps(Trip.Departed, Trip.Arrived, own=True) if (found := _over(case, step, limits))
    ]
    if not over:
        return
    gross, limit, step = max(over, key=lambda each: each[:2])
    day, excess = day_of(step.at), (gross - limit) * 100
    levels = [limits.value(f"percent_{name}", day) * limit for name in ("warning", "serious")]
    yield Finding(
        subject=case.subject,
        since=step.at,
        severity="serious" if excess > levels[1] else "warning" if excess > levels[0] else "notice",
        evidence=(step.position,),
        against=carrier_of(case),
        place=case.state.gate or step.says.site,
        day=day,
        inputs={"gross_g": gross, "limit_g": limit, "conveyance": case.state.conveyance},
    )


def _over(case: Case, step: Step, limits: Limits) -> tuple[int, int, Step] | None:
    """Gross and limit, if it was too much by this reading."""
    gross, limit = step.says.gross_g, _limit_g(case, step.at)
    if gross is None or limit is None or step.says.scale is None:
        return None
    scale: ScaleState = case.known.case(step.says.scale, step.at).state_at(step.at)
    if scale.kind == "onboard":
        allowed = int(limit * (100 + limits.value("percent_on_board", day_of(step.at))) / 100)
    elif is_verified(scale, step.at):
        allowed = limit + may_be_off_by(Reading(gross, step.at, step.says.scale), case.known, limits)
    else:
        return None
    return (gross, limit, step) if gross > allowed else None


def _limit_g(case: Case, at: str) -> int | None:
    """The lower of what it is registered for and what its axles may carry, a trailer's with them."""
    left = next(case.steps(Trip.Departed, own=True), None)
    if left is None or not left.says.conveyance.startswith("vehicle:"):
        return None
    truck: ConveyanceState = case.known.case(left.says.conveyance, at).state_at(at)
    if truck.gross_limit_g is None or truck.axles is None:
        return None
    if left.says.trailer is None:
        return min(truck.gross_limit_g, most_on_axles_g(truck.axles, combined=False) or truck.gross_limit_g)
    trailer: ConveyanceState = case.known.case(left.says.trailer, at).state_at(at)
    return most_on_axles_g(truck.axles + trailer.axles, combined=True) if trailer.axles else None
