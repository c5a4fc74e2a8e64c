"""Every rule there is, in the order of docs/rules.md."""

from typing import Final

from projections.rules.construction_waste import (
    hauled_outside_hours,
    permit_overdrawn,
    receipt_without_trip,
    route_deviation,
    site_over_capacity,
    trip_unaccepted,
    trip_weight_loss,
    trip_without_permit,
    unlawful_unloading_spot,
    unloaded_off_site,
    vehicle_overloaded,
)
from projections.rules.cross_province import (
    moved_while_suspended,
    moved_without_transfer,
    transfer_expired,
    transfer_overdrawn,
    transfer_step_overdue,
    transfer_terms_changed,
)
from projections.rules.hazardous_waste import manifest_unconfirmed
from projections.rules.industrial_waste import consignment_unreceived, intensity_over_plan, no_contract
from projections.rules.parties import (
    declaration_overdue,
    exemption_unproven,
    licence_expiring,
    plan_missing,
    scale_out_of_verification,
)
from projections.rules.records import (
    correction_after_confirmation,
    stated_late,
    stated_out_of_order,
    subject_not_created,
)
from projections.rules.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    manifest_unconfirmed.RULE,
    trip_unaccepted.RULE,
    trip_weight_loss.RULE,
    unloaded_off_site.RULE,
    route_deviation.RULE,
    trip_without_permit.RULE,
    permit_overdrawn.RULE,
    vehicle_overloaded.RULE,
    receipt_without_trip.RULE,
    site_over_capacity.RULE,
    hauled_outside_hours.RULE,
    unlawful_unloading_spot.RULE,
    moved_without_transfer.RULE,
    transfer_overdrawn.RULE,
    transfer_expired.RULE,
    transfer_terms_changed.RULE,
    transfer_step_overdue.RULE,
    moved_while_suspended.RULE,
    consignment_unreceived.RULE,
    no_contract.RULE,
    intensity_over_plan.RULE,
    stated_late.RULE,
    stated_out_of_order.RULE,
    subject_not_created.RULE,
    correction_after_confirmation.RULE,
    plan_missing.RULE,
    declaration_overdue.RULE,
    licence_expiring.RULE,
    scale_out_of_verification.RULE,
    exemption_unproven.RULE,
)

BY_ID: Final = {rule.id: rule for rule in RULES}
