"""Whom the year of storage binds: holders of a licence in force, and until when they may keep what.

固体废物污染环境防治法（2020）81(3), 生态环境法典 535(3): one year, unless the issuer of the licence allows more. An
ordinary producer is not bound by it.
"""

from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, and_, false, not_, or_, select, true
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from ledger.errors import ViewStoppedError
from projections.clocks import end_of
from projections.custody.asked_at import AskedAt
from projections.kept import stood
from projections.parties.extensions import Extension, ExtensionView
from projections.parties.licence_rows import Licence
from projections.parties.licences import LicenceView
from projections.runner import Reading, Runner

READ_FROM = (LicenceView.NAME, ExtensionView.NAME)


class Keepers(NamedTuple):
    """The establishments for which somebody holds a licence in force, and what may be kept longer."""

    establishments: frozenset[str] = frozenset()
    extensions: tuple[Extension, ...] = ()

    def due(self, establishment: str | None, facility: str | None, waste_code: str | None, year: str) -> str | None:
        """When what lies in a facility has to be gone, a year or more after it came; None where nobody is bound."""
        if establishment not in self.establishments:
            return None
        longer = [end_of(each.valid_until) for each in self.extensions if _is_about(each, facility, waste_code)]
        return max([year, *longer])

    def bound(self, waiting: "ReadOnlyColumnCollection[str, Column[Any]]", as_of: str) -> ColumnElement[bool]:
        """The same in SQL, of what came more than a year before: whether it has to be gone by an instant."""
        facility, waste_code = waiting.facility, waiting.waste_code
        if not self.establishments:
            return false()
        longer = [
            and_(facility == each.facility, or_(waste_code.is_(None), waste_code.endswith(_ending(each.waste_code))))
            for each in self.extensions
            if end_of(each.valid_until) >= as_of
        ]
        return and_(waiting.establishment.in_(sorted(self.establishments)), not_(or_(*longer)) if longer else true())


NOBODY = Keepers()


def keepers_at(licences: Reading, extensions: Reading, at: AskedAt) -> Keepers:
    """Who was bound at an instant, by what was known then."""
    known = licences.connection.execute(select(licences.tables).where(stood(licences.tables, at.position)))
    held = (Licence(*row[:2], *row[4:]) for row in known)
    longer = extensions.connection.execute(select(extensions.tables).where(stood(extensions.tables, at.position)))
    return Keepers(
        frozenset(each.establishment for each in held if each.establishment and each.is_in_force(at.as_of)),
        tuple(Extension(row.facility, row.waste_code, row.valid_until) for row in longer),
    )


def keepers_then(views: Runner, at: AskedAt) -> Keepers:
    """The same for an answer that does not stand on views alone: nobody while they cannot tell."""
    try:
        for name in READ_FROM:
            views.reach(name, at.position)
        with views.reading_together(*READ_FROM) as (licences, extensions):
            return keepers_at(licences, extensions, at)
    except ViewStoppedError:
        return NOBODY


def _is_about(extension: Extension, facility: str | None, waste_code: str | None) -> bool:
    """A drum of which no code is told is not said to be kept too long where any code may be kept longer."""
    if extension.facility != facility:
        return False
    return waste_code is None or waste_code.endswith(_ending(extension.waste_code))


def _ending(code_or_category: str) -> str:
    """How the codes end that are meant: a category is the last two digits of each of its codes."""
    return f"-{code_or_category[2:]}" if code_or_category.startswith("HW") else code_or_category
