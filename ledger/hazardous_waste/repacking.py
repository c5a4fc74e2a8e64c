"""Repacking 倒装: waste poured from containers into containers, with the mass of each."""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from ledger.errors import Finding
from ledger.fact import Fact, Part, Relation, Title
from ledger.hazardous_waste.named_once import named_twice
from ledger.limits import Limits
from ledger.quantity import MassKg
from ledger.subjects import ContainerID


class Portion(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """So much out of a container, or into it."""

    container: ContainerID
    mass_g: MassKg


Portions = Annotated[list[Portion], Limits(min_length=1, max_length=100)]
Emptied = Annotated[list[ContainerID], Limits(min_length=1, max_length=100)]


class Repacking:
    """What passes between containers; it is about the first of those that are filled."""

    class Repacked(Fact, frozen=True, kw_only=True):
        """倒装. Waste passed from containers into others; those of `into` that are new come to be by this."""

        TOPIC = "container.repacked"
        TITLE = Title("倒装", "Repacked")
        BASIS = ("HJ 1259-2022 6.2", "固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）")
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER,)
        ACTS_ON = ("container",)

        from_: Portions = msgspec.field(name="from")
        into: Portions
        emptied: Emptied | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:
            """A subject not first of `into`, a container that stands twice, an emptied one not poured from."""
            if self.into[0].container != subject:
                told = {"subject": subject}
                yield Finding(
                    "not_first_of_into", f"{subject} is not the first of into", "/into/0/container", values=told
                )
            sources = [(f"/from/{n}/container", each.container) for n, each in enumerate(self.from_)]
            filled = [(f"/into/{n}/container", each.container) for n, each in enumerate(self.into)]
            yield from named_twice([*sources, *filled])
            emptied = [(f"/emptied/{n}", each) for n, each in enumerate(self.emptied or ())]
            yield from named_twice(emptied)
            poured_from = {each.container for each in self.from_}
            for pointer, each in emptied:
                if each not in poured_from:
                    detail = f"{each} is emptied but not poured from"
                    yield Finding("not_poured_from", detail, pointer, values={"subject": each})

        def part_of(self, subject: str) -> Part | None:
            """What was poured out of a container, or into it."""
            for each in self.from_:
                if each.container == subject:
                    return Part("from", each.mass_g, subject in (self.emptied or ()))
            return next((Part("into", each.mass_g) for each in self.into if each.container == subject), None)
