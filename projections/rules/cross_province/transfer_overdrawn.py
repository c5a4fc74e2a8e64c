"""超量跨省转移: what was accepted and is on its way goes beyond the quantity, and beyond what scales may be off."""

from projections.rules.across import APPROVED, DUTIES, purpose_of, sending_of, variant_of
from projections.rules.language import Case, Entry, Finding, Iterator, Limits, Rule, Series, Text, day_of
from projections.rules.readings import off_by
from projections.rules.weighing import tolerance_g

RULE = Rule(__name__, duty=(Text("危险废物转移管理办法 28(1)", "2022-01-01"), APPROVED), duties=DUTIES)


@RULE.adds("manifest", "consignment")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:
    """A load of the one who applied: as accepted, else as it left."""
    sending = sending_of(case)
    if sending is None or sending.load.transfer is None:
        return
    load, mass = sending.load, sending.reading.mass_g
    if mass and case.known.case(sending.load.transfer).state.transferor == load.sender:
        data = (off_by(sending.reading, case.known, limits), load.from_establishment)
        yield Entry(sending.load.transfer, sending.at, day_of(sending.at), mass, sending.position, data)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """From the departure on that crosses the quantity and the tolerance; entries are read only where the sum does."""
    transfer = series.known.case(series.name).state
    total = sum(mass for _, mass in series.days().values())
    if transfer.quantity_g is None or total <= transfer.quantity_g:
        return
    drawn, loads = 0, series.entries()
    for number, each in enumerate(loads, 1):
        drawn += each.mass_g
        offs = (load.data[0] for load in loads[:number])
        over = drawn - transfer.quantity_g
        if over > 0 and over > tolerance_g(offs, limits.weighing(each.day)):
            break
    else:
        return
    purpose = purpose_of((code, transfer.method) for code in transfer.waste_codes)
    yield Finding(
        subject=series.name,
        since=each.at,
        severity="serious" if purpose == "hazardous" else "warning",
        evidence=(each.position,),
        against=transfer.transferor,
        place=each.data[1],
        day=each.day,
        inputs={"quantity_g": transfer.quantity_g, "drawn_g": total, "loads": len(loads)},
        variant=variant_of(purpose),
    )
