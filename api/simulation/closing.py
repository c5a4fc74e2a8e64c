"""The end of a week and of a month: stock is counted, output reported, and the month declared."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from api.simulation.book import Book
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, is_month_end, is_worked
from api.simulation.world import World

FRIDAY = 4
COUNTED_AT = time(17, 30)
LAST_DAY = 15
"""Of the month, by which the one before is declared (HJ 1259-2022 7.2)."""
PART = 400
"""How many containers one fact of a count may name."""


def is_counted(place: Place, day: date) -> bool:
    """Whether stock is counted on a day: at the end of each month, and where most of the waste is each Friday."""
    return is_month_end(day) or (place.connected and day.weekday() == FRIDAY)


def counted(place: Place, facility: str, when: datetime, containers: Sequence[str]) -> Iterator[Happening]:
    """盘点: the containers that were found, in numbered parts where there are many."""
    own = facility.rpartition(".")[2]
    stretches = [containers[first : first + PART] for first in range(0, len(containers), PART)] or [()]
    for number, stretch in enumerate(stretches, 1):
        parts = {"part": number, "parts": len(stretches)} if len(stretches) > 1 else {}
        data: dict[str, Any] = {"containers": list(stretch), **parts}
        yield Happening(
            when, place.uscc, "office", "storage.counted", facility, f"count-{own}-{when:%y%m%d}-{number}", data
        )


class Declaring:
    """When a place declares and reports: once after each month or quarter, on a working day of its own choice."""

    def __init__(self, world: World, place: Place, book: Book, rng: Random, *, on_the_last_day: bool = False) -> None:
        self._world = world
        self._place = place
        self._book = book
        self._rng = rng
        self._from_day = rng.randrange(3, 11)
        self._last = on_the_last_day and place.supervision.name == "key"
        if self._last:
            self._from_day = LAST_DAY
        self._done: set[str] = set()

    def on(self, day: date) -> Iterator[Happening]:
        """What is declared and reported on a day, mostly nothing."""
        end = day.replace(day=1)
        before = end - timedelta(days=1)
        month = f"{before:%Y-%m}"
        in_span = at(end, time()) > self._world.start
        is_its_day = day.day >= self._from_day and (is_worked(day) or self._last)
        if not is_its_day or month in self._done or not in_span:
            return
        self._done.add(month)
        when = at(day, time(10, self._rng.randrange(60)))
        if self._place.trade.product is not None:
            yield self._output(when, month)
        if self._place.supervision.name == "key":
            if self._last:
                self._world.lawful("declaration_overdue", self._place.establishment, "于十五日当天申报", when)
            yield self._declared(when, month, at(before.replace(day=1), time()), at(end, time()))
        elif self._place.supervision.name == "simplified" and before.month % 3 == 0:
            begin = before.replace(day=1, month=before.month - 2)
            yield self._declared(when, f"{before:%Y}-Q{before.month // 3}", at(begin, time()), at(end, time()))

    def _declared(self, when: datetime, period: str, begin: datetime, end: datetime) -> Happening:
        subject = f"declaration:{self._place.number}.{period}"
        data = {"rows": self._book.rows(begin, end)}
        return Happening(
            when, self._place.uscc, "office", "declaration.submitted", subject, f"declared-{period}", data
        )

    def _output(self, when: datetime, month: str) -> Happening:
        product, unit = self._place.trade.product or ("", "")
        quantity = self._rng.randrange(800, 9_000)
        data = {"product": product, "unit": unit, "quantity": quantity, "month": month}
        return Happening(
            when, self._place.uscc, "office", "output.reported", self._place.establishment, f"output-{month}", data
        )
