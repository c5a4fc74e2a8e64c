"""The flags of an instant, as far as their asker may see them: each made of the findings that it stands for."""

from collections.abc import Iterable
from typing import Any, Final, Literal, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, true

from ledger.regulation.divisions import prefix_of
from ledger.store.dictionary import among
from projections.anomalies.active import active, cleared, severity_at
from projections.anomalies.tables import Disposition, Row, Tables
from projections.anomalies.view import AnomalyView
from projections.custody.asked_at import AskedAt, stands
from projections.custody.visibility import EVERYBODY, Viewer
from projections.parties.party import PartyView
from projections.parties.party import Tables as PartyTables
from projections.rules.finding import SEVERITIES
from projections.runner import Runner

STATUSES: Final = ("open", "explained", "confirmed", "dismissed", "cleared")
UNTOLD: Final = Disposition("", "open", "[]", None)
BEGINNING: Final = ("", "")
"""Before the first flag of a list."""


class Wanted(NamedTuple):
    """Which flags are asked for; where no status is, all that stand."""

    rule: str | None = None
    status: str | None = None
    severity: str | None = None
    organisation: str | None = None
    subject: str | None = None
    division: str | None = None
    since: str | None = None
    flag: str | None = None


class Flag(NamedTuple):
    """A flag: since when it stands, how badly, on which findings, and what was said of it."""

    flag: str
    rule: str
    subject: str
    cause: str
    since: str
    severity: str
    status: str
    cleared_at: str | None
    division: str | None
    findings: list[Row]
    disposition: Disposition

    @property
    def evidence(self) -> list[int]:
        """The positions that it rests on."""
        return sorted({at for each in self.findings for at in msgspec.json.decode(each.evidence)})


def reached(views: Runner, head: int) -> None:
    """Have the views that a list is made of hold all of the log up to a position."""
    for name in (AnomalyView.NAME, PartyView.NAME):
        views.reach(name, head)


def flags_of(
    views: Runner,
    viewer: Viewer,
    at: AskedAt,
    wanted: Wanted,
    after: tuple[str, str] = BEGINNING,
    limit: int = 500,
) -> list[Flag]:
    """The flags of an instant beyond one, the newest first, at most so many; `after` tells since and number."""
    with views.reading_together(AnomalyView.NAME, PartyView.NAME) as (anomalies, parties):
        tables, then = anomalies.tables, at.in_view(anomalies.position)
        it, division = tables.finding.c, parties.tables.division.c
        standing = cleared(tables, then) if wanted.status == "cleared" else active(tables, then)
        asked = _of(wanted, tables, parties.tables, then), _seen_by(viewer, tables, parties.tables)
        began = func.min(it.since).label("began")
        worst = func.max(severity_at(tables, at.as_of)).label("worst")
        heads = select(it.flag, began, worst).where(standing, *asked).group_by(it.flag)
        if wanted.severity is not None:
            heads = heads.having(worst == SEVERITIES.index(wanted.severity))
        if after != BEGINNING:
            heads = heads.having(or_(began < after[0], and_(began == after[0], it.flag > after[1])))
        found = list(anomalies.connection.execute(heads.order_by(began.desc(), it.flag).limit(limit)))
        numbers = [row.flag for row in found]
        rows = (
            select(tables.finding, division.division)
            .join_from(tables.finding, parties.tables.division, division.subject == it.place, isouter=True)
            .where(standing, it.flag.in_(numbers))
            .order_by(it.since, it.about, it.from_position)  # one finding may have been told otherwise before
        )
        findings: dict[str, list[Any]] = {}
        for row in anomalies.connection.execute(rows) if found else ():
            findings.setdefault(row.flag, []).append(row)
        said = _dispositions(anomalies.connection, tables, then, numbers)
    return [_flag(head, findings[head.flag], said.get(head.flag, UNTOLD), wanted.status, then) for head in found]


class Whose(NamedTuple):
    """Against whom a flag is, or whose own delay it is, and where."""

    rule: str
    against: str
    to_authority: str | None
    division: str | None


def whose_flag(views: Runner, flag: str) -> Whose | None:
    """Of a flag that stands or ever stood; None for a number that none has."""
    with views.reading_together(AnomalyView.NAME, PartyView.NAME) as (anomalies, parties):
        it, division = anomalies.tables.finding.c, parties.tables.division.c
        wanted = (
            select(it.rule, it.against, it.to_authority, division.division)
            .join_from(anomalies.tables.finding, parties.tables.division, division.subject == it.place, isouter=True)
            .where(it.flag == flag)
            .order_by(it.from_position.desc())
        )
        row = anomalies.connection.execute(wanted.limit(1)).first()
        return None if row is None else Whose(*row)


