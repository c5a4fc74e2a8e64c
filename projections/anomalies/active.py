"""Which findings make a flag at an instant: those that have begun, stand, and are not what a stronger rule flags."""

from sqlalchemy import ColumnElement, FromClause, and_, case, exists, or_, select

from projections.anomalies.tables import Tables
from projections.custody.asked_at import AskedAt, stands
from projections.rules.conventions import WEAKER


def active(tables: Tables, at: AskedAt) -> ColumnElement[bool]:
    """What is flagged at the instant asked about."""
    return and_(_lasts(tables.finding, at), ~_silenced(tables, at))


def cleared(tables: Tables, at: AskedAt) -> ColumnElement[bool]:
    """What was flagged and is no more: a fact ended it, or time did; of flags of which nothing stands by then."""
    it, again = tables.finding.c, tables.finding.alias()
    by_a_fact = and_(it.to_position <= at.position, it.since < it.ended_at)
    by_time = and_(stands(tables.finding, at), it.ends < at.as_of, it.since <= it.ends)
    same = again.c.flag == it.flag, _lasts(again, at)
    return and_(or_(by_a_fact, by_time), ~exists(select(1).select_from(again).where(*same)))


def severity_at(tables: Tables, as_of: str) -> ColumnElement[int]:
    """0, 1 or 2: how bad a finding is at an instant, or was when it ended."""
    it = tables.finding.c
    then = case((it.ended_at < as_of, it.ended_at), else_=as_of)
    return case(
        (or_(it.severity == "serious", it.serious_from < then), 2),
        (or_(it.severity == "warning", it.warning_from < then), 1),
        else_=0,
    )


def _lasts(table: FromClause, at: AskedAt) -> ColumnElement[bool]:
    """What stands, has begun and has not ended by itself."""
    ends = table.c.ends
    return and_(stands(table, at), table.c.since < at.as_of, or_(ends.is_(None), ends >= at.as_of))


def _silenced(tables: Tables, at: AskedAt) -> ColumnElement[bool]:
    it, cover = tables.finding.c, tables.cover.c
    stronger = or_(*(and_(cover.rule == rule, it.rule.in_(sorted(weaker))) for rule, weaker in WEAKER.items()))
    weak = it.rule.in_(sorted(frozenset[str]().union(*WEAKER.values())))
    covered = select(1).select_from(tables.cover).where(cover.covered == it.about, stronger, _lasts(tables.cover, at))
    return and_(weak, exists(covered))
