"""The tables of the register of flags."""

from typing import Final, NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, Table, Text

from projections.kept import spanning

KEY: Final = 4
"""How many names tell a finding: rule, subject, cause, and what was judged."""


class Row(NamedTuple):
    """A finding as it stood between two positions; one flag is all that have rule, subject and cause in common."""

    rule: str
    subject: str
    cause: str
    about: str
    flag: str
    since: str
    severity: str
    warning_from: str | None
    serious_from: str | None
    ends: str | None
    against: str
    place: str
    day: str
    variant: str
    fine: bool
    provisional: bool
    to_authority: str | None
    evidence: str
    inputs: str


class Disposition(NamedTuple):
    """What was said of a flag: `stage` as of `AnomalyState`, every explanation, and the decision made last."""

    flag: str
    stage: str
    explanations: str
    decision: str | None


class Tables(NamedTuple):
    """Findings and dispositions, which keep their past, what those cover; what series hold now; who asked."""

    finding: Table
    cover: Table
    entry: Table
    tally: Table
    asked: Table
    disposition: Table


def tables(metadata: MetaData, prefix: str) -> Tables:
    """All of them, each name beginning with the prefix."""
    return Tables(*(make(metadata, prefix) for make in (_finding, _cover, _entry, _tally, _asked, _disposition)))


def _finding(metadata: MetaData, prefix: str) -> Table:
    finding = Table(
        f"{prefix}finding",
        metadata,
        *(Column(name, Text, primary_key=True) for name in Row._fields[:KEY]),
        *spanning(),
        Column("flag", Text, nullable=False, comment="the anomaly's number"),
        Column("since", Text, nullable=False),
        Column("severity", Text, nullable=False),
        Column("warning_from", Text),
        Column("serious_from", Text),
        Column("ends", Text),
        Column("against", Text, nullable=False),
        Column("place", Text, nullable=False),
        Column("day", Text, nullable=False, comment="whose law holds"),
        Column("variant", Text, nullable=False),
        Column("fine", Boolean, nullable=False),
        Column("provisional", Boolean, nullable=False),
        Column("to_authority", Text),
        Column("evidence", Text, nullable=False, comment="JSON"),
        Column("inputs", Text, nullable=False, comment="JSON"),
        Column("ended_at", Text, comment="when what ended it was recorded"),
        sqlite_with_rowid=False,
    )
    # by state and instant too: a database without statistics would look through all that stand, for each of these
    Index(f"{prefix}finding_about", finding.c.about, finding.c.to_position, finding.c.since)
    Index(f"{prefix}finding_flag", finding.c.flag, finding.c.to_position, finding.c.since)
    Index(f"{prefix}finding_since", finding.c.to_position, finding.c.since)
    return finding


def _cover(metadata: MetaData, prefix: str) -> Table:
    cover = Table(
        f"{prefix}cover",
        metadata,
        *(Column(name, Text, primary_key=True) for name in (*Row._fields[:KEY], "covered")),
        *spanning(),
        Column("since", Text, nullable=False),
        Column("ends", Text),
        sqlite_with_rowid=False,
    )
    Index(f"{prefix}cover_of", cover.c.covered, cover.c.to_position)
    Index(f"{prefix}cover_about", cover.c.about, cover.c.to_position)
    return cover


def _entry(metadata: MetaData, prefix: str) -> Table:
    entry = Table(
        f"{prefix}entry",
        metadata,
        Column("about", Text, primary_key=True),
        Column("series", Text, primary_key=True),
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("at", Text, nullable=False),
        Column("day", Text, nullable=False),
        Column("mass_g", BigInteger, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("data", Text, nullable=False, comment="JSON"),
        sqlite_with_rowid=False,
    )
    Index(f"{prefix}entry_in", entry.c.series, entry.c.day)
    return entry


def _tally(metadata: MetaData, prefix: str) -> Table:
    return Table(
        f"{prefix}tally",
        metadata,
        Column("series", Text, primary_key=True),
        Column("day", Text, primary_key=True),
        Column("entries", BigInteger, nullable=False),
        Column("mass_g", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )


def _asked(metadata: MetaData, prefix: str) -> Table:
    asked = Table(
        f"{prefix}asked",
        metadata,
        Column("by", Text, primary_key=True),
        Column("about", Text, primary_key=True),
        Column("at", Text, nullable=False, comment="up to when the answer matters"),
        sqlite_with_rowid=False,
    )
    Index(f"{prefix}asked_about", asked.c.about, asked.c.at)
    return asked


def _disposition(metadata: MetaData, prefix: str) -> Table:
    return Table(
        f"{prefix}disposition",
        metadata,
        Column("flag", Text, primary_key=True),
        *spanning(),
        Column("stage", Text, nullable=False),
        Column("explanations", Text, nullable=False, comment="JSON"),
        Column("decision", Text, comment="JSON"),
        sqlite_with_rowid=False,
    )
