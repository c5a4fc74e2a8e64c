"""The load of a trip as it was read where it left and where it arrived."""

from ledger.construction_waste.trip import Trip, Weighed
from ledger.parties.conveyance import ConveyanceState
from projections.rules.case import Case, Step
from projections.rules.conventions import day_of, shifted
from projections.rules.readings import Reading
from projections.rules.trips import taken

DAY_MINUTES = 24 * 60


def arrived(case: Case, days_of_tare: int) -> tuple[Step, Reading] | None:
    """What arrived: as read at the last arrival, else as the one receipt tells; None if some went elsewhere."""
    if next(case.steps(Trip.Transloaded, Trip.Returned, Trip.Refused), None):
        return None
    receipts = [each.step for each in taken(case)]
    for step in reversed(list(case.steps(Trip.Arrived))):
        net = net_of(case, step, days_of_tare)
        if net is not None and all(each.at >= step.at for each in receipts):
            return step, net
    if len(receipts) != 1 or case.state.more_follows:
        return None
    (step,) = receipts
    method = "volume" if step.says.volume_cm3 is not None else step.says.mass_method
    return step, Reading(step.says.told_g, step.at, method=method)


def net_of(case: Case, step: Step | None, days_of_tare: int) -> Reading | None:
    """The load by a weighing, or by volume; a registered tare counts for so many days where none was taken."""
    if step is None:
        return None
    told: Weighed = step.says
    net, method = told.net_g, "volume" if told.volume_cm3 is not None else told.mass_method
    if net is None and told.gross_g is not None and case.state.conveyance:
        known: ConveyanceState = case.known.case(case.state.conveyance, step.at).state_at(step.at)
        oldest = day_of(shifted(step.at, -days_of_tare * DAY_MINUTES))
        if known.tare_g is not None and (known.tare_weighed_on or "") >= oldest:
            net = told.gross_g - known.tare_g
    return None if net is None else Reading(net, step.at, told.scale, method)
