"""A licensed receiver's month: runs of what it accepted, the residues of them, and where those go."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from api.simulation.book import Book
from api.simulation.closing import COUNTED_AT, Declaring, counted, is_counted
from api.simulation.dispatching import arranged
from api.simulation.drum import Filling
from api.simulation.endings import plain
from api.simulation.firms import BURNER, HOUSEHOLD_LANDFILL, RECEIVERS
from api.simulation.happening import Happening
from api.simulation.parcel import Parcel, total_kg
from api.simulation.places import Place
from api.simulation.shanghai import at, calendar_days, is_worked, written
from api.simulation.world import World

A_RUN = 100
"""How many inputs one run takes at most."""
SHARE = {"D10": Decimal("0.06"), "Y10": Decimal("0.06"), "R2": Decimal("0.09")}
"""Method → which share of what is treated is left as residue."""
RESIDUE_LEAVES_EVERY = 5
"""Working days."""
EXEMPTED = 3
"""Which load of ash goes to the landfill for household waste."""
EXEMPTION = f"exemption:{BURNER.uscc}.ash-13"


class ReceiverMonth:
    """One receiver, day after day; its inbox is complete before it begins."""

    def __init__(self, world: World, place: Place) -> None:
        self._world = world
        self._place = place
        self._rng = world.chance(place.uscc)
        self._filling = Filling(place, self._rng)
        self._book = Book()
        self._declaring = Declaring(world, place, self._book, self._rng)
        self._inbox = sorted(world.inboxes[place.uscc], key=lambda parcel: parcel.ready_at)
        self._residues: list[Parcel] = []
        self._loads = 0

    def play(self) -> None:
        """All days, one after another."""
        worked = 0
        for day in calendar_days(self._world.start, self._world.until):
            for method, parcels in self._runs(day).items():
                self._treat(day, method, parcels)
            worked += is_worked(day)
            if is_worked(day) and worked % RESIDUE_LEAVES_EVERY == 0:
                self._send_residues(at(day, time(13, self._rng.randrange(60))))
            if is_counted(self._place, day):
                self._count(at(day, COUNTED_AT))
            self._world.tell(self._declaring.on(day))

    def _runs(self, day: date) -> dict[str, list[Parcel]]:
        """What was accepted before the morning, by how it is treated."""
        ready = [each for each in self._inbox if each.ready_at < at(day, time(7))]
        runs: dict[str, list[Parcel]] = {}
        for each in ready:
            runs.setdefault(each.waste.method, []).append(each)
        return {method: parcels[:A_RUN] for method, parcels in runs.items()}

    def _treat(self, day: date, method: str, parcels: list[Parcel]) -> None:
        self._inbox = [each for each in self._inbox if each not in parcels]
        begin, until = at(day, time(8, self._rng.randrange(30))), at(day, time(17, 10))
        residues = self._residue(method, total_kg(parcels), begin)
        run = {
            "facility": self._place.treatment,
            "kind": "recovered" if method.startswith("R") else "disposed",
            "method": method,
            "from": written(begin),
            "until": written(until),
            "inputs": [{**each.source, "mass_kg": each.kg - each.too_much_kg} for each in parcels],
        }
        if residues:
            outputs = [{"container": r.container, "mass_kg": r.kg, "waste_code": r.waste.code} for r in residues]
            run["outputs"] = outputs
        own = f"R-{day:%y%m%d}-{method}"
        subject = f"treatment:{self._place.uscc}.{own}"
        self._world.tell([Happening(until, self._place.uscc, "office", "treatment.completed", subject, own, run)])

    def _residue(self, method: str, treated_kg: Decimal, begin: datetime) -> list[Parcel]:
        """The bags or drums into which the residue of a run went, each with its 五即."""
        expected, filled = treated_kg * SHARE.get(method, Decimal(0)), list[Parcel]()
        while expected > total_kg(filled) + 100:
            full_at = begin + timedelta(minutes=90 + 12 * len(filled))
            drum = self._filling.drum(full_at, self._place.trade.wastes[0])
            self._world.tell(drum.five_immediates())
            parcel = drum.parcel()
            self._book.flow(full_at, "generated", drum.waste, parcel.kg)
            self._book.stands(parcel, drum.stored_at)
            filled.append(parcel)
        self._residues.extend(filled)
        return filled

    def _send_residues(self, leaves: datetime) -> None:
        ready = [each for each in self._residues if each.ready_at < leaves - timedelta(hours=2)]
        if not ready:
            return
        self._residues = [each for each in self._residues if each not in ready]
        self._loads += 1
        to, exemption = RECEIVERS[ready[0].waste.goes_to], None
        if self._place is BURNER and self._loads % EXEMPTED == 0:
            to, exemption = HOUSEHOLD_LANDFILL, EXEMPTION
        trip = arranged(self._world, self._rng, self._place, to, ready, leaves, exemption)
        plain(self._world, trip, self._rng)
        if exemption is not None:
            self._world.lawful("receiver_unlicensed", trip.number, "豁免填埋，已提供浸出检测", leaves)
            self._world.lawful("exemption_unproven", exemption, "已提供浸出检测", leaves)
        for each in ready:
            self._book.leaves(each, leaves - timedelta(minutes=40))
            self._book.flow(leaves, "sent", each.waste, each.kg, to)

    def _count(self, when: datetime) -> None:
        waiting = [e.container for e in self._inbox if e.ready_at < when and e.container is not None]
        self._world.tell(counted(self._place, self._place.storage, when, self._book.stock(when)))
        self._world.tell(counted(self._place, self._place.facility("TS003"), when, waiting))
