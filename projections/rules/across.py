"""Loads that go by a transfer between provinces, and why one may not leave under it."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from ledger.cross_province.ruling import Ruling
from ledger.cross_province.transfer_state import TransferState, WhyNot, why_not_in_force
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import ManifestState
from ledger.industrial_waste.consignment import Consignment, ConsignmentState
from ledger.regulation.cross_province import is_recovery
from ledger.regulation.treatment_methods import METHODS
from ledger.waste_codes import covers_code, is_hazardous
from projections.cross_province.load_rows import Load, load_at
from projections.rules.case import Case, Known
from projections.rules.loads import dispatch_of
from projections.rules.readings import Reading
from projections.rules.rule import Law, Text

Purpose = Literal["hazardous", "disposal", "recovery"]
"""By what the law lets it leave: approval for the first two, for the last the filing or notice of its day."""
Why = WhyNot | Literal["none", "not_told", "told_late", "terms"]


APPROVED: Final = Law("82(2)", "536(2)")
"""Hazardous waste; what the measures say of it stands beside it."""
DUTIES: Final[dict[str, tuple[Law | Text, ...]]] = {
    "disposal": (Law("22(1)", "476(1)"),),
    "recovery": (Law("22(2)", "476(2)"),),
}
FINE: Final = "hw_transfer_unapproved"
FINES: Final = {"disposal": "xprov_store_dispose_unapproved", "recovery": "xprov_use_not_reported"}


def purpose_of(wastes: Iterable[tuple[str, str]]) -> Purpose:
    """The strictest among wastes and methods."""
    told = list(wastes)
    if any(is_hazardous(code) for code, _ in told):
        return "hazardous"
    return "recovery" if all(is_recovery(method) for _, method in told) else "disposal"


def variant_of(purpose: Purpose) -> str:
    """By which name its duty and fine go; hazardous waste is what the rules are about first."""
    return "" if purpose == "hazardous" else purpose


class Sending(NamedTuple):
    """A load that left, of which waste and to do what with it."""

    load: Load
    position: int
    reading: Reading
    """Its mass: as accepted, else as it left."""
    wastes: tuple[tuple[str, str], ...]
    """Code and method."""
    by_product: bool = False

    @property
    def at(self) -> str:
        """When it left."""
        return self.load.dispatched_at

    @property
    def purpose(self) -> Purpose:
        """The strictest of its wastes."""
        return purpose_of(self.wastes)


def sending_of(case: Case) -> Sending | None:
    """The load of a manifest or consignment; None before it left, or while nobody told which waste it is."""
    load, step = load_at(case.subject, case.standing, case.state), dispatch_of(case)
    if load is None or step is None:
        return None
    issued, sent, loaded = (case.last(each) for each in (Manifest.Issued, Consignment.Dispatched, Manifest.Loaded))
    weighed = loaded or sent
    scale = weighed.says.scale if weighed else None
    reading = Reading(load.accepted_g + load.in_transit_g, load.dispatched_at, scale)
    match case.state:
        case ManifestState() as state if issued is not None:
            wastes = tuple(dict.fromkeys((line.waste_code, line.method) for line in state.lines))
            return Sending(load, step.position, reading, wastes)
        case ConsignmentState() as state if sent is not None:
            codes = [state.waste_code] if state.waste_code else _codes(case.known, sent.says)
            wastes = tuple((code, sent.says.method) for code in dict.fromkeys(codes) if code)
            proof = sent.says.by_product_proof is not None
            return Sending(load, step.position, reading, wastes, proof) if wastes else None
    return None


def _codes(known: Known, sent: Consignment.Dispatched) -> list[str | None]:
    return [known.case(part.batch).state.waste_code for part in sent.batches or ()]


def provinces_of(load: Load, known: Known) -> tuple[str, str] | None:
    """From which division to which; None where they lie in one province, or one of them was never told."""
    places = load.from_establishment, load.to_establishment
    here, there = (known.case(place).state.division if place else None for place in places)
    return (here, there) if here and there and here[:2] != there[:2] else None


class Under(NamedTuple):
    """The transfer that a load went under or names, and why it may not; None where it may."""

    transfer: Case | None
    why: Why | None


def under(sending: Sending, known: Known) -> Under:
    """The transfer that it names, where that was granted; else any in force that lets it go."""
    named = known.case(sending.load.transfer, sending.at) if sending.load.transfer else None
    why = why_not(named, sending) if named else None
    if named is not None and why in {None, "expired", "suspended", "terms"}:
        return Under(named, why)
    for each in known.all_of("transfer", sending.load.sender, sending.at):
        if why_not(each, sending) is None:
            return Under(each, None)
    return Under(named, why or "none")


def why_not(transfer: Case, sending: Sending) -> Why | None:
    """Why a load may not go under a transfer; a notice counts once both provinces have it."""
    state: TransferState = transfer.state
    if state.stage == "provisional":
        return "not_told"
    if state.transferor != sending.load.sender:
        return "none"
    noticed = transfer.last(Ruling.Noticed)
    if noticed is not None and noticed.recorded_at >= sending.at:
        return "told_late"
    return why_not_in_force(state, sending.at) or (None if covers(state, sending) else "terms")


def covers(state: TransferState, sending: Sending) -> bool:
    """Whether receiver, wastes and the class of the method are those of a transfer."""
    return state.receiver == sending.load.receiver and all(
        covers_code(state.waste_codes, code) and _class_of(method) == _class_of(state.method or "")
        for code, method in sending.wastes
    )


def _class_of(method: str) -> str:
    return METHODS[method].group if method in METHODS else method[:1]
