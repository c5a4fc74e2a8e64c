"""Contracts 委托合同: who takes whose waste, to do what with it, and from when until when."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec

from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title
from ledger.limits import Limits
from ledger.subjects import OrganisationID, owner_of
from ledger.text import Day, Reason
from ledger.waste_codes import Wastes

Service = Literal["collection", "transport", "storage", "recovery", "disposal"]
Scope = Annotated[list[Service], Limits(min_length=1, max_length=5)]

WRITTEN = (
    "固体废物污染环境防治法（2020）37",
    "生态环境法典 490（自2026-08-15）",
)


class Contract:
    """A written contract between a generator and a contractor, numbered by one of them."""

    class Signed(Fact, frozen=True, kw_only=True):
        """A contract is signed; its text is evidence by its hash."""

        TOPIC = "contract.signed"
        TITLE = Title("合同签订", "Contract signed")
        BASIS = WRITTEN
        SUBJECT = "contract"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        generator: OrganisationID
        contractor: OrganisationID
        scope: Scope
        waste_codes: Wastes
        valid_from: Day
        valid_until: Day

        def misfits(self, subject: str) -> Iterator[Finding]:
            """A contract of others, or one that ends before it begins."""
            if f"organisation:{owner_of(subject)}" not in {self.generator, self.contractor}:
                detail = "whoever numbers a contract is its generator or its contractor"
                yield Finding("not_a_party", detail, "/generator")
            if self.valid_until < self.valid_from:
                told = {"from": self.valid_from, "until": self.valid_until}
                detail = f"it ends on {self.valid_until}, before {self.valid_from}"
                yield Finding("ends_before_it_begins", detail, "/valid_until", values=told)

    class Ended(Fact, frozen=True, kw_only=True):
        """A contract ends before its day."""

        TOPIC = "contract.ended"
        TITLE = Title("合同终止", "Contract ended")
        BASIS = WRITTEN
        SUBJECT = "contract"
        STATED_BY = (Relation.OWNER,)

        reason: Reason | None = None


class ContractState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a contract covers."""

    stage: Literal["provisional", "signed", "ended"] = "provisional"
    generator: str | None = None
    contractor: str | None = None
    scope: Sequence[str] | None = None
    waste_codes: list[str] | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    ended_at: str | None = None


def evolve(state: ContractState, statement: Statement[Fact]) -> ContractState:
    """The state after one more fact."""
    match statement.data:
        case Contract.Signed() as now:
            return ContractState(
                "signed", now.generator, now.contractor, now.scope, now.waste_codes, now.valid_from, now.valid_until
            )
        case Contract.Ended():
            return msgspec.structs.replace(state, stage="ended", ended_at=statement.occurred_at)
    return state
