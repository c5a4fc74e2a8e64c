"""Which accounts there are in a span: of which establishment and code anything came, went, or was read."""

from collections import defaultdict
from typing import Final, NamedTuple

from sqlalchemy import case, func, select

from ledger.log import Ledger
from projections.custody.asked_at import AskedAt
from projections.custody.visibility import Viewer
from projections.hazardous_waste.mass_balance.view import BalanceView
from projections.hazardous_waste.profile_codes import codes_of
from projections.kept import stood
from projections.loops.figures import own_places
from projections.parties.party import PartyView
from projections.runner import Runner
from projections.text_order import begins

PLACE: Final = "establishment:"


class Moved(NamedTuple):
    """An account, the division of its establishment, and how much came and went in the span, in grams."""

    establishment: str
    waste_code: str
    division: str | None
    in_g: int
    out_g: int


def accounts_of(
    ledger: Ledger, views: Runner, viewer: Viewer, at: AskedAt, since: str, until: str, uscc: str = ""
) -> list[Moved]:
    """The viewer's own, and of places that lie where it is the authority; the greatest throughput first.

    Of one organisation's establishments, where its code is given.
    """
    for name in (BalanceView.NAME, PartyView.NAME):
        views.reach(name, at.position)
    with views.reading_together(BalanceView.NAME, PartyView.NAME) as (balance, parties):
        it = balance.tables.entry.c
        came = func.sum(case((it.book_g > 0, it.book_g), else_=0))
        went = func.sum(case((it.book_g < 0, -it.book_g), else_=0))
        key = it.establishment, it.waste_code, it.profile
        # a range of the index for one, and all rows in turn for all: by the index each would be looked up by itself
        whose = begins(it.establishment, f"{PLACE}{uscc}") if uscc else it.establishment.startswith(PLACE)
        span = it.at > since, it.at <= until, whose
        wanted = select(*key, came, went).where(*span, stood(balance.tables.entry, at.position)).group_by(*key)
        rows = balance.connection.execute(wanted).all()
        own = own_places(balance, parties, viewer, {row[0] for row in rows})
    codes = codes_of(ledger, {row[2] for row in rows if row[1] is None and row[2]}, at.position, until)
    moved: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for place, told, profile, came_g, went_g in rows:
        code = told or codes.get(profile)
        if place in own and code:
            moved[place, code] = [moved[place, code][0] + int(came_g), moved[place, code][1] + int(went_g)]
    found = [Moved(place, code, own[place], *both) for (place, code), both in moved.items()]
    return sorted(found, key=lambda each: (-max(each.in_g, each.out_g), each.establishment, each.waste_code))
