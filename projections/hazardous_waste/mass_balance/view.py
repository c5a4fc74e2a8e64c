"""A view: the entries of every establishment's account, and where containers lay, as known at any position."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text

from ledger.correction import effective, is_about_a_fact
from ledger.fact import Recorded
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.tank import Tank
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.lives import Life, lives_changed
from projections.custody.lives_once import lives_once
from projections.custody.moment import Moment
from projections.hazardous_waste.mass_balance.entries import Entry, Stay, numbered
from projections.hazardous_waste.mass_balance.of_bulk import of_load, of_tank, of_treatment
from projections.hazardous_waste.mass_balance.of_containers import of_container
from projections.kept import Turned, spanning, turn, write
from projections.view import LogView

ENTRY_KEY, STAY_KEY = 3, 2


class Tables(NamedTuple):
    """Entries and stays."""

    entry: Table
    stay: Table


class Changes(NamedTuple):
    """What a stretch of the log changes in each."""

    entry: Turned
    stay: Turned


class BalanceView(LogView[Tables, Changes]):
    """Rows that keep their past."""

    NAME: ClassVar = "balance"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """Found by account, and by what they are about."""
        entry = Table(
            f"{prefix}entry",
            metadata,
            Column("vessel", Text, primary_key=True),
            *(Column(name, BigInteger, primary_key=True, autoincrement=False) for name in ("fact", "part")),
            *spanning(),
            Column("kind", Text, nullable=False),
            Column("establishment", Text, nullable=False),
            *(Column(name, Text) for name in ("waste_code", "profile")),
            Column("at", Text, nullable=False),
            *(Column(name, BigInteger, nullable=False) for name in ("book_g", "stock_g")),
            Column("read_g", BigInteger, comment="the mass that was read for it"),
            *(Column(name, Text) for name in ("method", "scale")),
            sqlite_with_rowid=False,
        )
        it = entry.c
        account, summed = (it.establishment, it.waste_code, it.at), (it.kind, it.stock_g, it.to_position, it.profile)
        Index(f"{prefix}entry_of", *account, *summed)  # what was there before a span is summed from it alone
        stay = Table(
            f"{prefix}stay",
            metadata,
            Column("vessel", Text, primary_key=True),
            Column("fact", BigInteger, primary_key=True, autoincrement=False),
            *spanning(),
            Column("facility", Text, nullable=False),
            Column("establishment", Text, nullable=False),
            *(Column(name, Text) for name in ("waste_code", "profile")),
            *(Column(name, Text, nullable=False) for name in ("since", "until")),
            sqlite_with_rowid=False,
        )
        Index(f"{prefix}stay_of", stay.c.establishment, stay.c.waste_code, stay.c.until)
        return Tables(entry, stay)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """How the entries stood after each of these facts."""
        changes = Changes(Turned([], []), Turned([], []))
        for life in lives_once(ledger, facts):
            if kind_of(life.subject) == "container":
                issues = _Issues(life)
                told = [
                    (moment.position, of_container(life.subject, moment, issues.at(moment.position)))
                    for moment in life.moments
                ]
                turn(changes.entry, [(position, _by_key(each.entries, ENTRY_KEY)) for position, each in told])
                turn(changes.stay, [(position, _by_key(each.stays, STAY_KEY)) for position, each in told])
            elif kind_of(life.subject) == "manifest":
                _turn(changes.entry, life, of_load)
        others = [fact for fact in facts if _is_metered_or_treated(fact)]
        before = facts[0].position - 1
        for life in lives_changed(ledger, before, others, {"facility", "treatment"}) if others else ():
            _turn(changes.entry, life, of_tank if kind_of(life.subject) == "facility" else of_treatment)
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """End and begin rows."""
        write(connection, tables.entry, changes.entry)
        write(connection, tables.stay, changes.stay)


class _Issues:
    """Where the loads go with which a container travels, by what was recorded up to a position."""

    def __init__(self, life: Life) -> None:
        self._told: dict[str, list[Recorded[Any]]] = {}
        for fact in life.naming:
            if kind_of(fact.fact.subject) == "manifest":
                self._told.setdefault(fact.fact.subject, []).append(fact)

    def at(self, position: int) -> Any:
        """Manifest → establishment."""

        @lru_cache
        def goes_to(manifest: str) -> str | None:
            known = [fact for fact in self._told.get(manifest, ()) if fact.position <= position]
            issues = (e.statement.data for e in effective(known) if isinstance(e.statement.data, Manifest.Issued))
            return next((issue.to_establishment for issue in issues), None)

        return goes_to


def _turn(turned: Turned, life: Life, entries_of: Any) -> None:
    turn(turned, [(m.position, _by_key(_entries(entries_of, life, m), ENTRY_KEY)) for m in life.moments])


def _entries(entries_of: Any, life: Life, moment: Moment) -> list[Entry]:
    return list(numbered(entries_of(life.subject, moment)))


def _by_key(rows: Sequence[Entry] | Sequence[Stay], size: int) -> Mapping[tuple[Any, ...], Any]:
    return {row[:size]: row for row in rows}


def _is_metered_or_treated(fact: Recorded[Any]) -> bool:
    """Whether it meters a tank, or is of a treatment, or says something of what was said of one."""
    said = fact.fact
    if kind_of(said.subject) == "treatment":
        return True
    return isinstance(said.data, Tank.Metered) or (kind_of(said.subject) == "facility" and is_about_a_fact(said.type))
