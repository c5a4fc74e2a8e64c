"""Who sees a subject, until the party view exists.

Seen if the caller's USCC begins the subject's number, if the caller stated the fact, or if the caller is an authority
whose division holds the subject's establishment or its owner. An event is seen if its primary subject is, whole or
not at all.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ledger.correction import effective
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.parties.organisation import OrganisationState
from ledger.regulation.divisions import covers
from ledger.subjects import establishment_in, kind_of, owner_of
from projections.custody.state import fold


class Viewer(NamedTuple):
    """Who asks, and what this log knows of them."""

    organisation: str
    administers: bool
    division: str | None
    """The division of an authority; None for everybody else."""


class Visibility:
    """Answers for one request: what it learns of divisions it keeps until the answer is given."""

    def __init__(self, ledger: Ledger, organisation: str, viewer: Viewer | None = None) -> None:
        self._ledger = ledger
        self._divisions: dict[str, frozenset[str]] = {}
        self.viewer = self._viewer(organisation) if viewer is None else viewer

    def sees(self, subject: str) -> bool:
        """Whether the viewer may see a subject for what it is, whoever stated facts about it."""
        if self.viewer.administers or owner_of(subject) == self.viewer.organisation:
            return True
        division = self.viewer.division
        return division is not None and any(covers(division, d) for d in self._divisions_of(subject))

    def seen(self, facts: Iterable[Recorded[Any]]) -> list[Recorded[Any]]:
        """Those facts that the viewer may see."""
        return [f for f in facts if self.stated(f) or self.sees(f.fact.subject)]

    def stated(self, fact: Recorded[Any]) -> bool:
        """Whether the viewer itself said it."""
        return bool(fact.fact.stated_by == self.viewer.organisation)

    def _viewer(self, organisation: str) -> Viewer:
        state: OrganisationState = self._state(f"organisation:{organisation}")
        in_force = state.stage == "registered"
        return Viewer(
            organisation,
            in_force and "administrator" in state.roles,
            state.division if in_force and "authority" in state.roles else None,
        )

    def _divisions_of(self, subject: str) -> frozenset[str]:
        if subject not in self._divisions:
            owner = owner_of(subject)
            places = {establishment_in(subject), *self._establishments_of(subject)} - {None}
            states = [self._state(p) for p in places if p] + ([self._state(f"organisation:{owner}")] if owner else [])
            self._divisions[subject] = frozenset(s.division for s in states if s.division is not None)
        return self._divisions[subject]

    def _establishments_of(self, subject: str) -> set[str]:
        if kind_of(subject) != "container":
            return set()
        facts = self._ledger.recorded(subject=subject)
        return {
            e.statement.data.establishment for e in effective(facts) if hasattr(e.statement.data, "establishment")
        }

    def _state(self, subject: str) -> Any:
        return fold(kind_of(subject), effective(self._ledger.recorded(subject=subject)))
