"""The flags of an instant, as far as their asker may see them: each made of the findings that it stands for."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, and_, case, exists, false, func, or_, select, true

from ledger.regulation.divisions import prefix_of
from projections.anomalies.tables import Row, Tables
from projections.anomalies.view import AnomalyView
from projections.custody.asked_at import AskedAt, stands
from projections.custody.visibility import Viewer
from projections.parties.party import PartyView
from projections.parties.party import Tables as PartyTables
from projections.rules.conventions import WEAKER
from projections.rules.finding import SEVERITIES
from projections.runner import Runner


class Wanted(NamedTuple):
    """Which flags are asked for."""

    rule: str | None = None
    severity: str | None = None
    organisation: str | None = None
    subject: str | None = None
    division: str | None = None
    since: str | None = None
    flag: str | None = None


class Flag(NamedTuple):
    """A flag: its findings, and since when it stands, how badly."""

    flag: str
    rule: str
    subject: str
    cause: str
    since: str
    severity: str
    findings: list[Row]


def active(tables: Tables, at: AskedAt) -> ColumnElement[bool]:
    """Which findings stand and have begun by the instant asked about, and are not what a stronger rule flags."""
    it = tables.finding.c
    begun = and_(stands(tables.finding, at), it.since < at.as_of, or_(it.ends.is_(None), it.ends >= at.as_of))
    return and_(begun, ~_silenced(tables, at))


def _silenced(tables: Tables, at: AskedAt) -> ColumnElement[bool]:
    it, cover = tables.finding.c, tables.cover.c
    stronger = [and_(cover.rule == rule, it.rule.in_(sorted(weaker))) for rule, weaker in WEAKER.items()]
    standing = stands(tables.cover, at), cover.since < at.as_of, or_(cover.ends.is_(None), cover.ends >= at.as_of)
    same = cover.covered == it.about, or_(*stronger) if stronger else false()
    weak = it.rule.in_(sorted(frozenset().union(*WEAKER.values())))
    return and_(weak, exists(select(1).select_from(tables.cover).where(*same, *standing)))


def severity_then(tables: Tables, at: AskedAt) -> ColumnElement[int]:
    """0, 1 or 2: how bad a finding is by then."""
    it = tables.finding.c
    return case(
        (or_(it.severity == "serious", it.serious_from < at.as_of), 2),
        (or_(it.severity == "warning", it.warning_from < at.as_of), 1),
        else_=0,
    )


BEGINNING: Final = ("", "")


def flags_of(
    views: Runner, viewer: Viewer, at: AskedAt, wanted: Wanted, after: tuple[str, str] = BEGINNING, limit: int = 500
) -> Iterator[Flag]:
    """The flags of an instant beyond one, the newest first, at most so many."""
    with views.reading_together(AnomalyView.NAME, PartyView.NAME) as (anomalies, parties):
        tables, then = anomalies.tables, at.in_view(anomalies.position)
        it = tables.finding.c
        shown = and_(
            active(tables, then), _of(wanted, tables, parties.tables), _seen_by(viewer, tables, parties.tables)
        )
        began, worst = func.min(it.since).label("began"), func.max(severity_then(tables, then)).label("worst")
        heads = select(it.flag, began, worst).where(shown).group_by(it.flag)
        if wanted.severity is not None:
            heads = heads.having(worst == SEVERITIES.index(wanted.severity))
        if after != BEGINNING:
            heads = heads.having(or_(began < after[0], and_(began == after[0], it.flag > after[1])))
        found = list(anomalies.connection.execute(heads.order_by(began.desc(), it.flag).limit(limit)))
        standing = select(tables.finding).where(active(tables, then), it.flag.in_([row.flag for row in found]))
        findings: dict[str, list[Row]] = {}
        for row in anomalies.connection.execute(standing.order_by(it.since, it.about)) if found else ():
            findings.setdefault(row.flag, []).append(row_of(row))
    for head in found:
        first = findings[head.flag][0]
        severity = SEVERITIES[head.worst]
        yield Flag(head.flag, first.rule, first.subject, first.cause, head.began, severity, findings[head.flag])


def row_of(row: Any) -> Row:
    """The finding in a row of its table."""
    return Row(*(getattr(row, name) for name in Row._fields))


def evidence_of(findings: Iterable[Row]) -> list[int]:
    """The positions that a flag rests on."""
    return sorted({position for each in findings for position in msgspec.json.decode(each.evidence)})


def _of(wanted: Wanted, tables: Tables, parties: PartyTables) -> ColumnElement[bool]:
    it = tables.finding.c
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.rule is not None:
        conditions.append(it.rule == wanted.rule)
    if wanted.flag is not None:
        conditions.append(it.flag == wanted.flag)
    if wanted.organisation is not None:
        conditions.append(it.against == f"organisation:{wanted.organisation}")
    if wanted.subject is not None:
        conditions.append(or_(it.subject == wanted.subject, it.about == wanted.subject))
    if wanted.since is not None:
        conditions.append(it.since >= wanted.since)
    if wanted.division is not None:
        conditions.append(_lies_in(wanted.division, tables, parties))
    return and_(*conditions)


def _lies_in(division: str, tables: Tables, parties: PartyTables) -> ColumnElement[bool]:
    """Whether the place of a finding lies in a division, or in one that it holds."""
    places = select(parties.division.c.subject).where(parties.division.c.division.startswith(prefix_of(division)))
    return tables.finding.c.place.in_(places)


def _seen_by(viewer: Viewer, tables: Tables, parties: PartyTables) -> ColumnElement[bool]:
    """Its own flags, and those of its division where it is the authority; an authority's own delay it alone."""
    it = tables.finding.c
    if viewer.administers:
        return true()
    own = f"organisation:{viewer.organisation}"
    seen: ColumnElement[bool] = and_(it.to_authority.is_(None), it.against == own)
    if viewer.division is not None:
        seen = or_(seen, and_(it.to_authority.is_(None), _lies_in(viewer.division, tables, parties)))
    return or_(seen, it.to_authority == own)
