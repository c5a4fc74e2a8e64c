"""The head of every subject at one size of the log, stated as a fact: what makes a case complete."""

from typing import Annotated

from ledger.fact import AnyFact, Relation, Title
from ledger.identifiers import Sha256
from ledger.limits import Limits

Count = Annotated[int, Limits(ge=1, le=2**53 - 1)]


class Heads:
    """For each tag how many facts carry it and which: a bundle that leaves one out does not fit any more."""

    class Recorded(AnyFact, frozen=True, kw_only=True):
        """The root over the heads of all tags, as they are after the first `size` facts (docs/decisions/0008)."""

        TOPIC = "heads.recorded"
        TITLE = Title("全部对象之首记入", "Heads of all subjects recorded")
        BASIS = ("本系统规则",)
        SUBJECT = "log"
        STATED_BY = (Relation.LOG,)

        root: Sha256
        size: Count
        tags: Count
