"""From the facts of an establishment to the rows of its ledgers.

A row says what its fact says, and where that says nothing, as the five immediates do, what is known of the container
by then: its weighed mass, its code, its profile's name, the bay in which it stood.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from api.hj1259.codes import tidy
from api.hj1259.columns import OF_RECIPIENT, TABLES
from api.hj1259.described import Known, known_of
from api.hj1259.instants import cell_of
from api.hj1259.reading_the_log import Books
from api.hj1259.trips import Trips
from api.hj1259.words import PURPOSES, RECIPIENTS, TREATMENT_OF, TREATMENTS
from api.pages.choices import CHOICES
from ledger.correction import Effective
from ledger.fact import Statement
from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.treatment import Input, Treatment
from ledger.quantity import Unit
from ledger.subjects import establishment_in, kind_of, owner_of
from projections.custody.state import fold, states

TONNES = Unit("_t", "_g", 6)
Value = str | int | Decimal | datetime | None


class Line(NamedTuple):
    """A row of a table: when it happened, and a value for each column of the standard that has one."""

    table: str
    occurred_at: str
    values: dict[str, Value]

    @property
    def order(self) -> tuple[str, ...]:
        """By time, then by batch and container: nothing of it depends on the order of posting."""
        batch = str(self.values.get(TABLES[self.table].batch.name) or "")
        container = str(self.values["容器/包装编码"])
        return self.table, self.occurred_at, batch, container, repr(sorted(self.values.items()))


class Ledgers:
    """The ledgers of one establishment, out of the books of its organisation."""

    def __init__(self, books: Books, establishment: str) -> None:
        self.books, self.here = books, f"establishment:{establishment}"
        self.known = known_of(books)
        self.facilities = {subject: fold(subject, facts) for subject, facts in books.of_kind("facility")}

    def lines(self) -> list[Line]:
        """Every row, table by table, each table in its order."""
        of_containers = [
            line for subject, facts in self.books.of_kind("container") for line in self._of_container(subject, facts)
        ]
        written = {line.values["容器/包装编码"] for line in of_containers if line.table == "B.5"}
        # what a row of B.5 was stated of is not told a second time by its manifest
        of_trips = (line for line in self._of_trips() if line.values["容器/包装编码"] not in written)
        of_treatments = (line for _, facts in self.books.of_kind("treatment") for line in self._of_treatment(facts))
        return sorted([*of_containers, *of_treatments, *of_trips], key=lambda line: line.order)

    def _of_container(self, subject: str, facts: list[Effective]) -> Iterator[Line]:
        """The rows of a container's life, as far as it was led here."""
        state = states(subject, facts)
        before: ContainerState = next(state)
        place: str | None = None
        for each, after in zip(facts, state, strict=True):
            said, now = each.statement, each.statement.data
            named = getattr(now, "establishment", None) or establishment_in(getattr(now, "facility", None) or "")
            place = named or place
            if place == self.here and said.subject == subject:
                match now:
                    case Container.Generated():
                        yield self._generated(said, now, facts)
                    case Container.Stored():
                        yield self._stored(said, now, after)
                    case Container.Withdrawn() if _is_sent_out(now):
                        yield self._sent_out(said, now, before)
                    case Container.Withdrawn():
                        yield self._withdrawn(said, now, before)
            before = after

    def _generated(self, said: Statement[Any], now: Container.Generated, facts: list[Effective]) -> Line:
        weighed = (e.statement.data for e in facts if isinstance(e.statement.data, Container.Weighed))
        net = next((max(0, reading.gross_g - reading.tare_g) for reading in weighed), None)
        row: dict[str, Value] = {
            "容器/包装类型": self._of(said.subject).packaging_in_words(),
            "产生危险废物设施编码": self._number(now.origin_facility),
            "产生部门经办人": now.operator,
            "去向": tidy(now.destination),
        }
        return self._line("B.1", said, now, now.mass_g if net is None else net, row)

    def _stored(self, said: Statement[Any], now: Container.Stored, after: ContainerState) -> Line:
        row = {
            **self._storage(now.facility, now.facility_type),
            "运送部门经办人": now.transported_by,
            "贮存部门经办人": now.operator,
            "产生批次编码": _joined(now.from_batches, self._of(said.subject).batch("HWCS")),
        }
        return self._line("B.2", said, now, _first(now.mass_g, after.remaining_g), row)

    def _withdrawn(self, said: Statement[Any], now: Container.Withdrawn, before: ContainerState) -> Line:
        row = {
            **self._storage(now.facility or before.facility, now.facility_type),
            "出库部门经办人": now.operator,
            "运送部门经办人": now.transported_by,
            "入库批次编码": _joined(now.from_batches, self._of(said.subject).batch("HWRK")),
            "去向": PURPOSES.write(now.purpose, tidy(now.destination)),
        }
        return self._line("B.3", said, now, _first(now.mass_g, before.remaining_g), row)

    def _sent_out(self, said: Statement[Any], now: Container.Withdrawn, before: ContainerState) -> Line:
        row: dict[str, Value] = {
            "利用/处置方式": now.method,
            "产生批次编码/出库批次编码": _joined(now.from_batches, self._of(said.subject).batch("HWCK", "HWCS")),
        }
        if now.recipient is not None:
            to = now.recipient
            row["接收单位类型"] = RECIPIENTS.words[to.kind]
            told = (tidy(to.name), tidy(to.licence_number if to.kind == "licensed" else to.export_notice))
            row |= dict(zip(OF_RECIPIENT[to.kind], told, strict=False))
        return self._line("B.5", said, now, _first(now.mass_g, before.remaining_g), row)

    def _of_trips(self) -> Iterator[Line]:
        for left in Trips(self.books, self.here, self.known).departures():
            yield self._sent_out(left, left.data, self._of(left.subject).state)

    def _of_treatment(self, facts: list[Effective]) -> Iterator[Line]:
        for each in facts:
            now = each.statement.data
            if not isinstance(now, Treatment.Completed) or establishment_in(now.facility) != self.here:
                continue
            told = now.batch_code or TREATMENT_OF.get(now.method[0]) == now.kind
            for put in now.inputs:
                row: dict[str, Value] = {
                    "自行利用/处置时间": cell_of(now.from_),
                    "自行利用/处置设施编码": self._number(now.facility),
                    "自行利用/处置方式": now.method if told else f"{now.method} {TREATMENTS[now.kind]}",
                    "自行利用/处置完毕时间": cell_of(now.until),
                    "自行利用/处置部门经办人": now.operator,
                    "产生批次编码/出库批次编码": _joined(
                        put.from_batches, self._of(put.container).batch("HWCK", "HWCS")
                    ),
                }
                yield self._line("B.4", each.statement, put, put.mass_g, row, batch=now.batch_code)

    def _line(
        self,
        number: str,
        said: Statement[Any],
        now: Any,
        grams: int | None,
        row: dict[str, Value],
        batch: str | None = None,
    ) -> Line:
        table = TABLES[number]
        subject = now.source if isinstance(now, Input) else said.subject
        mass = next(column.name for column in table.columns if column.form == "quantity")
        values = {
            **self._of(subject).columns(now),
            table.batch.name: batch or getattr(now, "batch_code", None),
            table.time.name: cell_of(said.occurred_at),
            # a tank in full: by its own number it would be read as a container
            "容器/包装编码": self._number(subject) if kind_of(subject) == "container" else subject,
            mass: None if grams is None else TONNES.to_wire(grams),
            "计量单位": None if grams is None else "吨",
            **row,
        }
        return Line(number, said.occurred_at, values)

    def _of(self, container: str | None) -> Known:
        return self.known.get(container or "", Known())

    def _number(self, subject: str | None) -> str | None:
        """A subject as a cell of this establishment names it; what is another's, whole."""
        kind, _, number = (subject or "").partition(":")
        owner, _, own = number.partition(".")
        if kind == "container":
            return own if owner == owner_of(self.here) else number
        if kind == "facility":
            return own if f"establishment:{owner}" == self.here else subject
        return subject

    def _storage(self, facility: str | None, said: str | None) -> dict[str, Value]:
        registered = self.facilities.get(facility or "")
        known = CHOICES["kind", registered.kind][0] if registered is not None and registered.kind else None
        return {"贮存设施编码": self._number(facility), "贮存设施类型": tidy(said) or known}


def _is_sent_out(now: Container.Withdrawn) -> bool:
    """Whether it left the establishment for somebody, and is a row of B.5; out of storage alone is one of B.3."""
    outward = now.batch_code is not None and not now.batch_code[4].isdigit()
    return now.purpose == "transfer" and (outward or now.recipient is not None)


def _first(*masses: int | None) -> int | None:
    return next((mass for mass in masses if mass is not None), None)


def _joined(codes: list[str] | None, known: str | None) -> str | None:
    return "、".join(codes) if codes else known
