"""一企一档: what the log and the views know of one organisation at a position, section by section."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import or_, select

from ledger.catalogue import CATALOGUE
from ledger.fact import Recorded
from ledger.log import Ledger
from projections.custody.state import fold
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
    """Things of one kind with their states, and whether there are more of them."""

    things: list[tuple[str, Any]]
    more: bool


class OfOrganisation:
    """What is known of an organisation at a position of the log."""

    def __init__(self, ledger: Ledger, views: Runner, organisation: str, position: int) -> None:
        self._ledger = ledger
        self._views = views
        self.organisation = organisation
        self.position = position

    def itself(self) -> Any:
        """Its state; `provisional` while it is not registered."""
        return self._states([self.organisation])[0][1]

    def section(self, *kinds: str) -> Section:
        """The things of these kinds that belong to it or name it, by number, each as it stands."""
        types = [name for name, known in CATALOGUE.items() if set(kinds) & set(known.today.kinds())]
        facts = self._ledger.recorded(tag=self.organisation, types=types, upto=self.position, limit=FACTS_MAX + 1)
        found = sorted(
            {
                fact.fact.subject
                for fact in facts[:FACTS_MAX]
                if fact.fact.subject.startswith(tuple(f"{kind}:" for kind in kinds))
            }
        )
        more = len(found) > SECTION_MAX or len(facts) > FACTS_MAX
        return Section(self._states(found[:SECTION_MAX]), more)

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
        return [(self._part_in(row), row) for row in rows[:SECTION_MAX]], len(rows) > SECTION_MAX

    def latest_facts(self) -> Sequence[Recorded[Any]]:
        """The last facts about it and what names it, the latest first."""
        span = FIRST_LOOK
        while True:
            after = max(0, self.position - span)
            found = self._ledger.recorded(tag=self.organisation, after=after, upto=self.position)
            if len(found) >= LATEST or after == 0:
                return found[::-1][:LATEST]
            span *= 4

    def _part_in(self, row: ManifestRow) -> str:
        parts = {row.transferor: "transferor", row.receiver: "receiver"}
        return parts.get(self.organisation, "carrier")

    def _states(self, subjects: Sequence[str]) -> list[tuple[str, Any]]:
        reading = Reading(self._ledger, self.position)
        lives = reading.lives(subjects)
        return [(subject, fold(subject, reading.standing(subject, lives[subject]))) for subject in subjects]
