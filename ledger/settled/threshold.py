"""Thresholds 内部阈值: the parameters of rules that no law numbers, set by who runs the log."""

from typing import Annotated

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.limits import Limits
from ledger.quantity import AnyDecimal
from ledger.text import Day, exactly

ParameterName = Annotated[str, Limits(pattern=exactly("[a-z][a-z0-9_]{0,59}"))]


class Threshold:
    """The parameters of a rule, by the rule's name."""

    class Set(Fact, frozen=True, kw_only=True):
        """From a day on, a parameter of this rule has this value; what was judged before that day is not touched."""

        TOPIC = "threshold.set"
        TITLE = Title("阈值设定", "Threshold set")
        BASIS = ("本系统规则：内部阈值无法律来源，改动须留痕",)
        SUBJECT = "rule"
        STATED_BY = (Relation.OPERATOR,)

        parameter: ParameterName
        value: AnyDecimal
        valid_from: Day


class Parameter(msgspec.Struct, frozen=True):
    """One value of one parameter, and the day from which it counts."""

    parameter: str
    value: AnyDecimal
    valid_from: str


class RuleState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was set for a rule, the latest day first: the first of a parameter that has begun is the one in force."""

    parameters: list[Parameter] = []


def evolve(state: RuleState, statement: Statement[Fact]) -> RuleState:
    """The state after one more fact: setting a parameter again for the same day replaces what was set for it."""
    match statement.data:
        case Threshold.Set() as now:
            others = [p for p in state.parameters if (p.parameter, p.valid_from) != (now.parameter, now.valid_from)]
            others.append(Parameter(now.parameter, now.value, now.valid_from))
            return RuleState(sorted(others, key=lambda p: (p.valid_from, p.parameter), reverse=True))
    return state
