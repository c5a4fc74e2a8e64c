"""Receipts 消纳接收凭证 whose number a site gave to two trips: recorded both, and shown at each of them."""

from typing import Any

from sqlalchemy import exists, select

from ledger.errors import ViewStoppedError
from projections.construction_waste.hauls import ACCEPTED
from projections.construction_waste.spoil_tables import Tables
from projections.construction_waste.spoil_view import SpoilView
from projections.custody.asked_at import AskedAt
from projections.kept import stood
from projections.runner import Runner


def sharing_a_receipt(tables: Tables, position: int) -> Any:
    """The trips, as known at a position, of which another has a receipt of the same number; a reprint is none."""
    one, other = tables.entry, tables.entry.alias()
    same = other.c.place == one.c.place, other.c.receipt == one.c.receipt, other.c.subject != one.c.subject
    then = other.c.from_position <= position, other.c.to_position > position
    shared = exists(select(1).select_from(other).where(*same, *then))
    return select(one.c.subject).where(one.c.kind == ACCEPTED, stood(one, position), shared)


def is_receipt_used_twice(views: Runner, at: AskedAt, trip: str) -> bool:
    """Whether one of a trip's receipts is another trip's too; not told while the view does not tell."""
    try:
        views.reach(SpoilView.NAME, at.position)
    except ViewStoppedError:
        return False
    with views.reading(SpoilView.NAME) as view:
        shared = sharing_a_receipt(view.tables, at.position)
        found = view.connection.execute(shared.where(view.tables.entry.c.subject == trip).limit(1))
        return found.first() is not None
