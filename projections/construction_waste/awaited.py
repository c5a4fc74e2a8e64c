"""The trips that a site has to say something of: under way to it, or standing at its gate."""

from sqlalchemy import select

from projections.construction_waste.hauls import AWAITED
from projections.construction_waste.spoil_view import SpoilView
from projections.kept import STILL
from projections.parties.party import PartyView
from projections.parties.through_places import sites_of
from projections.runner import Runner


def trips_to(views: Runner, organisation: str, position: int, limit: int) -> list[str]:
    """Trips that the sites of an operator (its USCC) await now, those first that left first.

    Found by site and stage, so that a site's hundred thousandth trip costs what its first did.
    """
    for name in (SpoilView.NAME, PartyView.NAME):
        views.reach(name, position)
    with views.reading(PartyView.NAME) as parties:
        sites = list(parties.connection.execute(sites_of(parties.tables.party, organisation)).scalars())
    with views.reading(SpoilView.NAME) as spoil:
        it = spoil.tables.haul.c
        here = it.site.in_(sites), it.stage.in_(AWAITED), it.to_position == STILL
        return list(
            spoil.connection.execute(
                select(it.subject).where(*here).order_by(it.day, it.subject).limit(limit)
            ).scalars()
        )
