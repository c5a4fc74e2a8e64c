"""A chip plant's tank farm: solvent into a tank and out by tank truck, acid by pipeline to its treatment."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from api.simulation import waste
from api.simulation.book import Book
from api.simulation.closing import is_counted
from api.simulation.dispatching import arranged, receiver_of
from api.simulation.endings import plain
from api.simulation.happening import Happening
from api.simulation.parcel import NOTHING, Parcel
from api.simulation.places import Place
from api.simulation.shanghai import at, calendar_days, is_worked, written
from api.simulation.world import World

SHIPPED_FROM_KG = 9_000
LEFT_IN_IT_KG = 800


class TankFarm:
    """The tank and the pipelines of one plant, day after day."""

    def __init__(self, world: World, place: Place, book: Book) -> None:
        self._world = world
        self._place = place
        self._book = book
        self._rng: Random = world.chance(f"{place.uscc}.tank")
        self._tank = place.facility("TS003")
        self._meter = f"scale:{place.uscc}.FM1"
        self._level = NOTHING

    def play(self) -> None:
        """All days but the last, which is not over: a day is metered at its midnight."""
        for day in list(calendar_days(self._world.start, self._world.until))[:-1]:
            if is_worked(day) and self._level > SHIPPED_FROM_KG:
                self._ship(day)
            arisen = Decimal(self._rng.randrange(900, 1_500))
            self._level += arisen
            midnight = at(day + timedelta(days=1), time())
            self._book.flow(midnight - timedelta(hours=12), "generated", waste.SOLVENT, arisen)
            self._world.tell([self._metered(day, "in", arisen)])
            if is_counted(self._place, day):
                when = midnight + timedelta(minutes=20)
                data = {"mass_kg": self._level, "waste_code": waste.SOLVENT.code}
                self._world.tell([self._said("storage.counted", day, "counted", data)._replace(at=when)])
            self._world.tell(self._pipeline(day))

    def _metered(self, day: date, direction: str, kg: Decimal) -> Happening:
        data = {"day": f"{day:%Y-%m-%d}", "direction": direction, "mass_kg": kg, "meter": self._meter}
        level = {"level_kg": self._level} if direction == "in" else {}
        data |= {"waste_code": waste.SOLVENT.code, "mass_method": "flow_meter", **level}
        return self._said("tank.metered", day, direction, data)

    def _said(self, type_: str, day: date, what: str, data: dict[str, object]) -> Happening:
        when = at(day + timedelta(days=1), time(0, 0, 5))
        return Happening(when, self._place.uscc, "meter-FM1", type_, self._tank, f"tank-{day:%y%m%d}-{what}", data)

    def _ship(self, day: date) -> None:
        load = self._level - LEFT_IN_IT_KG
        self._level -= load
        leaves = at(day, time(10, self._rng.randrange(60)))
        out = self._metered(day, "out", load)._replace(at=leaves - timedelta(minutes=6))
        self._world.tell([out])
        self._book.flow(leaves, "sent", waste.SOLVENT, load, receiver_of(waste.SOLVENT.goes_to))
        parcel = Parcel(waste.SOLVENT, load, leaves, "槽罐车")
        trip = arranged(self._world, self._rng, self._place, receiver_of(waste.SOLVENT.goes_to), [parcel], leaves)
        plain(self._world, trip, self._rng)

    def _pipeline(self, day: date) -> Iterator[Happening]:
        """A day's acid, as the meter of the line counted it, and its neutralisation on the next morning."""
        arisen = Decimal(self._rng.randrange(2_000, 5_200)) / 4
        own, uscc = f"P-{day:%y%m%d}", self._place.uscc
        line = f"container:{uscc}.{own}"
        begun = {
            "establishment": self._place.establishment,
            "profile": self._place.profile(waste.ACID),
            "waste_code": waste.ACID.code,
            "kind": "pipeline",
            "mass_kg": arisen,
            "mass_method": "flow_meter",
            "origin_facility": self._place.workshop,
        }
        self._world.lawful("five_immediates_skipped", line, "管道输送，不用容器", at(day, time(23, 59)))
        ended, morning = at(day, time(23, 59)), at(day + timedelta(days=1), time(7, 30))
        self._book.flow(ended, "generated", waste.ACID, arisen)
        self._book.flow(morning, "treated", waste.ACID, arisen)
        yield Happening(ended, uscc, "meter-FM2", "container.generated", line, f"{own}-generated", begun)
        run = {
            "facility": self._place.treatment,
            "kind": "disposed",
            "method": waste.ACID.method,
            "from": written(morning),
            "until": written(morning + timedelta(hours=3)),
            "inputs": [{"container": line, "mass_kg": arisen}],
        }
        ended = morning + timedelta(hours=3)
        yield Happening(ended, uscc, "office", "treatment.completed", f"treatment:{uscc}.N-{day:%y%m%d}", own, run)
