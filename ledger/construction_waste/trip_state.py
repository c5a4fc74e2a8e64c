"""What a trip's facts leave it at: where the load is, who took how much of it, and how much is still in hand."""

from typing import Literal

import msgspec
from msgspec.structs import replace

from ledger.construction_waste.trip import Trip
from ledger.fact import Fact, Statement
from ledger.quantity import MassKg, SignedMassKg
from ledger.subjects import kind_of

SLACK_PERMILLE, SLACK_G = 30, 500_000
"""By so much two scales may differ, whichever is more: 3 % or 500 kg (内部阈值, as of trip_weight_loss)."""

Stage = Literal["provisional", "departed", "diverted", "transloaded", "arrived", "accepted", "refused", "returned"]


class Receipt(msgspec.Struct, frozen=True):
    """A 消纳接收凭证: which site gave it, under which number, for how much; a reprint says the same once more."""

    site: str
    receipt: str
    accepted_g: MassKg


class TripState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A trip as its facts leave it.

    Mass is conserved: what departed was accepted, returned or transloaded, is in hand, or is the difference between
    two scales.
    """

    stage: Stage = "provisional"
    permit: str | None = None
    conveyance: str | None = None
    carrier: str | None = None
    gate: str | None = None
    waste_class: str | None = None
    to_site: str | None = None
    """Where it is bound for, as was said last."""
    site: str | None = None
    """Where it stands or went."""
    gross_g: MassKg | None = None
    departed_g: MassKg | None = None
    """Net, as told when it left; None while no tare is told."""
    loaded_g: MassKg | None = None
    """What other trips and yards put onto it, where it carries on their loads."""
    arrived_g: MassKg | None = None
    accepted_g: MassKg | None = None
    refused_g: MassKg | None = None
    """Refused, and neither taken elsewhere nor back."""
    returned_g: MassKg | None = None
    transloaded_g: MassKg | None = None
    in_hand_g: MassKg | None = None
    difference_g: SignedMassKg | None = None
    """Departed less all that was told of it, once nothing is in hand."""
    receipts: list[Receipt] = []
    refused_by: str | None = None
    diversions: int | None = None
    unloadings: int | None = None
    """How often the stream of positions saw it unload."""
    more_follows: bool | None = None

    @property
    def carried_g(self) -> int | None:
        """The load at the start: as weighed, else as it was put onto it."""
        return self.departed_g if self.departed_g is not None else self.loaded_g

    @property
    def out_g(self) -> int:
        """What left it again, wherever to."""
        return (self.accepted_g or 0) + (self.returned_g or 0) + (self.transloaded_g or 0)

    @property
    def left_g(self) -> int:
        """What cannot be anywhere but on it."""
        return max((self.carried_g or 0) - self.out_g, 0)

    @property
    def settled(self) -> bool:
        """Whether it was accepted, returned or transloaded, and nothing that was refused is outstanding.

        A receipt ends it unless more follows; a part that was transloaded or returned does not end the rest.
        """
        if self.refused_by or self.more_follows or self.stage not in {"accepted", "returned", "transloaded"}:
            return False
        return self.accepted_g is not None or self.left_g <= slack_g(self.carried_g or 0)


def slack_g(load_g: int) -> int:
    """By how much what became of a load may differ from it, for two scales never agree."""
    return max(load_g * SLACK_PERMILLE // 1000, SLACK_G)


def loop_status(state: TripState) -> Literal["open", "closed"]:
    """Closed with the receipt, the return, or once another conveyance went on with it."""
    return "closed" if state.settled else "open"


def evolve(state: TripState, statement: Statement[Fact]) -> TripState:
    """The state after one more fact, in occurred order."""
    match statement.data:
        case Trip.Departed() as now:
            state = replace(
                state,
                stage="departed" if state.stage == "provisional" else state.stage,
                permit=now.permit,
                conveyance=now.conveyance,
                carrier=now.carrier,
                gate=now.gate,
                waste_class=now.waste_class,
                to_site=state.to_site or now.to_site,
                gross_g=now.gross_g,
                departed_g=now.net_g,
            )
        case Trip.Diverted() as now:
            state = replace(state, stage="diverted", to_site=now.to_site, diversions=(state.diversions or 0) + 1)
        case Trip.Arrived() as now:
            state = replace(state, stage="arrived", site=now.site, arrived_g=now.net_g)
        case Trip.Transloaded() as now:
            state = _gone(state, "transloaded", now.site, _or_the_rest(state, now.told_g))
        case Trip.Accepted() as now:
            state = _accepted(state, now)
        case Trip.Refused() as now:
            mass = state.left_g if now.told_g is None else now.told_g
            state = replace(state, stage="refused", site=now.site, refused_g=mass, refused_by=now.site)
        case Trip.Returned() as now:
            state = _gone(state, "returned", None, _or_the_rest(state, now.told_g))
        case Trip.UnloadingObserved():
            state = replace(state, unloadings=(state.unloadings or 0) + 1)
    return _balanced(state)


def acted_on(state: TripState, statement: Statement[Fact], subject: str) -> TripState:
    """The state after another trip's load, or something of a yard, was put onto this one; its own facts as ever."""
    part = statement.data.part_of(subject)
    if statement.subject == subject or part is None or kind_of(subject) != "trip":
        return evolve(state, statement)
    return _balanced(replace(state, loaded_g=(state.loaded_g or 0) + (part.mass_g or 0)))


def _or_the_rest(state: TripState, told_g: int | None) -> int:
    """As told; else what was refused where the rest was accepted, else all of it."""
    if told_g is not None:
        return told_g
    return state.refused_g if state.accepted_g and state.refused_g else state.left_g


def _gone(state: TripState, stage: Literal["transloaded", "returned"], site: str | None, mass: int) -> TripState:
    """So much left it; what was refused is among that, as far as it goes."""
    moved = replace(
        state,
        stage=stage,
        site=site,
        transloaded_g=(state.transloaded_g or 0) + mass if stage == "transloaded" else state.transloaded_g,
        returned_g=(state.returned_g or 0) + mass if stage == "returned" else state.returned_g,
    )
    still = max((state.refused_g or 0) - mass, 0)
    return replace(moved, refused_g=still or None, refused_by=state.refused_by if still else None)


def _accepted(state: TripState, now: Trip.Accepted) -> TripState:
    """Another receipt takes more; the same one printed again takes nothing."""
    receipt = Receipt(now.site, now.receipt, now.told_g)
    if receipt in state.receipts:
        return state
    elsewhere = state.refused_by is not None and state.refused_by != now.site
    return replace(
        state,
        stage="accepted",
        site=now.site,
        accepted_g=(state.accepted_g or 0) + now.told_g,
        receipts=[*state.receipts, receipt],
        refused_g=None if elsewhere else state.refused_g,
        refused_by=None if elsewhere else state.refused_by,
        more_follows=now.more_follows,
    )


def _balanced(state: TripState) -> TripState:
    """What is in hand, and once nothing is, by how much the readings differ."""
    if state.carried_g is None:
        return replace(state, in_hand_g=None, difference_g=None)
    in_hand = 0 if state.settled else state.left_g
    return replace(state, in_hand_g=in_hand, difference_g=state.carried_g - state.out_g - in_hand)
