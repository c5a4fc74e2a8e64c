"""A flag 异常 of the register: what the flagged organisation says of it, and what the authority decides.

Its number is made of its rule and of what it stands for, so it is the same after every rebuild. That there is such a
flag, against whom, and who is competent, the register knows; the door asks it before a statement is recorded.
"""

from typing import Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.text import Instant, Reason

REGISTER = "本系统规则：被标记单位先作说明，主管部门再作认定"


class Saying(Fact, frozen=True, kw_only=True):
    """Why."""

    reason: Reason


class Anomaly:
    """A flag, by its number."""

    class Explained(Saying, frozen=True, kw_only=True):
        """申辩. The flagged organisation says how it came about; that does not clear it, but is read first."""

        TOPIC = "anomaly.explained"
        TITLE = Title("异常说明", "Anomaly explained")
        BASIS = (REGISTER,)
        SUBJECT = "anomaly"
        STATED_BY = (Relation.FLAGGED,)
        RELIES = False

    class Confirmed(Saying, frozen=True, kw_only=True):
        """The competent authority finds it to be so: from now on it counts."""

        TOPIC = "anomaly.confirmed"
        TITLE = Title("异常属实", "Anomaly confirmed")
        BASIS = (REGISTER,)
        SUBJECT = "anomaly"
        STATED_BY = (Relation.COMPETENT,)
        RELIES = False

    class Dismissed(Saying, frozen=True, kw_only=True):
        """The competent authority finds that it is none: a false alarm, or explained."""

        TOPIC = "anomaly.dismissed"
        TITLE = Title("异常不成立", "Anomaly dismissed")
        BASIS = (REGISTER,)
        SUBJECT = "anomaly"
        STATED_BY = (Relation.COMPETENT,)
        RELIES = False


class Explanation(msgspec.Struct, frozen=True):
    """What was said for the flagged organisation, and when."""

    by: str
    at: Instant
    reason: str


class AnomalyState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was said of a flag: every explanation, and the decision made last."""

    stage: Literal["provisional", "explained", "confirmed", "dismissed"] = "provisional"
    explanations: list[Explanation] = []
    decision: Explanation | None = None


def evolve(state: AnomalyState, statement: Statement[Fact]) -> AnomalyState:
    """The state after one more fact; an explanation that comes after a decision leaves that as it is."""
    match statement.data:
        case Anomaly.Explained() as now:
            told = [*state.explanations, _told(statement, now.reason)]
            stage = "explained" if state.decision is None else state.stage
            return msgspec.structs.replace(state, stage=stage, explanations=told)
        case Anomaly.Confirmed() as now:
            return msgspec.structs.replace(state, stage="confirmed", decision=_told(statement, now.reason))
        case Anomaly.Dismissed() as now:
            return msgspec.structs.replace(state, stage="dismissed", decision=_told(statement, now.reason))
    return state


def _told(statement: Statement[Fact], reason: str) -> Explanation:
    return Explanation(f"organisation:{statement.on_behalf_of or statement.stated_by}", statement.occurred_at, reason)
