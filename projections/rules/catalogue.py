"""Every rule there is, in the order of docs/rules.md."""

from typing import Final

from projections.rules.construction_waste import permit_overdrawn
from projections.rules.hazardous_waste import manifest_unconfirmed
from projections.rules.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    manifest_unconfirmed.RULE,
    permit_overdrawn.RULE,
)
