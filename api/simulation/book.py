"""The book that a careful clerk keeps of one establishment: what stands in storage, and what came and went."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from api.simulation.parcel import NOTHING, Parcel
from api.simulation.places import Place
from api.simulation.waste import Waste

Kind = Literal["generated", "received", "sent", "treated", "lost"]

COMES = frozenset({"generated", "received"})


@dataclass(frozen=True, slots=True)
class Flow:
    """So much of a waste that came, or went."""

    at: datetime
    kind: Kind
    waste: Waste
    kg: Decimal
    receiver: Place | None = None


@dataclass(slots=True)
class Stay:
    """A container in storage, from when until when."""

    container: str
    since: datetime
    until: datetime | None = None


@dataclass
class Book:
    """What is true of an establishment, whatever was mistyped on the way."""

    flows: list[Flow] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    def flow(self, at: datetime, kind: Kind, waste: Waste, kg: Decimal, receiver: Place | None = None) -> None:
        """So much came, or went."""
        self.flows.append(Flow(at, kind, waste, kg, receiver))

    def stands(self, parcel: Parcel, since: datetime) -> None:
        """A container stands in storage."""
        if parcel.container is not None:
            self.stays.append(Stay(parcel.container, since))

    def leaves(self, parcel: Parcel, at: datetime) -> None:
        """It does not stand there any more."""
        for stay in reversed(self.stays):
            if stay.container == parcel.container and stay.until is None:
                stay.until = at
                return

    def stock(self, at: datetime) -> list[str]:
        """The containers that stand in storage at an instant."""
        return [s.container for s in self.stays if s.since <= at and (s.until is None or at < s.until)]

    def rows(self, begin: datetime, end: datetime) -> list[dict[str, Any]]:
        """What is declared of a period, a row for each waste (HJ 1259-2022 C.1–C.3)."""
        wastes = {flow.waste.code: flow.waste for flow in self.flows if flow.at < end}
        return [self._row(waste, begin, end) for _, waste in sorted(wastes.items())]

    def _row(self, waste: Waste, begin: datetime, end: datetime) -> dict[str, Any]:
        of_it = [flow for flow in self.flows if flow.waste.code == waste.code]
        during = [flow for flow in of_it if begin <= flow.at < end]
        row: dict[str, Any] = {
            "waste_code": waste.code,
            "opening_t": _tonnes(_held(flow for flow in of_it if flow.at < begin)),
            "generated_t": _tonnes(_sum(during, "generated")),
            "closing_t": _tonnes(_held(flow for flow in of_it if flow.at < end)),
        }
        if treated := _sum(during, "treated"):
            row["at_home"] = [{"method": waste.method, "mass_t": _tonnes(treated)}]
        if sent := list(_sent_out(during)):
            row["sent_out"] = sent
        return row


def _sent_out(flows: list[Flow]) -> Iterator[dict[str, Any]]:
    receivers = {flow.receiver.uscc: flow.receiver for flow in flows if flow.receiver is not None}
    for uscc, receiver in sorted(receivers.items()):
        taken = [flow for flow in flows if flow.receiver is not None and flow.receiver.uscc == uscc]
        yield {
            "name": receiver.name,
            "division": receiver.division,
            "method": taken[0].waste.method,
            "mass_t": _tonnes(_sum(taken, "sent")),
            "receiver": receiver.organisation,
        }


def _sum(flows: list[Flow], kind: Kind) -> Decimal:
    return sum((flow.kg for flow in flows if flow.kind == kind), NOTHING)


def _held(flows: Iterator[Flow]) -> Decimal:
    return max(NOTHING, sum((flow.kg if flow.kind in COMES else -flow.kg for flow in flows), NOTHING))


def _tonnes(kg: Decimal) -> Decimal:
    return kg / 1_000
