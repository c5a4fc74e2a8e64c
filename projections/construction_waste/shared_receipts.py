"""Receipts 消纳接收凭证 whose number a site gave to two trips: recorded both, and shown at each of them."""

from sqlalchemy import ColumnElement, and_, exists, literal, select

from ledger.errors import ViewStoppedError
from projections.construction_waste.hauls import ACCEPTED
from projections.construction_waste.spoil_tables import Tables
from projections.construction_waste.spoil_view import SpoilView
from projections.custody.asked_at import AskedAt
from projections.kept import stood
from projections.runner import Runner


def shares_a_receipt(tables: Tables, trip: ColumnElement[str], position: int) -> ColumnElement[bool]:
    """Whether another trip has a receipt of the same site and number, as known at a position; a reprint is none."""
    one, other = tables.entry.alias(), tables.entry.alias()
    same = other.c.place == one.c.place, other.c.receipt == one.c.receipt, other.c.subject != one.c.subject
    shared = select(1).select_from(one.join(other, and_(*same))).where(one.c.subject == trip)
    return exists(shared.where(one.c.kind == ACCEPTED, stood(one, position), stood(other, position)))


def is_receipt_used_twice(views: Runner, at: AskedAt, trip: str) -> bool:
    """Whether one of a trip's receipts is another trip's too; not told while the view does not tell."""
    try:
        views.reach(SpoilView.NAME, at.position)
    except ViewStoppedError:
        return False
    with views.reading(SpoilView.NAME) as view:
        return bool(
            view.connection.execute(select(shares_a_receipt(view.tables, literal(trip), at.position))).scalar()
        )
