"""Establishments 生产经营场所: the places where waste comes to be, is kept and is treated."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.identifiers import DivisionCode
from ledger.limits import Limits
from ledger.parties.supervision_list import SupervisionList
from ledger.quantity import Latitude, Longitude
from ledger.subjects import OrganisationID
from ledger.text import Day, Name, Reason, Sentence, TimeOfDay

EstablishmentKind = Literal["industrial", "medical", "laboratory", "collection", "treatment", "construction", "other"]
SupervisionClass = Literal["key", "simplified", "registered"]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An address, and a point in WGS-84 where it is known."""

    address: Sentence
    lon_udeg: Longitude | None = None
    lat_udeg: Latitude | None = None


class Shift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A working shift, in Shanghai time; one that ends before it begins ends on the next day."""

    from_: TimeOfDay = msgspec.field(name="from")
    until: TimeOfDay


Shifts = Annotated[list[Shift], Limits(min_length=1, max_length=6)]


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of an establishment when it is registered, and whole again at every change."""

    organisation: OrganisationID
    name: Name
    division: DivisionCode
    place: Place
    go_live: Day | None = None
    kind: EstablishmentKind | None = None
    shifts: Shifts | None = None


class Establishment:
    """A plant, clinic or yard, by its number under HJ 608-2017."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """An establishment enters the ledger."""

        TOPIC = "establishment.registered"
        TITLE = Title("生产经营场所登记", "Establishment registered")
        BASIS = ("HJ 608-2017", "HJ 1259-2022 4.2.1")
        SUBJECT = "establishment"
        STATED_BY = (Relation.OWNER, Relation.OPERATOR)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of an establishment, valid from its time."""

        TOPIC = "establishment.changed"
        TITLE = Title("生产经营场所变更", "Establishment changed")
        BASIS = ("HJ 608-2017", "HJ 1259-2022 5.2")
        SUBJECT = "establishment"
        STATED_BY = (Relation.OWNER, Relation.OPERATOR)

    class Closed(Fact, frozen=True, kw_only=True):
        """An establishment stops."""

        TOPIC = "establishment.closed"
        TITLE = Title("生产经营场所关闭", "Establishment closed")
        BASIS = ("HJ 1259-2022 5.2",)
        SUBJECT = "establishment"
        STATED_BY = (Relation.OWNER, Relation.OPERATOR)

        reason: Reason | None = None

    class SupervisionClassAssigned(Fact, frozen=True, kw_only=True):
        """The class of supervision, assigned by the bureau with its source: 重点, 简化 or 登记."""

        TOPIC = "supervision_class.assigned"
        TITLE = Title("监管类别确定", "Supervision class assigned")
        BASIS = ("HJ 1259-2022 4.2",)
        SUBJECT = "establishment"
        STATED_BY = (Relation.ECOLOGY,)

        class_: SupervisionClass = msgspec.field(name="class")
        year: Annotated[int, Limits(ge=2020, le=2100)]
        source: Sentence


class EstablishmentState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an establishment is, as stated last, and the lists on which it stands."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    organisation: str | None = None
    name: str | None = None
    division: str | None = None
    kind: str | None = None
    place: Place | None = None
    go_live: str | None = None
    supervision_class: str | None = None
    supervision_year: int | None = None
    lists: list[str] | None = None


def evolve(state: EstablishmentState, statement: Statement[Fact]) -> EstablishmentState:
    """The state after one more fact."""
    match statement.data:
        case Establishment.Registered() | Establishment.Changed() as now:
            return msgspec.structs.replace(
                state,
                stage="registered",
                organisation=now.organisation,
                name=now.name,
                division=now.division,
                kind=now.kind,
                place=now.place,
                go_live=now.go_live,
            )
        case Establishment.SupervisionClassAssigned() as assigned:
            return msgspec.structs.replace(state, supervision_class=assigned.class_, supervision_year=assigned.year)
        case SupervisionList.Entered() as now:
            return msgspec.structs.replace(state, lists=sorted({*(state.lists or ()), now.list_}))
        case SupervisionList.Left() as now:
            rest = [each for each in state.lists or () if each != now.list_]
            return msgspec.structs.replace(state, lists=rest or None)
        case Establishment.Closed():
            return msgspec.structs.replace(state, stage="closed")
    return state
