"""Rulings on a transfer: the decision 决定, and measures that end it for a time or for good."""

from ledger.cross_province.transfer_form import LAW, Procedure, Terms
from ledger.fact import Fact, Relation, Title
from ledger.text import Instant, Name, Reason, Sentence

MEASURES = ("以该决定所载依据为准", "沪府办发〔2024〕30号 四（二）")


class Granting(Terms, frozen=True, kw_only=True):
    """The terms as decided, which are never wider than those applied for."""

    decision: Name | None = None
    procedure: Procedure | None = None


class Measure(Fact, frozen=True, kw_only=True):
    """A served decision: its number, the text that it rests on, and when it reached the transferor."""

    decision: Name
    legal_ground: Sentence
    served_at: Instant
    reason: Reason | None = None


class Ruling:
    """What the sending province decides about a transfer."""

    class Approved(Granting, frozen=True, kw_only=True):
        """批准. Loads may go, as far as these terms reach."""

        TOPIC = "transfer.approved"
        TITLE = Title("跨省转移批准", "Transfer approved")
        BASIS = ("危险废物转移管理办法 26、27", *LAW)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

    class Refused(Fact, frozen=True, kw_only=True):
        """不予批准. No load may go under this number."""

        TOPIC = "transfer.refused"
        TITLE = Title("跨省转移不予批准", "Transfer refused")
        BASIS = ("危险废物转移管理办法 24、26", *LAW)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

        reason: Reason
        decision: Name | None = None

    class Filed(Granting, frozen=True, kw_only=True):
        """备案. Recovery in another province is filed; there is none since 2026-08-15."""

        TOPIC = "transfer.filed"
        TITLE = Title("跨省转移备案", "Transfer filed")
        BASIS = ("固体废物污染环境防治法（2020）22(2)",)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

    class Noticed(Granting, frozen=True, kw_only=True):
        """提前报送. Both provinces were told in advance; the transferor says so, or the sending authority."""

        TOPIC = "transfer.noticed"
        TITLE = Title("跨省转移信息提前报送", "Transfer noticed in advance")
        BASIS = ("生态环境法典 476(2)（自2026-08-15）",)
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING, Relation.TRANSFEROR)

    class Suspended(Measure, frozen=True, kw_only=True):
        """暂停. No load may leave from the service of the decision on."""

        TOPIC = "transfer.suspended"
        TITLE = Title("跨省转移暂停", "Transfer suspended")
        BASIS = MEASURES
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

    class Resumed(Measure, frozen=True, kw_only=True):
        """恢复. Loads may go again, from the service of the decision on."""

        TOPIC = "transfer.resumed"
        TITLE = Title("跨省转移恢复", "Transfer resumed")
        BASIS = MEASURES
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)

    class Revoked(Measure, frozen=True, kw_only=True):
        """撤销. The transfer ends for good, from the service of the decision on."""

        TOPIC = "transfer.revoked"
        TITLE = Title("跨省转移撤销", "Transfer revoked")
        BASIS = MEASURES
        SUBJECT = "transfer"
        STATED_BY = (Relation.SENDING,)
