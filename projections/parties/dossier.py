"""一企一档: what the log and the views know of one organisation at a position, section by section."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import or_, select

from ledger.catalogue import CATALOGUE, named_in
from ledger.correction import Correction, Effective
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import establishment_in, owner_of
from projections.custody.state import fold
from projections.custody.visibility import Visibility
from projections.hazardous_waste.register import RegisterView
from projections.hazardous_waste.register_rows import ManifestRow
from projections.reading import Reading
from projections.runner import Runner

SECTION_MAX: Final = 200
"""How many things a section names; `more` says that there are others."""
FACTS_MAX: Final = 2_000
"""How many facts are read to find the things of a section."""
LATEST: Final = 20
FIRST_LOOK: Final = 256
"""How far back in the log the latest facts are looked for first; then four times as far, to its beginning."""


class Section(NamedTuple):
    """Things of one kind with their states, whether there are more of them, and those that others merely name."""

    things: list[tuple[str, Any]]
    more: bool
    unsaid: frozenset[str] = frozenset()


class OfOrganisation:
    """What is known of an organisation at a position of the log."""

    def __init__(
        self, ledger: Ledger, views: Runner, organisation: str, position: int, part: Visibility | None = None
    ) -> None:
        """`part` is who may see but a part of it: then only the things are told that may be seen for themselves."""
        self._ledger = ledger
        self._views = views
        self._part = part
        self.organisation = organisation
        self.position = position

    def itself(self) -> Any:
        """Its state; `provisional` while it is not registered."""
        reading = Reading(self._ledger, self.position)
        life = reading.lives([self.organisation])[self.organisation]
        return fold(self.organisation, reading.standing(self.organisation, life))

    def section(self, *kinds: str, named: Iterable[str] = ()) -> Section:
        """The things of these kinds that belong to it or name it as they stand, by number; `named` are looked at too.

        So is what a correction alone names.
        """
        types = [name for name, known in CATALOGUE.items() if set(kinds) & set(known.today.kinds())]
        facts = self._ledger.recorded(tag=self.organisation, types=types, upto=self.position, limit=FACTS_MAX + 1)
        kind = tuple(f"{kind}:" for kind in kinds)
        told = (fact.fact.subject for fact in (*facts[:FACTS_MAX], *self._corrections[:FACTS_MAX]))
        found = self._shown(sorted({subject for subject in (*told, *named) if subject.startswith(kind)}))
        more = len(found) > SECTION_MAX or max(len(facts), len(self._corrections)) > FACTS_MAX
        return self._standing(found[:SECTION_MAX], more)

    @cached_property
    def _corrections(self) -> Sequence[Recorded[Any]]:
        """What names it in the place of what was said before."""
        corrected = [Correction.Corrected.TOPIC]
        return self._ledger.recorded(tag=self.organisation, types=corrected, upto=self.position, limit=FACTS_MAX + 1)

    def under_way(self) -> tuple[list[tuple[str, ManifestRow]], bool]:
        """Manifests of which something is outstanding now, each behind its part in it; whether there are more."""
        self._views.reach(RegisterView.NAME, self.position)
        with self._views.reading(RegisterView.NAME) as view:
            manifest, carriage = view.tables.manifest, view.tables.carriage
            carried = select(carriage.c.subject).where(carriage.c.carrier == self.organisation)
            mine = or_(
                manifest.c.transferor == self.organisation,
                manifest.c.receiver == self.organisation,
                manifest.c.subject.in_(carried),
            )
            wanted = select(manifest).where(mine, manifest.c.settled.is_(False)).order_by(manifest.c.subject)
            rows = [ManifestRow(*row) for row in view.connection.execute(wanted.limit(SECTION_MAX + 1))]
        shown = self._shown([row.subject for row in rows])
        told = [(self._part_in(row), row) for row in rows[:SECTION_MAX] if row.subject in shown]
        return told, len(rows) > SECTION_MAX

    def _shown(self, subjects: Sequence[str]) -> list[str]:
        if self._part is None:
            return list(subjects)
        places = {subject: establishment_in(subject) for subject in subjects}
        visible = self._part.seen_among([*subjects, *filter(None, places.values())])
        return [subject for subject in subjects if not visible.isdisjoint({subject, places[subject]})]

    def latest_facts(self, seen: Visibility) -> Sequence[Recorded[Any]]:
        """The last facts about it and what names it, as far as they are seen and were looked through."""
        span = FIRST_LOOK
        while True:
            after = max(0, self.position - span)
            found = self._ledger.recorded(tag=self.organisation, after=after, upto=self.position)
            shown = seen.seen(found)
            if len(shown) >= LATEST or len(found) > FACTS_MAX or after == 0:
                return shown[::-1][:LATEST]
            span *= 4

    def _part_in(self, row: ManifestRow) -> str:
        parts = {row.transferor: "transferor", row.receiver: "receiver"}
        return parts.get(self.organisation, "carrier")

    def _standing(self, subjects: Sequence[str], more: bool) -> Section:
        reading = Reading(self._ledger, self.position)
        lives = reading.lives(subjects)
        standing = {subject: reading.standing(subject, lives[subject]) for subject in subjects}
        things = [(each, fold(each, standing[each])) for each in subjects if self._has_to_do(each, standing[each])]
        return Section(things, more, frozenset(subject for subject in subjects if not lives[subject]))

    def _has_to_do(self, subject: str, standing: Sequence[Effective]) -> bool:
        """Whether it begins the number, or is named by what counts of it."""
        if f"organisation:{owner_of(subject)}" == self.organisation:
            return True
        return any(self.organisation in named_in(each.statement.data) for each in standing)
