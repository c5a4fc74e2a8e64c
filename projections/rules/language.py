"""The words in which rules are written, so that a rule's file can begin with what it is about."""

from collections.abc import Iterator

from ledger.fact import Title
from projections.rules.case import ALWAYS, Case, Known, Step
from projections.rules.conventions import day_after, day_of, is_exempt, minutes_between, shifted
from projections.rules.finding import Entry, Finding, Severity
from projections.rules.limits import Limits, Parameter, of_deadline
from projections.rules.rule import ANY, Law, Rule, Series, Text

__all__ = [
    "ALWAYS",
    "ANY",
    "Case",
    "Entry",
    "Finding",
    "Iterator",
    "Known",
    "Law",
    "Limits",
    "Parameter",
    "Rule",
    "Series",
    "Severity",
    "Step",
    "Text",
    "Title",
    "day_after",
    "day_of",
    "is_exempt",
    "minutes_between",
    "of_deadline",
    "shifted",
]
