"""What a transfer's facts leave it at: how far the application is, the terms as decided, and what stops its loads."""

from typing import Literal

import msgspec
from msgspec.structs import replace

from ledger.clock import shanghai_day
from ledger.cross_province.application import Application
from ledger.cross_province.consultation import Consultation
from ledger.cross_province.ruling import Granting, Measure, Ruling
from ledger.fact import AnyFact, Fact, Statement
from ledger.quantity import MassT
from ledger.waste_codes import is_hazardous

Stage = Literal[
    "provisional",
    "applied",
    "supplement_requested",
    "supplemented",
    "admitted",
    "reviewed",
    "consulted",
    "consented",
    "objected",
    "approved",
    "refused",
    "filed",
    "noticed",
    "suspended",
    "revoked",
]
Decision = Literal["approved", "refused", "filed", "noticed"]


class Submission(msgspec.Struct, frozen=True, omit_defaults=True):
    """Materials that came in, and when more was asked for after that."""

    received_at: str
    requested_at: str | None = None


class Suspension(msgspec.Struct, frozen=True, omit_defaults=True):
    """From the service of one decision to that of the one that lifts it."""

    decision: str
    since: str
    until: str | None = None


class TransferState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A transfer as it stands; quantity, wastes, method and days are as decided, until then as applied for."""

    stage: Stage = "provisional"
    regime: str | None = None
    transferor: str | None = None
    receiver: str | None = None
    from_division: str | None = None
    to_division: str | None = None
    from_establishment: str | None = None
    to_establishment: str | None = None
    carriers: list[str] = []
    waste_codes: list[str] = []
    quantity_g: MassT | None = None
    method: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    licence: str | None = None
    contract: str | None = None
    procedure: str | None = None
    submissions: list[Submission] = []
    admitted_at: str | None = None
    outcome: Literal["passed", "failed"] | None = None
    consulted_at: str | None = None
    answer: Literal["consented", "objected"] | None = None
    answered_at: str | None = None
    capacity: Literal["confirmed", "withdrawn"] | None = None
    capacity_since: str | None = None
    capacity_g: MassT | None = None
    decided: Decision | None = None
    decided_at: str | None = None
    decision: str | None = None
    suspensions: list[Suspension] = []
    revoked_at: str | None = None

    @property
    def hazardous(self) -> bool:
        """Whether any of its wastes is hazardous."""
        return any(map(is_hazardous, self.waste_codes))

    @property
    def in_full_order(self) -> bool:
        """Whether the measures (危险废物转移管理办法) order its steps: of hazardous waste, by the usual procedure."""
        return self.regime == "approval" and self.hazardous and self.procedure is None

    @property
    def waits_for_supplements(self) -> bool:
        """Whether more was asked for that has not come in."""
        return bool(self.submissions) and self.submissions[-1].requested_at is not None


def loop_status(state: TransferState) -> Literal["open", "closed"]:
    """Closed by the decision, whichever it is."""
    return "open" if state.decided is None else "closed"


def evolve(state: TransferState, statement: Statement[Fact]) -> TransferState:
    """The state after one more fact, in occurred order."""
    at, says = statement.occurred_at, statement.data
    match says:
        case Application.Applied():
            return _applied(state, says, at)
        case Application.SupplementRequested() if state.submissions and not state.waits_for_supplements:
            asked = [*state.submissions[:-1], replace(state.submissions[-1], requested_at=at)]
            return replace(state, stage="supplement_requested", submissions=asked)
        case Application.Supplemented() if state.waits_for_supplements:
            stage: Stage = "admitted" if state.admitted_at else "supplemented"
            return replace(state, stage=stage, submissions=[*state.submissions, Submission(at)])
        case Application.Admitted():
            return replace(state, stage="admitted", admitted_at=at)
        case Granting() | Ruling.Refused():
            return _decided(state, says, at)
        case Measure():
            return _under(state, says)
    return _consulting(state, says, at)


def _applied(state: TransferState, now: Application.Applied, at: str) -> TransferState:
    said = {name: getattr(now, name) for name in COPIED}
    if state.decided is not None:  # a late application does not widen what was decided
        said = {name: value for name, value in said.items() if name not in AS_DECIDED}
    stage = "applied" if state.stage == "provisional" else state.stage
    return replace(state, stage=stage, submissions=[Submission(at), *state.submissions], **said)


def _consulting(state: TransferState, says: AnyFact, at: str) -> TransferState:
    match says:
        case Consultation.PreliminarilyReviewed(outcome=outcome):
            return replace(state, stage="reviewed", outcome=outcome)
        case Consultation.Consulted():
            return replace(state, stage="consulted", consulted_at=at)
        case Consultation.Consented():
            return replace(state, stage="consented", answer="consented", answered_at=at)
        case Consultation.Objected():
            return replace(state, stage="objected", answer="objected", answered_at=at)
        case Consultation.CapacityConfirmed(capacity_g=grams):
            return replace(state, capacity="confirmed", capacity_since=at, capacity_g=grams)
        case Consultation.CapacityWithdrawn():
            return replace(state, capacity="withdrawn", capacity_since=at, capacity_g=None)
    return state


def _decided(state: TransferState, says: Granting | Ruling.Refused, at: str) -> TransferState:
    decided: Decision = DECISIONS[type(says)]
    terms = {name: getattr(says, name) for name in AS_DECIDED} if isinstance(says, Granting) else {}
    procedure = getattr(says, "procedure", None) or state.procedure
    return replace(
        state,
        stage=decided,
        decided=decided,
        decided_at=at,
        decision=says.decision,
        procedure=procedure,
        **terms,
    )


def _under(state: TransferState, now: Measure) -> TransferState:
    match now:
        case Ruling.Suspended():
            return replace(
                state,
                stage="suspended",
                suspensions=[*state.suspensions, Suspension(now.decision, now.served_at)],
            )
        case Ruling.Resumed() if state.suspensions:
            *before, last = state.suspensions
            lifted = replace(last, until=now.served_at)
            return replace(state, stage=state.decided or "applied", suspensions=[*before, lifted])
        case Ruling.Revoked():
            return replace(state, stage="revoked", revoked_at=now.served_at)
    return state


AS_DECIDED = ("waste_codes", "quantity_g", "method", "valid_from", "valid_until")
COPIED = (
    *AS_DECIDED,
    "regime",
    "transferor",
    "receiver",
    "from_division",
    "to_division",
    "from_establishment",
    "to_establishment",
    "carriers",
    "licence",
    "contract",
    "procedure",
)
DECISIONS: dict[type[AnyFact], Decision] = {
    Ruling.Approved: "approved",
    Ruling.Refused: "refused",
    Ruling.Filed: "filed",
    Ruling.Noticed: "noticed",
}

WhyNot = Literal["not_granted", "not_yet_valid", "expired", "suspended", "revoked"]


def why_not_in_force(state: TransferState, instant: str) -> WhyNot | None:
    """Why a load may not leave at an instant (canonical text); None where the transfer is in force.

    The days are those of China, both included. A measure counts from its service on: who left before, left lawfully.
    """
    if state.decided in {None, "refused"} or (state.decided_at or "") > instant:
        return "not_granted"
    if state.revoked_at is not None and state.revoked_at <= instant:
        return "revoked"
    if any(each.since <= instant and (each.until is None or instant < each.until) for each in state.suspensions):
        return "suspended"
    day = str(shanghai_day(instant))
    if state.valid_from is not None and day < state.valid_from:
        return "not_yet_valid"
    if state.valid_until is not None and day > state.valid_until:
        return "expired"
    return None
