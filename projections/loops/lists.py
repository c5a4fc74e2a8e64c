"""Loops in a list, as far as its asker may see them, and in figures by place and month."""

from typing import Any, Final, NamedTuple

from msgspec.structs import replace
from sqlalchemy import ColumnElement, and_, exists, or_, select, true, tuple_

from ledger.errors import ViewStoppedError
from ledger.regulation.divisions import prefix_of
from ledger.subjects import kind_of
from projections.custody.asked_at import AskedAt, stands
from projections.custody.replay import Case
from projections.custody.visibility import Viewer
from projections.loops.chains import CHAIN
from projections.loops.status import (
    BINDS_KEEPERS,
    Then,
    Waits,
    has_status,
    status_of,
    waits_in,
    with_pauses,
)
from projections.loops.tables import Tables
from projections.loops.view import LoopView
from projections.parties.keepers import NOBODY, READ_FROM, Keepers, keepers_at, keepers_then
from projections.parties.party import PartyView
from projections.parties.party import Tables as PartyTables
from projections.parties.through_places import places_of
from projections.runner import Runner
from projections.text_order import HIGHEST, begins

STREAMS: Final = {
    "custody": "hazardous_waste",
    "chain": "hazardous_waste",
    "manifest": "hazardous_waste",
    "trip": "construction_waste",
    "batch": "industrial_waste",
    "consignment": "industrial_waste",
    "transfer": "cross_province",
}
"""Kind of loop → the stream of waste that it is of."""
OF_CONTAINERS: Final = frozenset({"custody", CHAIN})
"""Every other loop bears the name of the kind of its subject."""
DUTIES: Final = tuple(loop for loop in STREAMS if loop != CHAIN)
"""The loops that count once for all they hold; a container's chain goes beyond whose duty it is."""


class Filter(NamedTuple):
    """Which loops are wanted: by kind, by status then, of an organisation's places, in a division, of a stream."""

    loop: str | None = None
    status: str | None = None
    organisation: str | None = None
    division: str | None = None
    stream: str | None = None


class Page(NamedTuple):
    """Loops with their status, and the division of their place where it is known; and what they wait for."""

    rows: list[Any]
    waits: Waits
    keepers: Keepers


def reached(views: Runner, head: int) -> None:
    """Have the views that a list is made of hold all of the log up to a position."""
    for name in (LoopView.NAME, PartyView.NAME, *READ_FROM):
        views.reach(name, head)


def page_of(views: Runner, viewer: Viewer, at: AskedAt, wanted: Filter, after: tuple[str, str], limit: int) -> Page:
    """The loops beyond one, at most so many, by subject and loop."""
    with views.reading_together(LoopView.NAME, PartyView.NAME, *READ_FROM) as (loops, parties, licences, extensions):
        then = Then(loops.tables, at.in_view(loops.position), keepers_at(licences, extensions, at))
        then = with_pauses(loops.connection, then)
        tables, division = then.tables, parties.tables.division
        loop = tables.loop.c
        begins, ends = _stretch(wanted.loop)
        rows = (
            select(*tables.loop.c, status_of(then).label("status_then"), division.c.division)
            .join_from(tables.loop, division, division.c.subject == loop.place, isouter=True)
            .where(
                stands(tables.loop, then.at),
                tuple_(loop.subject, loop.loop) > tuple_(*max(after, (begins, ""))),
                loop.subject < ends,
                loop.loop == wanted.loop if wanted.loop else true(),
                has_status(then, wanted.status),
                loop.loop.in_([kind for kind, stream in STREAMS.items() if wanted.stream in {None, stream}]),
                _of(wanted, tables, parties.tables),
                _seen_by(viewer, tables, parties.tables),
            )
            .order_by(loop.subject, loop.loop)
            .limit(limit)
        )
        found = list(loops.connection.execute(rows))
        keys = [(row.subject, row.loop) for row in found]
        return Page(found, waits_in(loops.connection, then, keys), then.keepers)


def waits_of(views: Runner, at: AskedAt, keys: list[tuple[str, str]]) -> tuple[Waits, Keepers]:
    """What some loops, by subject and kind, waited for then, and whom the year of storage bound."""
    with views.reading_together(LoopView.NAME, *READ_FROM) as (loops, licences, extensions):
        then = Then(loops.tables, at.in_view(loops.position), keepers_at(licences, extensions, at))
        return waits_in(loops.connection, then, keys), then.keepers


def with_chain(views: Runner, at: AskedAt, case: Case) -> Case:
    """A case with its chain, which hangs on all vessels that the waste came to; without while no view tells."""
    if kind_of(case.subject) != "container":
        return case
    loops = {name: status for name, status in case.loops.items() if name != CHAIN}
    try:
        chain = _chain_then(views, at, case.subject)
    except ViewStoppedError:
        chain = None  # the rest is told by the log itself
    return replace(case, loops=loops | ({CHAIN: chain} if chain is not None else {}))


def keepers_for(views: Runner, at: AskedAt, case: Case) -> Keepers:
    """Whom the year of storage bound then, where a loop of the case waits for its end."""
    return keepers_then(views, at) if any(each.kind == BINDS_KEEPERS for each in case.waits) else NOBODY


def _chain_then(views: Runner, at: AskedAt, container: str) -> str | None:
    views.reach(LoopView.NAME, at.position)
    with views.reading(LoopView.NAME) as loops:
        loop = loops.tables.loop
        then = stands(loop, at.in_view(loops.position))
        wanted = select(loop.c.status).where(loop.c.subject == container, loop.c.loop == CHAIN, then)
        status: str | None = loops.connection.execute(wanted).scalar_one_or_none()
        return status


def _stretch(loop: str | None) -> tuple[str, str]:
    """Between which subjects the loops of one kind stand, so that the others are not looked through."""
    kind = "container" if loop in OF_CONTAINERS else loop
    return ("", HIGHEST) if kind is None else (f"{kind}:", f"{kind}:{HIGHEST}")


def _of(wanted: Filter, tables: Tables, parties: PartyTables) -> ColumnElement[bool]:
    place, subject = tables.loop.c.place, tables.loop.c.subject
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.organisation is not None:
        own_trips = begins(subject, f"trip:{wanted.organisation}.")
        conditions.append(or_(_at_places_of(place, wanted.organisation), own_trips))
    if wanted.division is not None:
        conditions.append(parties.division.c.division.startswith(prefix_of(wanted.division)))
    return and_(*conditions)


def _at_places_of(place: ColumnElement[str], organisation: str) -> ColumnElement[bool]:
    """Establishments by their number, and the organisation itself while no establishment is told."""
    return or_(place == f"organisation:{organisation}", begins(place, f"establishment:{organisation}"))


def _seen_by(viewer: Viewer, tables: Tables, parties: PartyTables) -> ColumnElement[bool]:
    """As `Visibility` has it, for many subjects at once."""
    if viewer.administers:
        return true()
    party, division = parties.party.c, parties.division.c
    of_it = select(1).select_from(parties.party).where(party.subject == tables.loop.c.subject)
    places = places_of(parties.party, viewer.organisation)
    seen = exists(of_it.where(or_(party.party == f"organisation:{viewer.organisation}", party.party.in_(places))))
    if viewer.division is None:
        return seen
    placed = select(1).select_from(parties.party.join(parties.division, division.subject == party.party))
    within = party.subject == tables.loop.c.subject, division.division.startswith(prefix_of(viewer.division))
    return or_(seen, exists(placed.where(*within)))
