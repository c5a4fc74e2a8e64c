"""Who is party to a subject: who owns its number, and each organisation and establishment that a fact about it names.

Who speaks for another becomes a party, and so does that other. So a carrier sees the manifest that names it, and an
authority sees what has a place or a party in its division. A fact that was withdrawn, or corrected to name another,
makes nobody a party. Manifests have rules of their own (`by_manifest.py`).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Final, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, delete, not_

from ledger.catalogue import CATALOGUE, named_by_field, tags_of
from ledger.correction import Effective, is_about_a_fact
from ledger.fact import AnyFact, Recorded
from ledger.log import Ledger
from ledger.store.dictionary import among
from ledger.subjects import beside_gate, division_in, establishment_in, kind_of, owner_of
from projections.custody.state import fold
from projections.parties.by_manifest import THROUGH, Row, told_by_manifests
from projections.reading import Reading
from projections.rows import add_new, put
from projections.view import LogView

OWNER: Final = "owner"
"""Its USCC begins the subject's number."""
PLACE: Final = "place"
"""The establishment in the subject's number."""
SPEAKER: Final = "stated_by"
"""It stated a fact about the subject on another's behalf."""
SPOKEN_FOR: Final = "on_behalf_of"
"""A fact about the subject was stated on its behalf."""
TO: Final = "to_division"
ENDS: Final = ("from_division", TO)
"""Fields that tell where a cross-province transfer begins and ends: both ends see it, whoever is registered there."""
DIVISION: Final = "division:"
"""Before a division that is itself party to a subject."""
TAKING_PART: Final = frozenset({"organisation", "establishment", "gate", "permit", "project", "site", "transfer"})
"""Whom or what a fact names: with a place come its authorities, and who runs it (`through_places.py`)."""
PLACED: Final = ("organisation:", "establishment:")
"""What says in which division it lies; of sites, projects and their gates the number does."""
NUMBERED_MAX: Final = 200_000

Key = tuple[str, str, str]
"""Subject, party, role."""


class Tables(NamedTuple):
    """Parties of subjects, and the divisions of those that have one."""

    party: Table
    division: Table


class Changes(NamedTuple):
    """What a stretch of the log changes."""

    anew: set[str]
    """Subjects whose parties are told whole: something that was said of them does not stand any more."""
    carried: set[str]
    """Containers whose parties through manifests are told whole."""
    rows: list[Row]
    divisions: dict[str, str | None]


