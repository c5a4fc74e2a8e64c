"""Who sees a subject: a party to it (`projections/parties/party.py`), and the authorities of where it lies.

An event is seen if its primary subject is, whole or not at all. What may not be seen is as if it did not exist.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, or_, select, union

from ledger.correction import effective
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.parties.organisation import TRUSTED_ROLES, OrganisationState
from ledger.regulation.divisions import covers
from ledger.store.dictionary import among
from ledger.subjects import SETTINGS, kind_of
from projections.custody.state import fold
from projections.parties.by_manifest import SPOKE, UNISSUED
from projections.parties.party import OWNER, PartyView, Tables
from projections.parties.through_places import places_of
from projections.runner import Runner

ABOUT_THE_SUBJECT: Final = "every fact about the subject"
SEEN_BY: Final = {
    "the organisation whose USCC begins the subject's number": ABOUT_THE_SUBJECT,
    "an organisation that a fact about the subject names, as it stands": ABOUT_THE_SUBJECT,
    "who handles the waste on a manifest that carries the container, as it stands": ABOUT_THE_SUBJECT,
    "an organisation that stated a fact about the subject on another's behalf, and that other": ABOUT_THE_SUBJECT,
    "who operates a site that a fact about the subject names": ABOUT_THE_SUBJECT,
    "the contractor or owner of a project that a fact about the subject names, itself or by its permit": (
        ABOUT_THE_SUBJECT
    ),
    "an authority in whose division the subject, its establishment, a place that it names or a party lies": (
        ABOUT_THE_SUBJECT
    ),
    "an authority in whose division a cross-province transfer begins or ends": ABOUT_THE_SUBJECT,
    "an authority in whose division the transfer ends that a fact about a load names": ABOUT_THE_SUBJECT,
    "an authority in whose division somebody lies who stated a fact under a manifest's number that nobody issued": (
        ABOUT_THE_SUBJECT
    ),
    "whoever stated a fact": "that fact",
    "whoever has a key": "every fact about a rule, a calendar or a catalogue",
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
    """Whether it may see what it is no party to: as an authority, also a former one, or as the operator."""


EVERYBODY: Final = Viewer("", administers=True, division=None, beyond_its_own=True)
"""As who looks at a log that is simulated, which hides nothing; also what the demo and tests know of themselves."""


class Visibility:
    """Answers for one request, from the parties as they are when it is asked first."""

    def __init__(self, ledger: Ledger, views: Runner, organisation: str, viewer: Viewer | None = None) -> None:
        self._ledger = ledger
        self._views = views
        self._known: dict[str, bool] = {}
        self._reached = 0
        self.viewer = self._viewer(organisation) if viewer is None else viewer

    def sees(self, subject: str) -> bool:
        """Whether the viewer may see a subject for what it is, whoever stated facts about it."""
        self._look_at({subject})
        return self._known[subject]

    def seen_among(self, subjects: Iterable[str]) -> set[str]:
        """Those subjects that the viewer may see, looked up at once."""
        asked = set(subjects)
        self._look_at(asked)
        return {subject for subject in asked if self._known[subject]}

    def those_seen(self, subjects: Iterable[str]) -> set[str]:
        """Those of many subjects that the viewer may see, looked up together."""
        asked = set(subjects)
        self._look_at(asked)
        return {subject for subject in asked if self._known[subject]}

    def seen(self, facts: Iterable[Recorded[Any]]) -> list[Recorded[Any]]:
        """Those facts that the viewer may see."""
        asked = list(facts)
        self._look_at({f.fact.subject for f in asked}, max((f.position for f in asked), default=0))
        return [f for f in asked if self.stated(f) or self._known[f.fact.subject]]

    def stated(self, fact: Recorded[Any]) -> bool:
        """Whether the viewer itself said it."""
        return bool(fact.fact.stated_by == self.viewer.organisation)

    def _viewer(self, organisation: str) -> Viewer:
        facts = self._ledger.recorded(subject=f"organisation:{organisation}")
        standing = effective(facts)
        state: OrganisationState = fold(f"organisation:{organisation}", standing)
        in_force = state.stage == "registered"
        said = (*(fact.fact for fact in facts), *(each.statement for each in standing))
        ever = {role for statement in said for role in getattr(statement.data, "roles", ())}
        return Viewer(
            organisation,
            in_force and "administrator" in state.roles,
            state.division if in_force and "authority" in state.roles else None,
            organisation == self._ledger.operator or not TRUSTED_ROLES.isdisjoint(ever),
        )

    def party_beyond_its_number(self, most: int) -> list[str] | None:
        """Subjects of others' numbers of which the viewer may see something; None when there are more than `most`."""
        self._reach(0)
        me = f"organisation:{self.viewer.organisation}"
        with self._views.reading(PartyView.NAME) as view:
            party = view.tables.party.c
            own = select(party.subject).where(party.party == me, party.role == OWNER)
            by_place = party.party.in_(places_of(view.tables.party, self.viewer.organisation))
            others = (
                select(party.subject).distinct().where(or_(party.party == me, by_place), party.subject.not_in(own))
            )
            found = list(view.connection.execute(others.limit(most + 1)).scalars())
        return found if len(found) <= most else None

    def _reach(self, position: int) -> None:
        if self._reached < (position or 1):
            self._reached = self._ledger.head()[0]
            self._views.reach(PartyView.NAME, self._reached)

    def _look_at(self, subjects: set[str], position: int = 0) -> None:
        """Find out about all of them at once, from a view that holds the fact at this position."""
        new = subjects - self._known.keys()
        open_to_all = {subject for subject in new if self.viewer.administers or kind_of(subject) in SETTINGS}
        self._known |= dict.fromkeys(open_to_all, True)
        new -= open_to_all
        if not new:
            return
        self._reach(position)
        with self._views.reading(PartyView.NAME) as view:
            among_them = (view.connection, view.tables, new)
            seen = self._party_to(*among_them) | self._within(*among_them)
        self._known |= {subject: subject in seen for subject in new}

    def _party_to(self, connection: Connection, tables: Tables, subjects: set[str]) -> set[str]:
        party = tables.party.c
        asked = among(connection, party.subject, sorted(subjects))
        me = party.party == f"organisation:{self.viewer.organisation}"
        wanted = select(party.subject).where(asked, me, party.role.not_in([UNISSUED, SPOKE]))
        by_place = select(party.subject).where(
            asked, party.party.in_(places_of(tables.party, self.viewer.organisation))
        )
        return set(connection.execute(union(wanted, by_place)).scalars())

    def _within(self, connection: Connection, tables: Tables, subjects: set[str]) -> set[str]:
        """Those that have a place or a party in the division of the authority."""
        outer = self.viewer.division
        if outer is None:
            return set()
        party, division = tables.party.c, tables.division.c
        wanted = (
            select(party.subject, division.division)
            .join(tables.division, division.subject == party.party)
            .where(among(connection, party.subject, sorted(subjects)), party.role != SPOKE)
        )
        return {subject for subject, inner in connection.execute(wanted) if covers(outer, inner)}
