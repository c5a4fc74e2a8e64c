"""Consultation 商请: what the sending province finds and asks, and what the receiving one answers."""

from typing import Literal

from ledger.cross_province.transfer_form import LAW
from ledger.fact import Fact, Relation, Title
from ledger.quantity import MassT
from ledger.text import Name, Reason

POLICY = "沪府办发〔2024〕30号 五（三）"


class Consultation:
    """The way of an application between two provinces."""

    class PreliminarilyReviewed(Fact, frozen=True, kw_only=True):
        """初审. Whether the sending province will ask the receiving one, or refuse."""

        TOPIC = "transfer.preliminarily_reviewed"
        TITLE = Title("跨省转移初审", "Preliminarily reviewed")
        BASIS = ("危险废物转移管理办法 24",)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

        outcome: Literal["passed", "failed"]
        reason: Reason | None = None

    class Consulted(Fact, frozen=True, kw_only=True):
        """商请函. The receiving province is asked whether it consents."""

        TOPIC = "transfer.consulted"
        TITLE = Title("商请函", "Receiving province consulted")
        BASIS = ("危险废物转移管理办法 24", *LAW)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

        letter: Name | None = None

    class Consented(Fact, frozen=True, kw_only=True):
        """复函同意. The receiving province consents."""

        TOPIC = "transfer.consented"
        TITLE = Title("接受地同意", "Receiving province consented")
        BASIS = ("危险废物转移管理办法 25", *LAW)
        SUBJECT = "transfer"
        STATED_BY = (Relation.RECEIVING,)

        letter: Name | None = None

    class Objected(Fact, frozen=True, kw_only=True):
        """复函不同意. The receiving province does not consent, and says why."""

        TOPIC = "transfer.objected"
        TITLE = Title("接受地不同意", "Receiving province objected")
        BASIS = ("危险废物转移管理办法 25", *LAW)
        SUBJECT = "transfer"
        STATED_BY = (Relation.RECEIVING,)

        reason: Reason
        letter: Name | None = None

    class CapacityConfirmed(Fact, frozen=True, kw_only=True):
        """The receiving authority finds the receiver qualified and able to take the waste, so much of it."""

        TOPIC = "transfer.capacity_confirmed"
        TITLE = Title("接收能力确认", "Capacity confirmed")
        BASIS = (POLICY,)
        SUBJECT = "transfer"
        STATED_BY = (Relation.RECEIVING,)

        capacity_g: MassT | None = None

    class CapacityWithdrawn(Fact, frozen=True, kw_only=True):
        """The capacity is not there any more, as the receiving authority finds or the receiver itself says."""

        TOPIC = "transfer.capacity_withdrawn"
        TITLE = Title("接收能力撤回", "Capacity withdrawn")
        BASIS = (POLICY,)
        SUBJECT = "transfer"
        STATED_BY = (Relation.RECEIVING, Relation.RECEIVER)

        reason: Reason