def counted(
    views: Runner, viewer: Viewer, at: AskedAt, wanted: Wanted, *, also_cleared: bool = True
) -> dict[tuple[str, str, str], int]:
    """Rule, status and severity → how many flags stand, and of those that were cleared, which are many, how many."""
    found: dict[tuple[str, str, str], int] = {}
    with views.reading_together(AnomalyView.NAME, PartyView.NAME) as (anomalies, parties):
        tables, then = anomalies.tables, at.in_view(anomalies.position)
        it, told = tables.finding.c, tables.disposition.c
        asked = _of(wanted, tables, parties.tables, then), _seen_by(viewer, tables, parties.tables)
        kinds = [(False, active(tables, then)), *([(True, cleared(tables, then))] if also_cleared else [])]
        for is_cleared, standing in kinds:
            worst = func.max(severity_at(tables, at.as_of)).label("worst")
            each = select(it.flag, it.rule, worst).where(standing, *asked).group_by(it.flag, it.rule).subquery()
            stage = func.coalesce(told.stage, "open")
            same = and_(told.flag == each.c.flag, stands(tables.disposition, then))
            rows = (
                select(each.c.rule, stage, each.c.worst, func.count())
                .join_from(each, tables.disposition, same, isouter=True)
                .group_by(each.c.rule, stage, each.c.worst)
            )
            for rule, status, severity, number in anomalies.connection.execute(rows):
                key = rule, "cleared" if is_cleared else status, SEVERITIES[severity]
                found[key] = found.get(key, 0) + number
    return found


def standing_by(
    views: Runner, viewer: Viewer, at: AskedAt, by: Literal["against", "place", "about"], whose: Iterable[str]
) -> dict[str, dict[str, int]]:
    """For each of these organisations, places or subjects → severity → how many flags stand against, at or of it."""
    asked, found = list(whose), dict[str, dict[str, int]]()
    with views.reading_together(AnomalyView.NAME, PartyView.NAME) as (anomalies, parties):
        tables, then = anomalies.tables, at.in_view(anomalies.position)
        it, of_whom = tables.finding.c, tables.finding.c[by]
        worst = func.max(severity_at(tables, at.as_of)).label("worst")
        where = active(tables, then), _seen_by(viewer, tables, parties.tables)
        each = select(of_whom, it.flag, worst).where(*where, among(anomalies.connection, of_whom, asked))
        flags = each.group_by(of_whom, it.flag).subquery()
        counted_ = select(flags.c[by], flags.c.worst, func.count()).group_by(flags.c[by], flags.c.worst)
        for name, severity, number in anomalies.connection.execute(counted_):
            found.setdefault(name, {})[SEVERITIES[severity]] = number
    return found


def _flag(head: Any, rows: list[Any], said: Disposition, status: str | None, then: AskedAt) -> Flag:
    findings = [Row(*(getattr(row, name) for name in Row._fields)) for row in rows]
    first, gone = findings[0], status == "cleared"
    ended = max((_ended(row, then) for row in rows), default="") if gone else None
    return Flag(
        head.flag,
        first.rule,
        first.subject,
        first.cause,
        head.began,
        SEVERITIES[head.worst],
        "cleared" if gone else said.stage,
        ended,
        rows[0].division,
        findings,
        said,
    )


def _ended(row: Any, then: AskedAt) -> str:
    """When a finding was over, by time or by what was known then: whatever ended it later did not yet."""
    by_a_fact = row.ended_at if row.to_position <= then.position else None
    return min((each for each in (row.ends, by_a_fact) if each is not None), default="")


def _dispositions(
    connection: Connection, tables: Tables, at: AskedAt, flags: Iterable[str]
) -> dict[str, Disposition]:
    it = tables.disposition.c
    columns = [it[name] for name in Disposition._fields]
    rows = select(*columns).where(it.flag.in_(list(flags)), stands(tables.disposition, at))
    return {row.flag: Disposition(*row) for row in connection.execute(rows)}


def _of(wanted: Wanted, tables: Tables, parties: PartyTables, at: AskedAt) -> ColumnElement[bool]:
    it = tables.finding.c
    conditions: list[ColumnElement[bool]] = [true()]
    for column, value in ((it.rule, wanted.rule), (it.flag, wanted.flag)):
        if value is not None:
            conditions.append(column == value)
    if wanted.organisation is not None:
        conditions.append(it.against == f"organisation:{wanted.organisation}")
    if wanted.subject is not None:
        conditions.append(or_(it.subject == wanted.subject, it.about == wanted.subject))
    if wanted.since is not None:
        conditions.append(it.since >= wanted.since)
    if wanted.division is not None:
        conditions.append(_lies_in(wanted.division, tables, parties))
    if wanted.status not in {None, "cleared"}:
        told = tables.disposition.c
        said = select(told.flag).where(stands(tables.disposition, at))
        of_it = it.flag.in_(said.where(told.stage == wanted.status))
        conditions.append(it.flag.not_in(said) if wanted.status == "open" else of_it)
    return and_(*conditions)


def _lies_in(division: str, tables: Tables, parties: PartyTables) -> ColumnElement[bool]:
    """Whether the place of a finding lies in a division, or in one that it holds."""
    places = select(parties.division.c.subject).where(parties.division.c.division.startswith(prefix_of(division)))
    return tables.finding.c.place.in_(places)


def _seen_by(viewer: Viewer, tables: Tables, parties: PartyTables) -> ColumnElement[bool]:
    """Its own flags, and those of its division where it is the authority; an authority's own delay it alone."""
    it = tables.finding.c
    if viewer == EVERYBODY:
        return true()
    own = f"organisation:{viewer.organisation}"
    its_own = it.to_authority.in_([own, f"division:{viewer.division}"])
    if viewer.administers:
        return or_(it.to_authority.is_(None), its_own)
    within = _lies_in(viewer.division, tables, parties) if viewer.division is not None else false()
    return or_(its_own, and_(it.to_authority.is_(None), or_(it.against == own, within)))
