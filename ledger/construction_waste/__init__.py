"""Construction waste 建筑垃圾: from the plan of a project over permits and trips to the site that takes it."""

from ledger.catalogue import publish
from ledger.construction_waste.backfill import Spoil
from ledger.construction_waste.disposal_permit import DisposalPermit
from ledger.construction_waste.disposal_plan import DisposalPlan
from ledger.construction_waste.site import Site
from ledger.construction_waste.trip import Trip
from ledger.construction_waste.yard import Removal, Yard

publish(DisposalPlan, Site, DisposalPermit, Trip, Spoil, Yard, Removal)
