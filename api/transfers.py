"""What is drawn from a cross-province transfer, whether it is in force, and the hubs 集散地 on the way to others."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, TheSettings, TheViews, not_found
from api.events import PAGE, number
from api.loops import AsOf
from api.storage import place_in
from api.subjects import cut
from ledger.correction import effective
from ledger.cross_province.transfer_state import TransferState, why_not_in_force
from ledger.errors import InvalidError
from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from ledger.subjects import kind_of, problem_with
from projections.cross_province.draw_down import Flow, Hub, drawn_from, hubs_at, loads_under
from projections.cross_province.load_rows import Load
from projections.cross_province.load_view import LoadView
from projections.custody.asked_at import asked_at
from projections.custody.seen_log import PAGE_MAX
from projections.custody.state import MASKED, fold

router = APIRouter(tags=["transfers"])


@router.get("/v1/transfer-use", summary="What was drawn from a transfer, load by load, and whether it is in force")
def read_transfer_use(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    transfer: Annotated[str | None, Query(max_length=200, description="the transfer, transfer:NUMBER")] = None,
    as_of: AsOf = None,
    cursor: Annotated[str | None, Query(max_length=200, description="of the page before, as it was given")] = None,
    limit: Annotated[str | None, Query(max_length=10, description="at most 500; 100 if not said")] = None,
) -> Response:
    """As known by `as_of`: accepted and in transit against what was granted; each load with what speaks against it.

    `why_not` tells why none may leave at that instant; of a load, why it might not leave when it left.
    """
    if transfer is None or problem_with(transfer) or kind_of(transfer) != "transfer":
        raise InvalidError.because("wrong_query", "transfer is a subject transfer:NUMBER", "?transfer")
    at, most = asked_at(ledger, settings, cut(as_of, "as_of")), number(limit, "limit", PAGE, PAGE_MAX)
    position, start = place_in(cursor, at.position)
    at = at._replace(position=position)
    state = _known(ledger, transfer, position)
    if state.transferor is None or not seen.sees(transfer):
        raise not_found(transfer)
    views.reach(LoadView.NAME, ledger.head()[0])
    drawn = drawn_from(views, at, transfer, state.transferor)
    loads = loads_under(views, at, transfer, state.transferor, start, most)
    shown = seen.those_seen(load.subject for load in loads)
    granted = state.quantity_g if state.decided not in {None, "refused"} else None
    left = None if granted is None else granted - drawn.accepted_g - drawn.in_transit_g
    return answer(
        {
            "transfer": transfer,
            "stage": state.stage,
            "regime": state.regime,
            "transferor": state.transferor,
            "receiver": state.receiver,
            "why_not": why_not_in_force(state, at.as_of),
            "capacity": state.capacity,
            "granted_kg": _kg(granted),
            "accepted_kg": _kg(drawn.accepted_g),
            "in_transit_kg": _kg(drawn.in_transit_g),
            "left_kg": _kg(left),
            "count": drawn.loads,
            "loads": [_load(load, state, load.subject in shown) for load in loads],
            "cursor": f"{position}-{start + len(loads)}",
            "more": len(loads) == most,
            **at.told(),
        }
    )


@router.get("/v1/transfer-hubs", summary="Who takes waste from others and sends it on to other provinces")
def read_transfer_hubs(
    ledger: TheLedger, settings: TheSettings, views: TheViews, seen: Seen, as_of: AsOf = None
) -> Response:
    """Each hub with whom it took how much from, and to whom it sent how much under which transfer.

    `through` tells whose waste went where, as far as the hub names whose batches are in a load.

    An organisation is told of itself, an authority of those in its division.
    """
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    views.reach(LoadView.NAME, ledger.head()[0])
    hubs = hubs_at(views, at)
    shown = seen.those_seen(hub.hub for hub in hubs)
    return answer({"hubs": [_hub(hub) for hub in hubs if hub.hub in shown], **at.told()})


def _known(ledger: Ledger, transfer: str, position: int) -> TransferState:
    state: TransferState = fold(transfer, effective(ledger.recorded(subject=transfer, upto=position)))
    return state


def _load(load: Load, state: TransferState, named: bool) -> dict[str, Any]:
    without = state.capacity == "withdrawn" and load.dispatched_at >= (state.capacity_since or "")
    why_not = why_not_in_force(state, load.dispatched_at)
    return {
        "subject": load.subject if named else MASKED,
        "dispatched_at": load.dispatched_at,
        "accepted_kg": _kg(load.accepted_g),
        "refused_kg": _kg(load.refused_g),
        "in_transit_kg": _kg(load.in_transit_g),
        "why_not": why_not or ("capacity_withdrawn" if without else None),
    }


def _hub(hub: Hub) -> dict[str, Any]:
    return {
        "hub": hub.hub,
        "received": [{"from": flow.sender, **_flow(flow)} for flow in hub.received],
        "sent": [{"to": flow.receiver, "transfer": flow.transfer, **_flow(flow)} for flow in hub.sent],
        "through": [
            {"from": t.source, "to": t.receiver, "transfer": t.transfer, "dispatched_kg": _kg(t.mass_g)}
            for t in hub.through
        ],
    }


def _flow(flow: Flow) -> dict[str, Any]:
    return {"loads": flow.loads, "accepted_kg": _kg(flow.accepted_g), "in_transit_kg": _kg(flow.in_transit_g)}


def _kg(grams: int | None) -> Any:
    return None if grams is None else KILOGRAMS.to_wire(grams)
