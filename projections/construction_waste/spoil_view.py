"""A view: the accounts of construction waste, each trip by itself, and sums that change by what a trip changed.

A site's hundred thousandth trip costs what its first did: no stretch reads what a site or a permit has had before.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Connection, MetaData

from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.construction_waste import spoil_tables
from projections.construction_waste.ground import told_of_the_ground
from projections.construction_waste.hauls import ACCEPTED, Entry, Haul, haul_of, receipts_of
from projections.construction_waste.spoil_tables import Tables
from projections.custody.lives_once import lives_once
from projections.kept import Turned, turn, write
from projections.rows import count
from projections.view import LogView

DRAWN = "drawn"
"""Kind of the sums of a permit."""


class Changes(NamedTuple):
    """How trips and entries turned, and by how much the sums changed."""

    hauls: Turned
    entries: Turned
    sums: "Sums"


class Sums:
    """By how much each sum changes, in entries and grams."""

    def __init__(self) -> None:
        self._tally: dict[tuple[str, str, str], Counter[str]] = {}
        self._flow: dict[tuple[str, str, str, str], Counter[str]] = {}

    def entry(self, before: Entry | None, after: Entry | None) -> None:
        """One entry takes the place of another."""
        for each, sign in ((before, -1), (after, 1)):
            if each is None:
                continue
            tally = self._tally.setdefault((each.place, each.kind, each.day), Counter())
            tally.update(entries=sign, mass_g=sign * each.mass_g)
            if each.kind == ACCEPTED:
                flow = self._flow.setdefault((each.day[:4], each.permit, each.gate, each.place), Counter())
                flow.update(entries=sign, mass_g=sign * each.mass_g)

    def haul(self, before: Haul | None, after: Haul | None) -> None:
        """One trip's draw takes the place of another."""
        for each, sign in ((before, -1), (after, 1)):
            if each is not None and each.permit is not None:
                tally = self._tally.setdefault((each.permit, DRAWN, each.day), Counter())
                tally.update(entries=sign, estimated=sign * each.estimated, mass_g=sign * each.drawn_g)

    def tallies(self) -> list[tuple[Any, ...]]:
        """What has changed, in order."""
        rows = ((*key, *(c[name] for name in ("entries", "estimated", "mass_g"))) for key, c in self._tally.items())
        return sorted(row for row in rows if any(row[3:]))

    def flows(self) -> list[tuple[Any, ...]]:
        """What has changed, in order."""
        rows = ((*key, c["entries"], c["mass_g"]) for key, c in self._flow.items())
        return sorted(row for row in rows if any(row[4:]))


class SpoilView(LogView[Tables, Changes]):
    """Rows that keep their past, and what they come to now."""

    NAME: ClassVar = "spoil"
    VERSION: ClassVar = 5

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """As `spoil_tables.py` describes them."""
        return spoil_tables.tables(metadata, prefix)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """How the trips that these facts change stood after each of them, and what was told of the ground."""
        changes = Changes(Turned([], []), Turned([], []), Sums())
        for life in lives_once(ledger, facts):
            if kind_of(life.subject) != "trip":
                continue
            hauls = [(m.position, haul_of(life.subject, m)) for m in life.moments]
            entries = [(m.position, receipts_of(life.subject, m)) for m in life.moments]
            turn(changes.hauls, hauls)
            turn(changes.entries, entries)
            (_, haul_before), *_, (_, haul_now) = hauls
            changes.sums.haul(haul_before.get((life.subject,)), haul_now.get((life.subject,)))
            (_, before), *_, (_, now) = entries
            for key in before.keys() | now.keys():
                changes.sums.entry(before.get(key), now.get(key))
        told = told_of_the_ground(ledger, facts)
        changes.entries.began.extend(told.turned.began)
        changes.entries.ended.extend(told.turned.ended)
        for pair in told.changed:
            changes.sums.entry(*pair)
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """End and begin rows, and add to the sums."""
        write(connection, tables.haul, changes.hauls)
        write(connection, tables.entry, changes.entries)
        count(connection, tables.tally, changes.sums.tallies())
        count(connection, tables.flow, changes.sums.flows())
