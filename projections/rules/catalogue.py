"""Every rule there is, in the order of docs/rules.md."""

from typing import Final

from projections.rules.construction_waste import permit_overdrawn
from projections.rules.cross_province import (
    moved_while_suspended,
    moved_without_transfer,
    transfer_expired,
    transfer_overdrawn,
    transfer_step_overdue,
    transfer_terms_changed,
)
from projections.rules.hazardous_waste import manifest_unconfirmed
from projections.rules.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    manifest_unconfirmed.RULE,
    permit_overdrawn.RULE,
    moved_without_transfer.RULE,
    transfer_overdrawn.RULE,
    transfer_expired.RULE,
    transfer_terms_changed.RULE,
    transfer_step_overdue.RULE,
    moved_while_suspended.RULE,
)

BY_ID: Final = {rule.id: rule for rule in RULES}
