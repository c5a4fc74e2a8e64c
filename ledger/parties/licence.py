"""Licences 危险废物经营许可证: which wastes an establishment may take in, to do what with them, and until when."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.identifiers import KnownMethodCode
from ledger.limits import Limits
from ledger.quantity import MassTPerYear
from ledger.subjects import ConveyanceID, EstablishmentID, OrganisationID
from ledger.text import Day, Instant, Name, Reason
from ledger.waste_codes import WasteCodes

LicenceKind = Literal["comprehensive", "collection"]
Methods = Annotated[list[KnownMethodCode], Limits(min_length=0, max_length=30)]
"""None for who only collects."""
Conveyances = Annotated[list[ConveyanceID], Limits(min_length=1, max_length=500)]

LICENSING = (
    "危险废物经营许可证管理办法（2016修订）",
    "固体废物污染环境防治法（2020）80",
    "生态环境法典 534（自2026-08-15）",
)


class Terms(Fact, frozen=True, kw_only=True):
    """What a licence says when it is granted, and whole again at every change."""

    kind: LicenceKind
    holder: OrganisationID
    establishment: EstablishmentID
    waste_codes: WasteCodes
    methods: Methods
    capacity_g_per_year: MassTPerYear
    valid_from: Day
    valid_until: Day
    conveyances: Conveyances | None = None
    decision: Name | None = None
    served_at: Instant | None = None


class Measure(Fact, frozen=True, kw_only=True):
    """What is said when a licence is taken away, for a time or for good.

    It names the establishment that the grant named: by its place the authority is known to be competent.
    """

    establishment: EstablishmentID
    decision: Name | None = None
    reason: Reason | None = None
    served_at: Instant | None = None


class Licence:
    """A licence by its authority's number, for one establishment of its holder."""

    class Granted(Terms, frozen=True, kw_only=True):
        """A licence is granted."""

        TOPIC = "licence.granted"
        TITLE = Title("许可证颁发", "Licence granted")
        BASIS = LICENSING
        SUBJECT = "licence"
        STATED_BY = (Relation.ECOLOGY,)
        CREATES = True

    class Changed(Terms, frozen=True, kw_only=True):
        """The whole new state of a licence, valid from its time; a renewal too, and the end of a suspension."""

        TOPIC = "licence.changed"
        TITLE = Title("许可证变更", "Licence changed")
        BASIS = LICENSING
        SUBJECT = "licence"
        STATED_BY = (Relation.ECOLOGY,)

    class Suspended(Measure, frozen=True, kw_only=True):
        """暂扣. The licence is not to be used until it is changed, which gives it back."""

        TOPIC = "licence.suspended"
        TITLE = Title("许可证暂扣", "Licence suspended")
        BASIS = LICENSING
        SUBJECT = "licence"
        STATED_BY = (Relation.ECOLOGY,)

    class Revoked(Measure, frozen=True, kw_only=True):
        """吊销. The licence ends for good."""

        TOPIC = "licence.revoked"
        TITLE = Title("许可证吊销", "Licence revoked")
        BASIS = (
            "固体废物污染环境防治法（2020）114",
            "生态环境法典 1178（自2026-08-15）",
        )
        SUBJECT = "licence"
        STATED_BY = (Relation.ECOLOGY,)


class LicenceState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a licence allows, as decided last."""

    stage: Literal["provisional", "granted", "suspended", "revoked"] = "provisional"
    kind: str | None = None
    holder: str | None = None
    establishment: str | None = None
    waste_codes: list[str] | None = None
    methods: list[str] | None = None
    capacity_g_per_year: MassTPerYear | None = None
    conveyances: list[str] | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    decision: str | None = None
    served_at: str | None = None


def evolve(state: LicenceState, statement: Statement[Fact]) -> LicenceState:
    """The state after one more fact; what was revoked stays revoked."""
    change = msgspec.structs.replace
    match statement.data:
        case _ if state.stage == "revoked":
            return state
        case Licence.Granted() | Licence.Changed() as now:
            return LicenceState(
                "granted",
                now.kind,
                now.holder,
                now.establishment,
                now.waste_codes,
                now.methods,
                now.capacity_g_per_year,
                now.conveyances,
                now.valid_from,
                now.valid_until,
                now.decision,
                now.served_at,
            )
        case Licence.Suspended() as now:
            return change(state, stage="suspended", decision=now.decision, served_at=now.served_at)
        case Licence.Revoked() as now:
            return change(state, stage="revoked", decision=now.decision, served_at=now.served_at)
    return state
