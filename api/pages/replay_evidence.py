"""What proves a replay to whoever reads it: the stored bytes of a fact, and the evidence bundle of a subject."""

import re

from fastapi import APIRouter, Response

from api.bundle import bundle_of
from api.door import TheLedger, TheViews
from api.pages.page import HEADERS, PageRoute, ThePage
from api.people.signed_in import SeenByPerson, SignedIn
from api.transparency import ThePublisher
from ledger.log import Ledger
from projections.custody.visibility import Visibility

router = APIRouter(include_in_schema=False, route_class=PageRoute)

NO_FACT = (
    "账本中没有这个位置的事实，或本单位无权查看。",
    "The log has no fact at this position, or your organisation may not see it.",
)
NO_STORE = HEADERS | {"Cache-Control": "private, no-store"}


@router.get("/replay/leaf/{position}")
def read_leaf(page: ThePage, ledger: TheLedger, person: SeenByPerson, position: str) -> Response:
    """The bytes of a fact as they are stored and hashed, for whoever may see it on a page."""
    stored = _stored(ledger, person, int(position) if re.fullmatch("[0-9]{1,15}", position) else 0)
    if stored is None:
        return page.sorry(404, NO_FACT)
    return Response(stored, headers=NO_STORE, media_type="application/json")


@router.get("/replay/bundle/{subject:path}")
def read_bundle(
    session: SignedIn, ledger: TheLedger, views: TheViews, publisher: ThePublisher, subject: str
) -> Response:
    """The evidence bundle of a subject, of what the person's organisation may see."""
    seen = Visibility(ledger, views, session.account.organisation)
    name = re.sub(r"[^A-Za-z0-9._-]", "-", subject)
    return Response(
        bundle_of(ledger, publisher, seen, subject),
        headers=NO_STORE | {"Content-Disposition": f'attachment; filename="{name}.zip"'},
        media_type="application/zip",
    )


def _stored(ledger: Ledger, person: Visibility | None, position: int) -> bytes | None:
    facts = ledger.recorded(after=position - 1, upto=position) if position > 0 else []
    if not ledger.opened.simulated:
        facts = person.seen(facts) if person is not None else []
    found = ledger.stored(position) if facts else None
    return None if found is None else found[1]
