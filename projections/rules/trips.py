"""Trips of construction waste, as several rules look at them."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.construction_waste.disposal_permit import DisposalPermitState
from ledger.construction_waste.trip import Trip
from ledger.construction_waste.trip_state import Receipt
from ledger.subjects import beside_gate, owner_of
from projections.rules.case import Case, Step


class Taken(NamedTuple):
    """What a site took of a trip, by which receipt."""

    step: Step
    site: str
    receipt: str
    mass_g: int


def departure_of(case: Case) -> Step | None:
    """The departure of a trip; None while nobody told it."""
    return next(case.steps(Trip.Departed, own=True), None)


def carrier_of(case: Case) -> str:
    """Who has the load: the carrier that the departure names, else whose trip it is."""
    return case.state.carrier or f"organisation:{owner_of(case.subject)}"


def permit_of(case: Case, at: str) -> DisposalPermitState:
    """The permit that a trip names, as it stood at an instant; one that was never granted where it names none."""
    return case.known.case(case.state.permit, at).state_at(at) if case.state.permit else DisposalPermitState()


def project_of(case: Case, at: str) -> str | None:
    """The project from which a trip departed: whose gate it was, else its permit's; None where neither tells."""
    number = beside_gate(case.state.gate or "")
    of_the_gate = f"project:{number}" if number else None
    if of_the_gate and case.known.case(of_the_gate, at).state_at(at).contractor:
        return of_the_gate
    if (named := permit_of(case, at).project) is not None:
        return named
    return None if number and case.known.case(f"site:{number}", at).state_at(at).operator else of_the_gate


def contractor_of(case: Case, project: str | None, at: str) -> str:
    """The contractor 施工单位 of a project, else whose trip it is."""
    found = case.known.case(project, at).state.contractor if project else None
    return found or f"organisation:{owner_of(case.subject)}"


def taken(case: Case) -> Iterator[Taken]:
    """The receipts of a trip; one that was printed again once."""
    seen: set[Receipt] = set()
    for step in case.steps(Trip.Accepted, own=True):
        receipt = Receipt(step.says.site, step.says.receipt, step.says.told_g)
        if receipt not in seen:
            seen.add(receipt)
            yield Taken(step, receipt.site, receipt.receipt, receipt.accepted_g)
