"""What is really irregular in the simulated month: the one list of it, which no rule ever sees."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Injected(NamedTuple):
    """One irregularity: the rule that should find it, its subject, since when it can, and what happened."""

    rule: str
    subject: str
    due: datetime
    what: str


RULES = (
    "container_lost",
    "dispatched_without_manifest",
    "five_immediates_skipped",
    "hauled_outside_hours",
    "manifest_not_arrived",
    "manifest_not_dispatched",
    "manifest_unconfirmed",
    "manifest_weight_discrepancy",
    "permit_overdrawn",
    "receipt_without_trip",
    "refused_not_returned",
    "trip_unaccepted",
    "trip_weight_loss",
    "trip_without_permit",
    "vehicle_overloaded",
)
"""The rules of RULES.md for which the simulation injects something."""


def count_by_rule(injected: Iterable[Injected]) -> dict[str, int]:
    """Rule → how many irregularities were injected for it; every rule of the list has a number."""
    counted = Counter(each.rule for each in injected)
    return {rule: counted[rule] for rule in RULES}
