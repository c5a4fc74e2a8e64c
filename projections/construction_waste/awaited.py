"""The trips of which an organisation has to say something: those to its sites, and its own that were turned away.

Found by stage, so that a site's or a carrier's hundred thousandth trip costs what its first did.
"""

from typing import Any

from sqlalchemy import ColumnElement, select

from projections.construction_waste.hauls import AWAITED
from projections.construction_waste.spoil_view import SpoilView
from projections.kept import STILL
from projections.parties.party import PartyView
from projections.parties.through_places import sites_of
from projections.runner import Runner


def trips_to(views: Runner, organisation: str, position: int, limit: int) -> list[str]:
    """Trips that the sites of an operator (its USCC) await now, those first that left first."""
    views.reach(PartyView.NAME, position)
    with views.reading(PartyView.NAME) as parties:
        sites = list(parties.connection.execute(sites_of(parties.tables.party, organisation)).scalars())
    return _now(views, position, limit, lambda it: (it.site.in_(sites), it.stage.in_(AWAITED)))


def turned_away(views: Runner, organisation: str, position: int, limit: int) -> list[str]:
    """Trips of a carrier (its USCC) that a site refused and that went nowhere since."""
    return _now(
        views, position, limit, lambda it: (it.carrier == f"organisation:{organisation}", it.stage == "refused")
    )


def _now(views: Runner, position: int, limit: int, which: Any) -> list[str]:
    views.reach(SpoilView.NAME, position)
    with views.reading(SpoilView.NAME) as spoil:
        it = spoil.tables.haul.c
        here: tuple[ColumnElement[bool], ...] = (*which(it), it.to_position == STILL)
        wanted = select(it.subject).where(*here).order_by(it.day, it.subject).limit(limit)
        return list(spoil.connection.execute(wanted).scalars())
