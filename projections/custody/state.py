"""The state of any subject: which noun folds it, what loop it opens, what it is linked to."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

import msgspec

from ledger import wire
from ledger.cases import anomaly
from ledger.catalogue import named_in
from ledger.construction_waste import backfill, disposal_permit, disposal_plan, site, trip_state
from ledger.correction import Effective
from ledger.cross_province import transfer_state
from ledger.fact import Statement
from ledger.hazardous_waste import (
    container,
    custody,
    declaration,
    management_plan,
    manifest_state,
    treatment,
    waste_profile,
)
from ledger.industrial_waste import batch, consignment
from ledger.parties import (
    contract,
    conveyance,
    credential,
    delegation,
    device,
    establishment,
    exemption,
    facility,
    gate,
    licence,
    organisation,
    scale,
)
from ledger.settled import calendar, threshold, waste_catalogue
from ledger.subjects import kind_of

MASKED: Final = "masked"
"""What stands in place of a name that its asker may not see."""
NEVER_CREATED = frozenset({"anomaly", "rule", "calendar"})

LoopStatus = Literal["open", "overdue", "closed", "broken", "cancelled"]


class Folding(NamedTuple):
    """How a kind of subject is folded: from which state, by which function, and the loops it opens."""

    initial: Any
    evolve: Callable[[Any, Statement[Any]], Any]
    loops: tuple[str, ...] = ()
    acted_on: Callable[[Any, Statement[Any], str], Any] = lambda state, *_: state
    """By which function a fact counts that acts on the subject, whatever it is about itself."""
    status: Callable[[Any], Mapping[str, LoopStatus]] = lambda _: {}
    """What the state says of its loops; of one that it does not name, the state alone does not tell."""


STATELESS = Folding(None, lambda state, _: state)

FOLDINGS: dict[str, Folding] = {
    "organisation": Folding(organisation.OrganisationState(), organisation.evolve),
    "establishment": Folding(establishment.EstablishmentState(), establishment.evolve),
    "facility": Folding(facility.FacilityState(), facility.evolve),
    "scale": Folding(scale.ScaleState(), scale.evolve),
    "licence": Folding(licence.LicenceState(), licence.evolve),
    "anomaly": Folding(anomaly.AnomalyState(), anomaly.evolve),
    "contract": Folding(contract.ContractState(), contract.evolve),
    "exemption": Folding(exemption.ExemptionState(), exemption.evolve),
    "vehicle": Folding(conveyance.ConveyanceState(), conveyance.evolve),
    "vessel": Folding(conveyance.ConveyanceState(), conveyance.evolve),
    "device": Folding(device.DeviceState(), device.evolve),
    "gate": Folding(gate.GateState(), gate.evolve),
    "credential": Folding(credential.CredentialState(), credential.evolve),
    "delegation": Folding(delegation.DelegationState(), delegation.evolve),
    "profile": Folding(waste_profile.WasteProfileState(), waste_profile.evolve),
    "rule": Folding(threshold.RuleState(), threshold.evolve),
    "calendar": Folding(calendar.CalendarState(), calendar.evolve),
    "catalogue": Folding(waste_catalogue.WasteCatalogueState(), waste_catalogue.evolve),
    "container": Folding(
        container.ContainerState(),
        container.evolve,
        ("custody", "chain"),
        custody.acted_on,
        custody.loops_told_by,
    ),
    "treatment": Folding(treatment.TreatmentState(), treatment.evolve),
    "management_plan": Folding(management_plan.ManagementPlanState(), management_plan.evolve),
    "declaration": Folding(declaration.DeclarationState(), declaration.evolve),
    "manifest": Folding(
        manifest_state.ManifestState(),
        manifest_state.evolve,
        ("manifest",),
        status=lambda state: {"manifest": manifest_state.loop_status(state)},
    ),
    "transfer": Folding(
        transfer_state.TransferState(),
        transfer_state.evolve,
        ("transfer",),
        status=lambda state: {"transfer": transfer_state.loop_status(state)},
    ),
    "batch": Folding(
        batch.BatchState(),
        batch.evolve,
        ("batch",),
        batch.acted_on,
        lambda state: {"batch": batch.loop_status(state)},
    ),
    "consignment": Folding(
        consignment.ConsignmentState(),
        consignment.evolve,
        ("consignment",),
        status=lambda state: {"consignment": consignment.loop_status(state)},
    ),
    "disposal_plan": Folding(disposal_plan.DisposalPlanState(), disposal_plan.evolve),
    "project": Folding(backfill.ProjectState(), backfill.evolve, acted_on=backfill.acted_on),
    "site": Folding(site.SiteState(), site.evolve),
    "permit": Folding(disposal_permit.DisposalPermitState(), disposal_permit.evolve),
    "trip": Folding(
        trip_state.TripState(),
        trip_state.evolve,
        ("trip",),
        trip_state.acted_on,
        status=lambda state: {"trip": trip_state.loop_status(state)},
    ),
}
"""Kind of subject → how it is folded. A kind that is missing here has facts but no state of its own."""


def states(subject: str, facts: Iterable[Effective]) -> Iterator[Any]:
    """The state before any fact, then after each, in occurred order; always None for a kind without one."""
    state = FOLDINGS.get(kind_of(subject), STATELESS).initial
    yield state
    for each in facts:
        state = state_after(subject, state, each)
        yield state


def state_after(subject: str, state: Any, each: Effective) -> Any:
    """The state of a subject after one more fact, in occurred order."""
    kind = kind_of(subject)
    folding = FOLDINGS.get(kind, STATELESS)
    if kind in each.statement.data.ACTS_ON:
        return folding.acted_on(state, each.statement, subject)
    return folding.evolve(state, each.statement)


def fold(subject: str, facts: Iterable[Effective]) -> Any:
    """The state after facts in occurred order; None for a kind without one."""
    state = None
    for state in states(subject, facts):  # noqa: B007  (the last one is wanted)
        pass
    return state


def shown(state: Any) -> dict[str, Any]:
    """A state in wire form, without its stage and without what is not known."""
    if state is None:
        return {}
    kind: type[msgspec.Struct] = type(state)
    written: dict[str, Any] = wire.to_wire(kind)(msgspec.to_builtins(state))
    return {name: value for name, value in written.items() if name != "stage" and value is not None}


def masked(state: Any, hidden: Collection[str]) -> Any:
    """A state without the names of trips that its asker may not see, and without who has the thing by them."""
    if getattr(state, "manifest", None) not in hidden:
        return state
    held_by = MASKED if state.held_by is not None else None
    confirmed_by = MASKED if state.confirmed_by is not None else None
    return msgspec.structs.replace(state, manifest=MASKED, held_by=held_by, confirmed_by=confirmed_by)


def stage_of(state: Any) -> str | None:
    """The last step on the ground, or `provisional` while the creating fact is missing."""
    return getattr(state, "stage", None)


def is_provisional(subject: str, facts: list[Effective]) -> bool:
    """Whether no standing fact created the subject; a rule and a year are there with whatever is said of them.

    A container that was poured into before anything else was said of it came to be by that; a project, by its plan.
    """
    if kind_of(subject) == "project":
        return not backfill.created_by(each.statement for each in facts)
    if facts and (kind_of(subject) in NEVER_CREATED or _is_poured_into(subject, facts[0])):
        return False
    return not any(each.statement.data.CREATES and each.statement.subject == subject for each in facts)


def _is_poured_into(subject: str, first: Effective) -> bool:
    part = first.statement.data.part_of(subject) if kind_of(subject) in first.statement.data.ACTS_ON else None
    return part is not None and part.role == "into"


def loops_of(kind: str, state: Any, *, stands: bool, withdrawn: bool) -> dict[str, LoopStatus]:
    """The loops of a subject with their status, from its state.

    A loop is open from the first fact, even while the creating one is not known yet, and cancelled when nothing
    `stands` any more of what was stated of its subject because it was `withdrawn`.
    """
    folding = FOLDINGS.get(kind, STATELESS)
    status: LoopStatus = "cancelled" if withdrawn and not stands else "open"
    return dict(folding.status(state)) if stands else dict.fromkeys(folding.loops, status)


def linked(facts: Iterable[Effective]) -> list[str]:
    """The subjects that standing facts name, each once, in order of appearance."""
    return list(dict.fromkeys(subject for each in facts for subject in named_in(each.statement.data)))
