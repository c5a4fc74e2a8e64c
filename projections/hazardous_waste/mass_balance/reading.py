"""What the views hold of one account: its entries, the stays of its containers, the counts of its facilities."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from ledger.log import Ledger
from ledger.store.dictionary import among
from projections.custody.asked_at import AskedAt
from projections.hazardous_waste.mass_balance.account import Account
from projections.hazardous_waste.mass_balance.entries import Entry, Stay
from projections.hazardous_waste.mass_balance.uncertainty import ScaleAt, scales
from projections.hazardous_waste.mass_balance.view import BalanceView, Tables
from projections.hazardous_waste.profile_codes import codes_of
from projections.hazardous_waste.stock import StockView
from projections.hazardous_waste.stock_rows import Count
from projections.hazardous_waste.stocktaking import Taken, taken_together
from projections.kept import stood
from projections.reading import Reading
from projections.runner import Runner


class Asked(NamedTuple):
    """Whose account, of which code, from which instant on (not itself) until which."""

    establishment: str
    waste_code: str
    begins: str
    until: str


def account_of(ledger: Ledger, views: Runner, at: AskedAt, asked: Asked) -> tuple[Account, ScaleAt]:
    """The account as it was known then, and the scales on which its masses were read."""
    for name in (BalanceView.NAME, StockView.NAME):
        views.reach(name, at.position)
    with views.reading_together(BalanceView.NAME, StockView.NAME) as (balance, stock):
        reads = _Reads(balance.connection, balance.tables, stock.tables.counted, ledger, at, asked)
        entries, stays = list(reads.entries()), list(reads.stays())
        before, mix = reads.before_g(), reads.accepts_in_bulk
        counts = list(reads.counts())
    named = {each.scale for each in entries if each.scale is not None and each.scale.startswith("scale:")}
    reading = Reading(ledger, at.position)
    lives = {scale: reading.standing(scale, life) for scale, life in reading.lives(named).items()}
    account = Account(entries, stays, counts, before_g=before, begins=asked.begins, tanks_mix=mix)
    return account, scales(lives)


class _Reads:
    def __init__(
        self, connection: Connection, tables: Tables, counted: Any, ledger: Ledger, at: AskedAt, asked: Asked
    ) -> None:
        self._connection, self._tables, self._counted, self._asked = connection, tables, counted, asked
        self._position = at.position
        it = tables.entry.c
        here = it.establishment == asked.establishment, it.waste_code.is_(None), stood(tables.entry, at.position)
        uncoded = connection.execute(select(it.profile, it.vessel).where(*here).distinct()).all()
        profiles = {profile for profile, _ in uncoded if profile is not None}
        codes = codes_of(ledger, profiles, at.position, asked.until)
        self._profiles = sorted(profile for profile, code in codes.items() if code == asked.waste_code)
        tanks = {vessel for profile, vessel in uncoded if profile is None and vessel.startswith("facility:")}
        self._tanks = sorted(
            tank for tank, of_it in self._codes_in_tanks(tanks).items() if of_it == {asked.waste_code}
        )
        self.accepts_in_bulk = self._accepts_in_bulk()

    def entries(self) -> Iterator[Entry]:
        """Those of the span, and all of the containers that lay there in it."""
        it, asked = self._tables.entry.c, self._asked
        in_span = it.at > asked.begins, it.at <= asked.until
        lay = select(self._tables.stay.c.vessel).where(self._of(self._tables.stay), *self._overlapping())
        mine = self._of(self._tables.entry)
        of_tanks = it.vessel >= "facility:", it.vessel < "facility:~", it.at <= asked.until
        wanted = or_(and_(*in_span), and_(it.vessel.in_(lay), it.at <= asked.until), and_(*of_tanks))
        for row in self._connection.execute(select(self._tables.entry).where(mine, wanted)):
            yield Entry(*row[:3], *row[5:])

    def stays(self) -> Iterator[Stay]:
        """Where its containers lay in the span."""
        stay = self._tables.stay
        for row in self._connection.execute(select(stay).where(self._of(stay), *self._overlapping())):
            yield Stay(*row[:2], *row[4:])

    def before_g(self) -> int:
        """What was there when the span began, as it was read last."""
        it = self._tables.entry.c
        mine = [self._of(self._tables.entry), it.at <= self._asked.begins]
        if self.accepts_in_bulk:
            mine.append(it.kind != "metered")
        return int(self._connection.execute(select(func.sum(it.stock_g)).where(*mine)).scalar() or 0)

    def counts(self) -> Iterator[tuple[str, Taken]]:
        """What was counted of it in the span, and the last time before."""
        it, number = self._counted.c, self._asked.establishment.partition(":")[2]
        here = it.facility >= f"facility:{number}.", it.facility < f"facility:{number}.~"
        then = stood(self._counted, self._position), it.counted_at <= self._asked.until
        late = it.counted_at > self._asked.begins
        last = (
            select(it.facility, func.max(it.counted_at).label("at"))
            .where(*here, *then, ~late, or_(it.waste_code.is_(None), it.waste_code == self._asked.waste_code))
            .group_by(it.facility)
            .subquery()
        )
        before = select(1).where(last.c.facility == it.facility, last.c.at == it.counted_at).exists()
        rows = self._connection.execute(select(self._counted).where(*here, *then, or_(late, before)))
        together: dict[tuple[str, str], list[Count]] = {}
        for row in sorted(rows, key=lambda row: (row.facility, row.counted_at, row.fact)):
            count = Count(*row[:2], *row[4:])
            if count.waste_code in {None, self._asked.waste_code}:
                together.setdefault((count.facility, count.counted_at), []).append(count)
        found = [(facility, taken_together(counts)) for (facility, _), counts in together.items()]
        told = [(facility, taken) for facility, taken in found if taken is not None]
        mixed = self._mixed({facility for facility, taken in told if not (taken.by_container or taken.waste_codes)})
        yield from (each for each in told if each[1].by_container or each[1].waste_codes or each[0] not in mixed)

    def _of(self, table: Any) -> ColumnElement[bool]:
        """Which rows of a table are of the account, as it was known."""
        it, of_it = table.c, [table.c.waste_code == self._asked.waste_code]
        if self._profiles:
            of_it.append(and_(it.waste_code.is_(None), among(self._connection, it.profile, self._profiles)))
        if self._tanks and table is self._tables.entry:
            in_tanks = among(self._connection, it.vessel, self._tanks)
            of_it.append(and_(it.waste_code.is_(None), it.profile.is_(None), in_tanks))
        return and_(it.establishment == self._asked.establishment, or_(*of_it), stood(table, self._position))

    def _overlapping(self) -> tuple[ColumnElement[bool], ...]:
        it = self._tables.stay.c
        return it.until > self._asked.begins, it.since <= self._asked.until

    def _accepts_in_bulk(self) -> bool:
        it = self._tables.entry.c
        by_line = it.kind == "received", it.vessel >= "manifest:", it.vessel < "manifest:~"
        wanted = select(1).where(self._of(self._tables.entry), *by_line).limit(1)
        return self._connection.execute(wanted).first() is not None

    def _codes_in_tanks(self, tanks: Iterable[str]) -> dict[str, set[str]]:
        """Tank → the codes that its meters name."""
        found: dict[str, set[str]] = {tank: set() for tank in tanks}
        it = self._tables.entry.c
        named = among(self._connection, it.vessel, sorted(found)), it.waste_code.is_not(None)
        wanted = select(it.vessel, it.waste_code).where(*named, stood(self._tables.entry, self._position)).distinct()
        for tank, code in self._connection.execute(wanted):
            found[tank].add(code)
        return found

    def _mixed(self, facilities: set[str]) -> set[str]:
        """Facilities in which another waste lay too: a mass that was counted there without a code is of none."""
        if not facilities:
            return set()
        found: dict[str, set[Any]] = {facility: set() for facility in facilities}
        for table, place in ((self._tables.stay, "facility"), (self._tables.entry, "vessel")):
            it = table.c
            named = among(self._connection, it[place], sorted(found))
            here = named, it.establishment == self._asked.establishment, stood(table, self._position)
            for facility, *of in self._connection.execute(
                select(it[place], it.waste_code, it.profile).where(*here).distinct()
            ):
                found[facility].add(self._asked.waste_code if self._is_of_it(*of) else tuple(of))
        return {facility for facility, kinds in found.items() if len(kinds) > 1}

    def _is_of_it(self, code: str | None, profile: str | None) -> bool:
        return code == self._asked.waste_code or (code is None and profile in {None, *self._profiles})
