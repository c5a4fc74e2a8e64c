"""Declarations 申报: what arose in a month, quarter or year, what became of it, and what is left (HJ 1259-2022 7).

A period is written 2026, 2026-Q3 or 2026-07. Each row is a waste code, with what tables C.1 to C.3 ask of it. A
declaration that is longer than one fact may be is told in numbered parts.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from ledger.errors import Finding
from ledger.fact import AnyFact, Fact, Relation, Statement, Title
from ledger.hazardous_waste.numbered_parts import PartNumber, misnumbered
from ledger.identifiers import DivisionCode, HazardousWasteCode, MethodCode
from ledger.limits import Limits
from ledger.quantity import MassT
from ledger.subjects import OrganisationID
from ledger.text import Name


class AtHome(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """自行利用处置: so much by a method in the establishment's own facilities."""

    method: MethodCode
    mass_g: MassT


class SentOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """委外利用处置: so much to another unit. Naming its organisation makes that a party, who sees the declaration."""

    name: Name
    division: DivisionCode
    method: MethodCode
    mass_g: MassT
    licence_number: Name | None = None
    receiver: OrganisationID | None = None


class DeclaredRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What is declared of one waste: opening stock, generated, treated at home, sent out, closing stock."""

    waste_code: HazardousWasteCode
    opening_g: MassT
    generated_g: MassT
    closing_g: MassT
    at_home: Annotated[list[AtHome], Limits(min_length=1, max_length=30)] | None = None
    sent_out: Annotated[list[SentOut], Limits(min_length=1, max_length=100)] | None = None


class Contents(Fact, frozen=True, kw_only=True):
    """What is told when a period is declared, and whole again when it is amended."""

    rows: Annotated[list[DeclaredRow], Limits(min_length=0, max_length=200)]
    part: PartNumber | None = None
    parts: PartNumber | None = None

    def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
        """A part without the number of all parts, or beyond it."""
        return misnumbered(self.part, self.parts)


class Declaration:
    """The declaration of one establishment for one period, by its number: ESTABLISHMENT.PERIOD."""

    class Submitted(Contents, frozen=True, kw_only=True):
        """A period is declared, each part once; no rows say that nothing arose, moved or was kept."""

        TOPIC = "declaration.submitted"
        TITLE = Title("申报提交", "Declaration submitted")
        BASIS = ("固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）", "HJ 1259-2022 7, C.1–C.3")
        SUBJECT = "declaration"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        def repeats(self, earlier: AnyFact) -> bool:
            """Whether this part was submitted before."""
            return (self.part or 1) == (getattr(earlier, "part", None) or 1)

    class Amended(Contents, frozen=True, kw_only=True):
        """A part as it should have been; told in another number of parts, the declaration begins anew."""

        TOPIC = "declaration.amended"
        TITLE = Title("申报更正", "Declaration amended")
        BASIS = ("固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）", "HJ 1259-2022 7")
        SUBJECT = "declaration"
        STATED_BY = (Relation.OWNER,)


class PartTold(msgspec.Struct, frozen=True):
    """The sums of one part."""

    part: int
    row_count: int
    opening_g: MassT
    generated_g: MassT
    at_home_g: MassT
    sent_out_g: MassT
    closing_g: MassT


class DeclarationState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sums of what is declared, over the parts that were told so far; the rows stand in the facts."""

    stage: Literal["provisional", "submitted", "amended"] = "provisional"
    parts: int | None = None
    told: list[PartTold] = []
    complete: bool = False
    opening_g: MassT | None = None
    generated_g: MassT | None = None
    at_home_g: MassT | None = None
    sent_out_g: MassT | None = None
    closing_g: MassT | None = None


def evolve(state: DeclarationState, statement: Statement[Fact]) -> DeclarationState:
    """The state after one more fact."""
    match statement.data:
        case Declaration.Submitted() as now:
            return _with_part(state, now, "submitted")
        case Declaration.Amended() as now:
            return _with_part(state, now, "amended")
    return state


def _with_part(state: DeclarationState, now: Contents, stage: Literal["submitted", "amended"]) -> DeclarationState:
    parts, part = now.parts or 1, now.part or 1
    others = [each for each in state.told if each.part != part] if state.parts == parts else []
    told = sorted([*others, _sums(part, now.rows)], key=lambda each: each.part)
    return DeclarationState(
        stage,
        parts,
        told,
        len(told) == parts,
        sum(each.opening_g for each in told),
        sum(each.generated_g for each in told),
        sum(each.at_home_g for each in told),
        sum(each.sent_out_g for each in told),
        sum(each.closing_g for each in told),
    )


def _sums(part: int, rows: list[DeclaredRow]) -> PartTold:
    return PartTold(
        part,
        len(rows),
        sum(row.opening_g for row in rows),
        sum(row.generated_g for row in rows),
        sum(each.mass_g for row in rows for each in row.at_home or ()),
        sum(each.mass_g for row in rows for each in row.sent_out or ()),
        sum(row.closing_g for row in rows),
    )
