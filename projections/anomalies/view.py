"""A view: the register of flags, as it stood at every position of the log."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self
from zlib import crc32

import msgspec
from sqlalchemy import Connection, Engine, MetaData

from ledger.fact import Recorded
from ledger.log import Ledger
from projections.anomalies import tables as of_anomalies
from projections.anomalies.before import Before
from projections.anomalies.judging import Judging
from projections.anomalies.surroundings import Surroundings
from projections.anomalies.tables import Tables
from projections.anomalies.telling import Telling, Told
from projections.custody.lives import lives_changed
from projections.custody.lives_once import KINDS, lives_once
from projections.custody.state import FOLDINGS
from projections.kept import write
from projections.rows import add, alter, count, drop, put
from projections.rules.catalogue import RULES
from projections.rules.rule import Rule
from projections.settled.recorded_settings import RecordedSettings
from projections.view import View

OTHER_KINDS = frozenset(FOLDINGS) - KINDS


class AnomalyView(View[Tables, Told]):
    """One row for each finding and state that it was in."""

    NAME: ClassVar = "anomaly"
    SCHEMA: ClassVar = 4
    VERSION: ClassVar = crc32(f"{SCHEMA} {[(rule.id, rule.version) for rule in RULES]}".encode()) >> 1
    """Of the tables and of every rule: what other rules found is not kept."""

    def __init__(self, rules: Sequence[Rule] = RULES) -> None:
        self._rules = rules
        self._judging = Judging(rules)
        self._surroundings = Surroundings()
        self._settings: RecordedSettings | None = None

    def fresh(self) -> Self:
        """The same rules, and nothing remembered."""
        return type(self)(self._rules)

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """As `tables.py` describes them."""
        return of_anomalies.tables(metadata, prefix)

    def fold_upon(self, ledger: Ledger, facts: Sequence[Recorded[Any]], engine: Engine, tables: Tables) -> Told:
        """What the rules say after each of these facts; what a series held before stands in the tables alone."""
        self._settings = self._settings or RecordedSettings(ledger)
        others = lives_changed(ledger, facts[0].position - 1, facts, OTHER_KINDS)
        changed = {life.subject: life for life in (*lives_once(ledger, facts), *others)}
        self._surroundings.begin(ledger, facts, changed)
        with engine.connect() as connection:
            before = Before(connection, tables, self._judging.singled)
            telling = Telling(self._judging, self._surroundings, before, self._settings.facts())
            return telling.told(facts, changed)

    def write(self, connection: Connection, tables: Tables, changes: Told) -> None:
        """End and begin findings, change what series hold, and note who asked about what."""
        write(connection, tables.finding, changes.findings, changes.recorded_at)
        write(connection, tables.cover, changes.covers)
        write(connection, tables.disposition, changes.dispositions)
        _write_entries(connection, tables, changes)
        asked = [(by, about, at) for by, each in changes.asked.items() for about, at in each.items()]
        drop(connection, tables.asked.c.by, list(changes.asked))  # what it asked before and asks no more
        add(connection, tables.asked, sorted(asked))


def _write_entries(connection: Connection, tables: Tables, told: Told) -> None:
    entry, rows, gone = tables.entry, [], []
    for series, about, number, each in told.kept.changed():
        if each is None:
            gone.append((about, series, number))
        else:
            data = msgspec.json.encode(each.data).decode()
            rows.append((about, series, number, each.at, each.day, each.mass_g, each.position, data))
    alter(connection, entry, [], ["about", "series", "number"], gone)
    put(connection, entry, sorted(rows))
    sums = [
        (series, day, changed[0], changed[1])
        for series, days in told.kept.counted.items()
        for day, changed in days.items()
        if any(changed)
    ]
    count(connection, tables.tally, sorted(sums))
