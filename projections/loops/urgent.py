"""An organisation's own loops whose deadlines pass first; what others wait for is not read."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import select, union_all

from projections.custody.asked_at import AskedAt, stands
from projections.loops.lists import DUTIES
from projections.loops.status import Then, Waits, deadlines, late_by_kind, waits_in, with_pauses
from projections.loops.view import LoopView
from projections.parties.keepers import READ_FROM, keepers_at
from projections.runner import Runner

NOT_OVER: Final = ("open", "broken")


def first_due(
    views: Runner, organisation: str, at: AskedAt, until: AskedAt, due_by: Callable[[str], str], limit: int
) -> list[dict[str, Any]]:
    """The deadlines of an organisation (its USCC), the first due first, at most so many.

    Each as `deadlines` tells it at the first instant, with its `subject`. `due_by` says of a kind until when they are
    wanted, before `until` in any case. Of each kind as many are read as are wanted, those that began first: of one
    kind what began first is due first, but where a threshold was shortened in between.
    """
    with views.reading_together(LoopView.NAME, *READ_FROM) as (loops, licences, extensions):
        then = Then(loops.tables, until.in_view(loops.position), keepers_at(licences, extensions, until))
        then = with_pauses(loops.connection, then)
        waiting, loop = then.tables.waiting.c, then.tables.loop
        of_each = [
            select(waiting.subject, waiting.loop)
            .where(waiting.owner == organisation, waiting.kind == kind, passed)
            .order_by(waiting.start, waiting.subject)
            .limit(limit)
            .subquery()
            for kind, passed in late_by_kind(then)
        ]
        late = union_all(*(select(each.c.subject, each.c.loop) for each in of_each)).subquery()
        same = (loop.c.subject == late.c.subject) & (loop.c.loop == late.c.loop)
        standing = stands(loop, then.at), loop.c.status.in_(NOT_OVER), loop.c.loop.in_(DUTIES)
        found = loops.connection.execute(select(late).join_from(late, loop, same).where(*standing).distinct())
        keys = [(row.subject, row.loop) for row in found]
        waits: Waits = waits_in(loops.connection, then, keys)
    told = [
        {**each, "subject": subject}
        for subject, name in keys
        for each in deadlines(waits.get((subject, name), ()), at.clocks, then.keepers)
        if each["due"] <= due_by(each["kind"])
    ]
    return sorted(told, key=lambda each: (each["due"], each["subject"], each["kind"]))[:limit]