class PartyView(LogView[Tables, Changes]):
    """Subject × party × role, since when; and organisation or establishment × division."""

    NAME: ClassVar = "party"
    VERSION: ClassVar = 7

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """`party`, found by subject and by party, and `division`."""
        party = Table(
            f"{prefix}party",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("party", Text, primary_key=True),
            Column(
                "role",
                Text,
                primary_key=True,
                comment="owner, place, how it spoke, or the field that names it",
            ),
            Column("since", BigInteger, nullable=False, comment="the position that made it a party; 0 by its number"),
            sqlite_with_rowid=False,
        )
        Index(f"{prefix}party_of", party.c.party, party.c.role)
        division = Table(
            f"{prefix}division",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("division", Text, nullable=False, comment="GB/T 2260"),
            sqlite_with_rowid=False,
        )
        return Tables(party, division)

    def __init__(self) -> None:
        self._numbered: set[str] = set()
        """Subjects whose rows by their number are there, as long as stretches follow each other."""
        self._placed: set[str] = set()
        """What is placed by its number, and has its division."""
        self._last = 0

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """The parties that these facts make; a subject is looked at whole where one of them is about a fact."""
        if facts[0].position != self._last + 1 or len(self._numbered) > NUMBERED_MAX:
            self._numbered.clear()
            self._placed.clear()
        told = told_by_manifests(ledger, facts)
        anew = {f.fact.subject for f in facts if is_about_a_fact(f.fact.type)}
        whole = anew | told.manifests
        rows: dict[Key, Row] = {}
        for fact in facts:
            for row in self._said_by(fact, whole):
                rows.setdefault(row[:3], row)
        rows |= {row[:3]: row for row in told.rows}
        placed = {f.fact.subject for f in facts if f.fact.subject.startswith(PLACED)}
        reading = Reading(ledger, facts[-1].position)
        divisions: dict[str, str | None] = {row.party: division_in(row.party) for row in self._newly_placed(rows)}
        for subject, life in reading.lives((anew | placed) - told.manifests).items():
            standing = reading.standing(subject, life)
            if subject in anew:
                named = (row for e in standing for row in _rows_of(e))
                rows |= {row[:3]: row for row in sorted(named, key=lambda row: -row.since)}
                rows |= {row[:3]: row for row in _by_number(subject)}
            if subject in placed:
                divisions[subject] = fold(subject, standing).division
        ends = {row.party for row in rows.values() if row.party.startswith(DIVISION)}
        divisions |= {end: end.removeprefix(DIVISION) for end in ends}
        # whoever is registered there: a load that names a transfer is seen where that ends
        ending = (row for row in rows.values() if row.role == TO and row.party in ends)
        divisions |= {row.subject: row.party.removeprefix(DIVISION) for row in ending}
        self._last = facts[-1].position
        return Changes(whole, told.containers, sorted(rows.values()), divisions)

    def _said_by(self, fact: Recorded[Any], whole: set[str]) -> Iterator[Row]:
        """By one fact: about its subject unless that is told whole, and about what it acts on."""
        subject = fact.fact.subject
        if subject not in whole:
            yield from self._once(subject)
            yield from _by_speaking(fact)
            yield from _taking_part(subject, fact.fact.data, fact.position)
        about = fact.fact.about
        kinds = CATALOGUE[about.type].today.ACTS_ON if about is not None else fact.fact.data.ACTS_ON
        # a container that waste was poured into may be known by nothing else
        for named in tags_of(fact.fact) if kinds else ():
            if kind_of(named) in kinds:
                yield from self._once(named)

    def _newly_placed(self, rows: dict[Key, Row]) -> Iterator[Row]:
        for row in rows.values():
            if row.party not in self._placed and division_in(row.party) is not None:
                self._placed.add(row.party)
                yield row

    def _once(self, subject: str) -> Iterable[Row]:
        if subject in self._numbered:
            return ()
        self._numbered.add(subject)
        return _by_number(subject)

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """Replace what is told anew, add the rest; who is a party already stays one since then."""
        party = tables.party.c
        if changes.anew:
            own = among(connection, party.subject, sorted(changes.anew)), not_(party.role.startswith(THROUGH))
            connection.execute(delete(tables.party).where(*own))
        if changes.carried:
            through = among(connection, party.subject, sorted(changes.carried)), party.role.startswith(THROUGH)
            connection.execute(delete(tables.party).where(*through))
        add_new(connection, tables.party, changes.rows)
        nowhere = [subject for subject, division in changes.divisions.items() if division is None]
        if nowhere:
            connection.execute(delete(tables.division).where(among(connection, tables.division.c.subject, nowhere)))
        put(connection, tables.division, [(s, d) for s, d in changes.divisions.items() if d is not None])


def _rows_of(each: Effective) -> Iterator[Row]:
    position = (each.correction or each.original).position
    subject = each.statement.subject
    yield from _by_speaking(each.correction or each.original)
    yield from _taking_part(subject, each.statement.data, position)
    yield from _by_speaking(each.original)


def _taking_part(subject: str, says: AnyFact, position: int) -> Iterator[Row]:
    """Whom a fact names, and the divisions at both ends of a transfer."""
    for field, named in named_by_field(says, TAKING_PART):
        yield Row(subject, named, field, position)
    for field in ENDS:
        division = getattr(says, field, None)
        if division is not None:
            yield Row(subject, f"{DIVISION}{division}", field, position)


def _by_speaking(fact: Recorded[Any]) -> Iterable[Row]:
    """Who spoke for another has to see what it goes on with, and the other what was said for it."""
    said = fact.fact
    if said.on_behalf_of is not None:
        yield Row(said.subject, f"organisation:{said.stated_by}", SPEAKER, fact.position)
        yield Row(said.subject, f"organisation:{said.on_behalf_of}", SPOKEN_FOR, fact.position)


def _by_number(subject: str) -> Iterable[Row]:
    """From the start, whatever was said first: else it would hang on what was said of it since."""
    owner, place = owner_of(subject), establishment_in(subject)
    if owner is not None:
        yield Row(subject, f"organisation:{owner}", OWNER, 0)
    if place is not None:
        yield Row(subject, place, PLACE, 0)
    for beside in places_by_number(subject):
        yield Row(subject, beside, PLACE, 0)


def places_by_number(subject: str) -> Iterable[str]:
    """Of a site or project itself; of a gate what it may be the gate of, for its number does not say which."""
    if division_in(subject) is None:
        return ()
    beside = beside_gate(subject) if kind_of(subject) == "gate" else None
    return (subject,) if beside is None else (f"site:{beside}", f"project:{beside}")
