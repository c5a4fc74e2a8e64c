"""Lists of establishments under closer supervision: entered and left by decision, never by computing."""

from typing import Literal

import msgspec

from ledger.fact import Fact, Relation, Title
from ledger.text import Reason

SupervisionListName = Literal["key_supervision", "key_polluters"]
"""重点监管名单 of 沪府办发〔2024〕30号 三（三）; 重点排污单位名录, of which Shanghai's class 重点 is taken."""


class Decision(Fact, frozen=True, kw_only=True):
    """Which list, and why."""

    list_: SupervisionListName = msgspec.field(name="list")
    reason: Reason


class SupervisionList:
    """That an establishment stands on a list."""

    class Entered(Decision, frozen=True, kw_only=True):
        """The authority puts an establishment on a list."""

        TOPIC = "supervision_list.entered"
        TITLE = Title("列入名单", "Supervision list entered")
        BASIS = ("沪府办发〔2024〕30号 三（三）",)
        SUBJECT = "establishment"
        STATED_BY = (Relation.ECOLOGY,)

    class Left(Decision, frozen=True, kw_only=True):
        """The authority takes an establishment off a list on which it stands."""

        TOPIC = "supervision_list.left"
        TITLE = Title("移出名单", "Supervision list left")
        BASIS = ("沪府办发〔2024〕30号 三（三）",)
        SUBJECT = "establishment"
        STATED_BY = (Relation.ECOLOGY,)
