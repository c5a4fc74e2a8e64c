"""What the register tells: how many containers stand where, and which."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select

from ledger.log import Ledger
from projections.hazardous_waste.register import EVERYBODY, RegisterView, Tables
from projections.hazardous_waste.register_rows import ContainerRow
from projections.runner import Runner

PROVISIONAL: Final = "provisional"
"""Containers that have steps, but no standing fact by which they came to be."""
CANCELLED: Final = "cancelled"
"""Containers of which nothing stands that was stated."""


class Tally(NamedTuple):
    """How many containers are at a stage, and what they weigh."""

    stage: str
    provisional: bool
    containers: int
    unweighed: int
    """Of those."""
    net_g: int
    """Of the others."""


class Register:
    """The containers of the log, up to date with it when asked."""

    def __init__(self, ledger: Ledger, views: Runner) -> None:
        self._ledger = ledger
        self._views = views

    def tallies(self, owner: str = EVERYBODY) -> list[Tally]:
        """The containers of one owner, or of all, counted by stage."""

        def wanted(tables: Tables) -> Select[Any]:
            tally = tables.tally.c
            counted = select(tally.stage, tally.provisional, tally.containers, tally.unweighed, tally.net_g)
            return counted.where(tally.owner == owner).order_by(tally.stage, tally.provisional)

        return [Tally(*row) for row in self._rows(wanted)]

    def told(self) -> dict[str, int]:
        """Type → how many facts of it there are."""
        return dict(self._rows(lambda tables: select(tables.told)))

    def latest(self, place: str | None, limit: int) -> list[ContainerRow]:
        """The containers at a stage, or all, the latest first; PROVISIONAL and CANCELLED are such places too."""

        def wanted(tables: Tables) -> Select[Any]:
            it = tables.container.c
            at = {
                None: (),
                PROVISIONAL: (it.provisional, it.stage != PROVISIONAL),
                CANCELLED: (it.stage == PROVISIONAL,),
            }
            where = at.get(place, (it.stage == place,))
            found = select(tables.container).where(*where)
            return found.order_by(it.last_occurred_at.desc(), it.subject.desc()).limit(limit)

        return [ContainerRow(*row) for row in self._rows(wanted)]

    def of_number(self, number: str) -> list[str]:
        """The containers on which this number or label code stands, or whose whole number it is."""

        def wanted(tables: Tables) -> Select[Any]:
            it = tables.container.c
            whole = it.subject.in_([number, f"container:{number}"])
            there = whole | (it.number == number) | (it.label_code == number)
            return select(it.subject).where(there).order_by(it.subject)

        return [subject for (subject,) in self._rows(wanted)]

    def _rows(self, wanted: Any) -> Sequence[Any]:
        self._views.reach(RegisterView.NAME, self._ledger.head()[0])
        with self._views.reading(RegisterView.NAME) as view:
            return view.connection.execute(wanted(view.tables)).all()
