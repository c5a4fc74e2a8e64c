"""Applications 跨省转移申请: what the transferor asks for, completes, and the sending province takes in."""

from collections.abc import Iterator
from typing import Annotated

from ledger.cross_province.transfer_form import LAW, Procedure, Terms
from ledger.errors import Finding
from ledger.fact import Fact, Relation, Title
from ledger.identifiers import DivisionCode
from ledger.limits import Limits
from ledger.regulation.cross_province import Regime
from ledger.subjects import ContractID, EstablishmentID, LicenceID, OrganisationID
from ledger.text import Reason

Carriers = Annotated[list[OrganisationID], Limits(min_length=1, max_length=50)]


class Application:
    """What is asked of the provinces, by the number of the transfer."""

    class Applied(Terms, frozen=True, kw_only=True):
        """The transferor applies, files or tells in advance; both provinces see it from then on."""

        TOPIC = "transfer.applied"
        TITLE = Title("跨省转移申请", "Transfer applied for")
        BASIS = ("危险废物转移管理办法 21、22", *LAW)
        SUBJECT = "transfer"
        STATED_BY = (Relation.TRANSFEROR,)
        CREATES = True

        regime: Regime
        transferor: OrganisationID
        receiver: OrganisationID
        from_division: DivisionCode
        to_division: DivisionCode
        carriers: Carriers
        contract: ContractID | None = None
        from_establishment: EstablishmentID | None = None
        licence: LicenceID | None = None
        procedure: Procedure | None = None
        to_establishment: EstablishmentID | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:
            """A transfer within one province, or one that ends before it begins."""
            yield from super().misfits(subject)
            if self.from_division[:2] == self.to_division[:2]:
                told = {"sent_from": self.from_division, "sent_to": self.to_division}
                yield Finding("one_province", "both places lie in one province", "/to_division", values=told)

    class SupplementRequested(Fact, frozen=True, kw_only=True):
        """补正通知. The sending province says what is missing; the clocks stand still until it comes."""

        TOPIC = "transfer.supplement_requested"
        TITLE = Title("补正通知", "Supplement requested")
        BASIS = ("危险废物转移管理办法 23",)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

        reason: Reason

    class Supplemented(Fact, frozen=True, kw_only=True):
        """The transferor hands in what was missing; unasked for, it moves no clock."""

        TOPIC = "transfer.supplemented"
        TITLE = Title("补正材料提交", "Supplemented")
        BASIS = ("危险废物转移管理办法 23",)
        SUBJECT = "transfer"
        STATED_BY = (Relation.TRANSFEROR,)

    class Admitted(Fact, frozen=True, kw_only=True):
        """受理. The application is complete and taken in; the days of the review begin."""

        TOPIC = "transfer.admitted"
        TITLE = Title("跨省转移受理", "Application admitted")
        BASIS = ("危险废物转移管理办法 23",)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)
