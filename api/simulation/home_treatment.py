"""Treatment at home 自行处置: a plating works neutralises its own spent acid."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from api.simulation.book import Book
from api.simulation.happening import Happening
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.shanghai import written


def treated_at_home(place: Place, book: Book, parcels: Sequence[Parcel], moment: datetime) -> Iterator[Happening]:
    """The drums leave the storage one after another, and are treated in one run."""
    if not parcels:
        return
    at = moment
    for each in parcels:
        at += timedelta(seconds=70)
        own = (each.container or "").partition(".")[2]
        data = {"purpose": "treatment", "mass_kg": each.kg}
        yield Happening(
            at, place.uscc, "gate-TS001", "container.withdrawn", each.container or "", f"{own}-withdrawn-home", data
        )
        book.leaves(each, at)
        book.flow(at, "treated", each.waste, each.kg - each.too_much_kg)
    until = at + timedelta(minutes=75)
    run = {
        "facility": place.treatment,
        "kind": "disposed",
        "method": parcels[0].waste.method,
        "from": written(at),
        "until": written(until),
        "inputs": [{**each.source, "mass_kg": each.kg} for each in parcels],
    }
    own = f"H-{moment:%y%m%d}"
    yield Happening(until, place.uscc, "office", "treatment.completed", f"treatment:{place.uscc}.{own}", own, run)
