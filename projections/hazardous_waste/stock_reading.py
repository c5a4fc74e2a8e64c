"""The stock of a facility as it was known at a position of the log, and the last count before an instant."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, func, or_, select

from ledger.catalogue import read_leaf
from ledger.log import Ledger
from ledger.store.dictionary import among
from projections.hazardous_waste.profile_codes import codes_of
from projections.hazardous_waste.stock import StockView, Tables
from projections.hazardous_waste.stock_rows import Count, Stock
from projections.hazardous_waste.stocktaking import Taken, Taking, taken_together, taking
from projections.kept import stood
from projections.runner import Runner


class Total(NamedTuple):
    """Containers of one waste code, or without any, in a facility."""

    waste_code: str | None
    containers: int
    unweighed: int
    """Of those, without a known mass."""
    mass_g: int


class Storage(NamedTuple):
    """A facility's stock: some of its containers, the totals of all, and how it stands against what was counted."""

    stock: list[Stock]
    totals: list[Total]
    taking: Taking | None

    @property
    def containers(self) -> int:
        """How many lie there."""
        return sum(total.containers for total in self.totals)


class Stocks:
    """What the view of stocks tells, at any position."""

    def __init__(self, ledger: Ledger, views: Runner) -> None:
        self._ledger = ledger
        self._views = views

    def of(self, facility: str, position: int, instant: str, start: int, limit: int) -> Storage:
        """The stock as it was known at a position, from the `start`-th container on; the last count by an instant."""
        self._views.reach(StockView.NAME, position)
        with self._views.reading(StockView.NAME) as view:
            tables: Tables = view.tables
            it = tables.stock.c
            here = and_(it.facility == facility, stood(tables.stock, position))
            rows = view.connection.execute(
                select(tables.stock).where(here).order_by(it.container).offset(start).limit(limit)
            )
            stock = [Stock(row[0], *row[3:]) for row in rows]
            found_totals = _totals(view.connection, tables, here)
            named = {profile for profile, _ in found_totals if profile is not None}
            codes = codes_of(self._ledger, named, position, instant)
            taken = _last_count(view.connection, tables, facility, position, instant)
            found = None
            if taken is not None:
                lying = select(it.container, it.since, it.mass_g).where(here)
                if taken.waste_codes:
                    of_it = [profile for profile, code in codes.items() if code in taken.waste_codes]
                    by_profile = and_(it.waste_code.is_(None), it.profile.in_(of_it))
                    lying = lying.where(or_(it.waste_code.in_(sorted(taken.waste_codes)), by_profile))
                there = [tuple(row) for row in view.connection.execute(lying)]
                left = _left(view.connection, tables, facility, position, taken)
        if taken is not None:
            found = taking(taken, there, self._happened(left))
        coded = [drum._replace(waste_code=drum.waste_code or codes.get(drum.profile or "")) for drum in stock]
        return Storage(coded, _by_code(found_totals, codes), found)

    def facilities_of(self, uscc: str, position: int, most: int) -> list[str]:
        """The facilities of an organisation in which something lay by a position, whoever told of them, by number."""
        self._views.reach(StockView.NAME, position)
        found = [f"facility:{uscc}"]
        with self._views.reading(StockView.NAME) as view:
            it = view.tables.stock.c
            of_it = it.facility < f"facility:{uscc}~", it.from_position <= position
            while len(found) <= most:  # from each to the next one by the index, not through all their drums
                beyond = select(it.facility).where(it.facility > found[-1], *of_it).order_by(it.facility).limit(1)
                name: str | None = view.connection.execute(beyond).scalar()
                if name is None:
                    break
                found.append(name)
        return found[1:]

    def totals_of(self, facilities: Sequence[str], position: int) -> dict[str, Total]:
        """Facility → all that lies there, for those in which something does."""
        self._views.reach(StockView.NAME, position)
        with self._views.reading(StockView.NAME) as view:
            it, tables = view.tables.stock.c, view.tables
            where = among(view.connection, it.facility, list(facilities)), stood(tables.stock, position)
            counted = select(it.facility, *_sums(it)).where(*where).group_by(it.facility)
            return {facility: Total(None, *sums) for facility, *sums in view.connection.execute(counted)}

    def not_stored_yet(self, holder: str, position: int) -> Total:
        """What somebody accepted and has not stored in any facility."""
        self._views.reach(StockView.NAME, position)
        with self._views.reading(StockView.NAME) as view:
            it, tables = view.tables.stock.c, view.tables
            where = it.holder == holder, it.facility.is_(None), stood(tables.stock, position)
            return Total(None, *view.connection.execute(select(*_sums(it)).where(*where)).one())

    def last_counts(self, facilities: Sequence[str], position: int, instant: str) -> dict[str, Taken]:
        """Facility → its last count by an instant."""
        self._views.reach(StockView.NAME, position)
        with self._views.reading(StockView.NAME) as view:
            each = ((f, _last_count(view.connection, view.tables, f, position, instant)) for f in facilities)
            return {facility: taken for facility, taken in each if taken is not None}

    def _happened(self, left: dict[str, int]) -> dict[str, str]:
        """Container → when that happened by which it was not in the facility any more."""
        leaves = self._ledger.recorder.leaves_at(sorted(set(left.values())))
        at = {fact.position: fact.fact.occurred_at for fact in (read_leaf(*leaf) for leaf in leaves)}
        return {container: at[position] for container, position in left.items()}


def _sums(it: Any) -> tuple[Any, ...]:
    weighed = func.count(it.mass_g)
    return func.count(), func.count() - weighed, func.coalesce(func.sum(it.mass_g), 0)


def _totals(connection: Connection, tables: Tables, here: Any) -> list[tuple[str | None, Total]]:
    """Totals by waste code; of containers that name none by their profile, which stands before them."""
    it = tables.stock.c
    profile = case((it.waste_code.is_(None), it.profile))
    wanted = select(profile, it.waste_code, *_sums(it)).where(here).group_by(profile, it.waste_code)
    return [(of, Total(code, n, un, int(g))) for of, code, n, un, g in connection.execute(wanted)]


def _by_code(totals: Iterable[tuple[str | None, Total]], codes: Mapping[str, str | None]) -> list[Total]:
    found: dict[str | None, Total] = {}
    for profile, total in totals:
        code = total.waste_code or codes.get(profile or "")
        sums = (a + b for a, b in zip(total[1:], found.get(code, Total(None, 0, 0, 0))[1:], strict=True))
        found[code] = Total(code, *sums)
    return sorted(found.values(), key=lambda total: total.waste_code or "")


def _last_count(connection: Connection, tables: Tables, facility: str, position: int, instant: str) -> Taken | None:
    it = tables.counted.c
    where = it.facility == facility, stood(tables.counted, position), it.counted_at <= instant
    last = select(func.max(it.counted_at)).where(*where).scalar_subquery()
    rows = connection.execute(select(tables.counted).where(*where, it.counted_at == last).order_by(it.fact))
    return taken_together([Count(*row[:2], *row[4:]) for row in rows])


def _left(connection: Connection, tables: Tables, facility: str, position: int, taken: Taken) -> dict[str, int]:
    """Of what was counted: the position from which on it was known not to be there any more."""
    it = tables.stock.c
    where = among(connection, it.container, list(taken.containers)), it.facility == facility
    ended = select(it.container, func.max(it.to_position)).where(*where, it.to_position <= position)
    return {str(container): int(at) for container, at in connection.execute(ended.group_by(it.container))}
