"""Industrial waste 一般工业固废: batches as they arise, and consignments that carry them to whoever takes them."""

from ledger.catalogue import publish
from ledger.industrial_waste.batch import Batch
from ledger.industrial_waste.consignment import Consignment
from ledger.industrial_waste.intensity_plan import IntensityPlan

publish(Batch, Consignment, IntensityPlan)
