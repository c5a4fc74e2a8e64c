"""Stocktaking 盘点: what somebody found in a storage facility when they counted."""

from collections.abc import Iterator
from typing import Annotated

from ledger.errors import Finding
from ledger.fact import Fact, Relation, Title
from ledger.hazardous_waste.named_once import named_twice
from ledger.hazardous_waste.numbered_parts import PartNumber, misnumbered
from ledger.identifiers import HazardousWasteCode
from ledger.limits import Limits
from ledger.quantity import MassKg
from ledger.subjects import ContainerID

Counted = Annotated[list[ContainerID], Limits(min_length=0, max_length=400)]


class StorageCount:
    """The counted stock of a facility."""

    class Counted(Fact, frozen=True, kw_only=True):
        """盘点. The containers that were found, none of them perhaps, or a mass; a long list in numbered parts."""

        TOPIC = "storage.counted"
        TITLE = Title("盘点", "Stock counted")
        BASIS = ("固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）")
        SUBJECT = "facility"
        STATED_BY = (Relation.OWNER,)

        containers: Counted | None = None
        mass_g: MassKg | None = None
        part: PartNumber | None = None
        parts: PartNumber | None = None
        waste_code: HazardousWasteCode | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
            """A count of nothing in particular, and a container that was counted twice."""
            if self.containers is None and self.mass_g is None:
                wanted = "containers, mass_kg"
                yield Finding("missing_field", f"one of {wanted} is wanted", "", values={"any_of": wanted})
            yield from named_twice((f"/containers/{n}", each) for n, each in enumerate(self.containers or ()))
            yield from misnumbered(self.part, self.parts)
