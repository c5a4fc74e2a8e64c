"""Who sees a subject, until the party view exists.

An event is seen if its primary subject is, whole or not at all. What may not be seen is as if it did not exist.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from ledger.correction import effective
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.parties.organisation import TRUSTED_ROLES, OrganisationState
from ledger.regulation.divisions import covers
from ledger.subjects import establishment_in, kind_of, owner_of
from projections.custody.state import fold

ABOUT_THE_SUBJECT = "every fact about the subject"
SEEN_BY: Final = {
    "the organisation whose USCC begins the subject's number": ABOUT_THE_SUBJECT,
    "an authority of any competence whose division covers the subject's establishment or owner": ABOUT_THE_SUBJECT,
    "whoever stated a fact": "that fact",
    "an organisation registered as administrator": "every fact",
}
"""Who sees what, as docs/permissions.md tells it; the permission walk holds this against what is shown."""


class Viewer(NamedTuple):
    """Who asks, and what this log knows of them."""

    organisation: str
    administers: bool
    division: str | None
    """The division of an authority; None for everybody else."""
    beyond_its_own: bool
    """Whether it may see facts that do not carry its tag: as an authority, also a former one, or as the operator."""


class Visibility:
    """Answers for one request: what it learns of divisions it keeps until the answer is given."""

    def __init__(self, ledger: Ledger, organisation: str) -> None:
        self._ledger = ledger
        self._divisions: dict[str, frozenset[str]] = {}
        self._held: dict[str, str | None] = {}
        facts = ledger.recorded(subject=f"organisation:{organisation}")
        standing = effective(facts)
        state: OrganisationState = fold("organisation", standing)
        in_force = state.stage == "registered"
        ever = {role for said in (*facts, *standing) for role in _roles_in(said)}
        self.viewer = Viewer(
            organisation,
            in_force and "administrator" in state.roles,
            state.division if in_force and "authority" in state.roles else None,
            organisation == ledger.operator or not TRUSTED_ROLES.isdisjoint(ever),
        )

    def tags_to_ask(self, tag: str | None = None) -> list[str]:
        """The tags under which everything stands that the viewer may see of a tag, or at all.

        Who sees only its own asks for that alone: neither the time nor the cursor of an answer then depends on what
        others stated. The tag that comes first is the one whose facts are walked.
        """
        own = f"organisation:{self.viewer.organisation}"
        asked = [] if tag is None else [tag]
        if self.viewer.beyond_its_own:
            return asked
        return [*asked, own] if tag is not None and owner_of(tag) == self.viewer.organisation else [own, *asked]

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

    def _divisions_of(self, subject: str) -> frozenset[str]:
        if subject not in self._divisions:
            owner = owner_of(subject)
            places = {establishment_in(subject), *self._establishments_of(subject)}
            held_by = {place for place in (*places, f"organisation:{owner}" if owner else None) if place}
            self._divisions[subject] = frozenset(d for d in map(self._division_of, held_by) if d is not None)
        return self._divisions[subject]

    def _division_of(self, holder: str) -> str | None:
        """The division of an establishment or an organisation; many subjects have the same."""
        if holder not in self._held:
            self._held[holder] = fold(kind_of(holder), effective(self._ledger.recorded(subject=holder))).division
        return self._held[holder]

    def _establishments_of(self, subject: str) -> set[str]:
        if kind_of(subject) != "container":
            return set()
        facts = self._ledger.recorded(subject=subject)
        return {
            e.statement.data.establishment for e in effective(facts) if hasattr(e.statement.data, "establishment")
        }


def _roles_in(said: Any) -> Sequence[str]:
    """The roles that a fact, as stated or as corrected, gives an organisation."""
    statement = said.fact if isinstance(said, Recorded) else said.statement
    roles: Sequence[str] = getattr(statement.data, "roles", ())
    return roles
