"""What is really irregular in the simulated month, and what only looks so: two lists that no rule ever sees."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

Severity = Literal["notice", "warning", "serious"]


class Injected(NamedTuple):
    """One irregularity: the rule that should find it, its subject, since when it can, and what happened.

    What a flag of the rule stands for is `subject` together with `key`; of several containers it is the last named.
    """

    rule: str
    subject: str
    due: datetime
    what: str
    key: str | None = None
    """The rest of it, its parts between spaces, such as a day and a step; None where the subject is all."""
    severity: Severity | None = None
    """How grave it is by the end of the month; None where that is not for the simulation to say."""
    cleared: bool = False
    """Whether a late fact or an explanation has cleared it by then: it counts neither as found nor as missed."""


class Lawful(NamedTuple):
    """What looks as if a rule should flag it, and is in order: the rule, its subject, and why it is."""

    rule: str
    subject: str
    what: str


HAZARDOUS = (
    "collector_source_missing",
    "container_lost",
    "container_weight_drift",
    "correction_after_confirmation",
    "declaration_mismatch",
    "declaration_overdue",
    "delegation_lapsed",
    "dispatched_without_manifest",
    "exemption_unproven",
    "five_immediates_late",
    "five_immediates_skipped",
    "generation_below_norm",
    "incompatible_storage",
    "label_reused",
    "licence_expiring",
    "manifest_not_arrived",
    "manifest_not_dispatched",
    "manifest_reused",
    "manifest_unconfirmed",
    "manifest_weight_discrepancy",
    "mass_balance_leak",
    "medical_waste_over_two_days",
    "outside_plan",
    "paper_entry_late",
    "plan_missing",
    "receiver_unlicensed",
    "refused_not_returned",
    "repeated_weight",
    "scale_out_of_verification",
    "stated_late",
    "stated_out_of_order",
    "storage_over_capacity",
    "storage_overdue",
    "storage_point_over_limit",
)
"""Rules about hazardous waste for which the simulation injects something."""
OTHERS = (
    "consignment_unreceived",
    "disposal_plan_missing",
    "gate_passing_without_trip",
    "hauled_outside_hours",
    "intensity_over_plan",
    "moved_while_suspended",
    "moved_without_transfer",
    "no_contract",
    "permit_overdrawn",
    "plate_in_two_places",
    "plate_mismatch",
    "receipt_without_trip",
    "route_deviation",
    "site_closed_acceptance",
    "site_over_capacity",
    "subject_not_created",
    "track_missing",
    "transfer_expired",
    "transfer_overdrawn",
    "transfer_step_overdue",
    "transfer_terms_changed",
    "trip_unaccepted",
    "trip_weight_loss",
    "trip_without_permit",
    "unfiled_place",
    "unlawful_unloading_spot",
    "unloaded_off_site",
    "vehicle_overloaded",
    "yard_residual",
)
"""Those about any other waste, and about whoever deals with it."""
RULES = (*HAZARDOUS, *OTHERS)
"""The rules of RULES.md for which the simulation injects something."""


def count_by_rule(injected: Iterable[Injected]) -> dict[str, int]:
    """Rule → how many irregularities were injected for it that stand; every rule of the list has a number."""
    counted = Counter(each.rule for each in injected if not each.cleared)
    return {rule: counted[rule] for rule in RULES}
