"""The key of the log, when another takes its place."""

from typing import Annotated

from ledger.fact import AnyFact, Relation, Title
from ledger.limits import Limits
from ledger.text import Reason, exactly

VerifierText = Annotated[str, Limits(pattern=exactly(r"[A-Za-z0-9._/-]{1,120}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{1,100}"))]
"""A public key as signed notes write it: name+ID+key (c2sp.org/signed-note)."""


class LogKey:
    """What signs the log's checkpoints and receipts."""

    class Changed(AnyFact, frozen=True, kw_only=True):
        """From here on these keys sign; the old one signs the checkpoint that holds this fact, and nothing after."""

        TOPIC = "log_key.changed"
        TITLE = Title("账本密钥更换", "Log key changed")
        BASIS = ("本系统规则",)
        SUBJECT = "log"
        STATED_BY = (Relation.LOG,)

        key: VerifierText
        receipt_key: VerifierText
        reason: Reason
