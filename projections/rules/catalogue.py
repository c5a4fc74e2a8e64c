"""Every rule there is, in the order of docs/rules.md."""

from typing import Final

from projections.rules.construction_waste import permit_overdrawn
from projections.rules.hazardous_waste import (
    container_lost,
    container_weight_drift,
    five_immediates_late,
    five_immediates_skipped,
    manifest_not_arrived,
    manifest_not_dispatched,
    manifest_unconfirmed,
    manifest_weight_discrepancy,
    paper_entry_late,
    refused_not_returned,
)
from projections.rules.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    container_lost.RULE,
    container_weight_drift.RULE,
    five_immediates_late.RULE,
    five_immediates_skipped.RULE,
    manifest_not_arrived.RULE,
    manifest_not_dispatched.RULE,
    manifest_unconfirmed.RULE,
    manifest_weight_discrepancy.RULE,
    paper_entry_late.RULE,
    refused_not_returned.RULE,
    permit_overdrawn.RULE,
)

BY_ID: Final = {rule.id: rule for rule in RULES}
