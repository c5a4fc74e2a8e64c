"""What the register tells: how many containers stand where, and which."""

from collections.abc import Collection, Sequence
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import Select, or_, select

from ledger.hazardous_waste.container import TAPPED
from ledger.log import Ledger
from projections.hazardous_waste.register import EVERYBODY, RegisterView, Tables
from projections.hazardous_waste.register_rows import ContainerRow, ManifestRow
from projections.runner import Runner

PROVISIONAL: Final = "provisional"
"""Containers that have steps, but no standing fact by which they came to be."""
CANCELLED: Final = "cancelled"
"""Containers of which nothing stands that was stated."""
Part = Literal["transferor", "carrier", "receiver"]
"""What an organisation has to do with a manifest."""


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

    def waiting(self, owner: str, stages: Collection[str], limit: int) -> list[ContainerRow]:
        """The containers of an owner at these stages, those first that have stood there longest; no tank, no pipe."""

        def wanted(tables: Tables) -> Select[Any]:
            it = tables.container.c
            whole = or_(it.kind.is_(None), it.kind.not_in(TAPPED))
            here = it.owner == owner, it.stage.in_(stages), it.provisional.is_(False), whole
            return select(tables.container).where(*here).order_by(it.last_occurred_at, it.subject).limit(limit)

        return [ContainerRow(*row) for row in self._rows(wanted)]

    def begun_with(self, beginning: str, limit: int) -> list[str]:
        """Containers whose subject begins so, the last in order first."""

        def wanted(tables: Tables) -> Select[Any]:
            it = tables.container.c.subject
            return select(it).where(it >= beginning, it < f"{beginning}~").order_by(it.desc()).limit(limit)

        return [subject for (subject,) in self._rows(wanted)]

    def labels_begun_with(self, beginning: str, limit: int) -> list[str]:
        """Label codes on containers that begin so, the last in order first."""

        def wanted(tables: Tables) -> Select[Any]:
            it = tables.container.c.label_code
            return select(it).where(it >= beginning, it < f"{beginning}~").order_by(it.desc()).limit(limit)

        return [code for (code,) in self._rows(wanted)]

    def manifests(self, organisation: str, part: Part, stages: Collection[str], limit: int) -> list[ManifestRow]:
        """Manifests at these stages of which something is outstanding and in which it has a part, by their number."""

        def wanted(tables: Tables) -> Select[Any]:
            it, carriage = tables.manifest.c, tables.carriage.c
            carried = it.subject.in_(select(carriage.subject).where(carriage.carrier == organisation))
            mine = {"transferor": it.transferor == organisation, "receiver": it.receiver == organisation}
            here = mine.get(part, carried), it.settled.is_(False), it.stage.in_(stages)
            return select(tables.manifest).where(*here).order_by(it.subject).limit(limit)

        return [ManifestRow(*row) for row in self._rows(wanted)]

    def _rows(self, wanted: Any) -> Sequence[Any]:
        self._views.reach(RegisterView.NAME, self._ledger.head()[0])
        with self._views.reading(RegisterView.NAME) as view:
            return view.connection.execute(wanted(view.tables)).all()
