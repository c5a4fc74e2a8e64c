"""Where a subject's waste came from or what became of it, for somebody who may not see every vessel on the way.

What may not be seen is told as what it did to the asker's own waste: the type and the instant of the fact, its place
in the log with its hash, and the mass; the vessels are told apart by numbers that mean nothing outside the answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, get_args

import msgspec

from ledger.hazardous_waste.ancestry import END
from ledger.hazardous_waste.chain import START as BEGINNING
from ledger.hazardous_waste.flows import ENDS, ORIGINS, Flows, Kind, Passage
from ledger.hazardous_waste.lineage import whole_grams
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from ledger.subjects import owner_of
from projections.custody.followed import Direction, Followed, follow
from projections.custody.state import MASKED
from projections.custody.visibility import Visibility


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """So much of the asker's waste at a vessel or in a treatment, and the fact by which it came there or left it."""

    place: int
    """Tells the vessels of one answer apart."""
    kind: Kind
    mass_kg: Decimal | int
    party: str
    """Who stated the fact, or without one whose the vessel is; or that this is not to be seen."""
    subject: str | None = None
    stage: str | None = None
    """What the vessel is now; None where it is not to be seen or was not followed."""
    type: str | None = None
    occurred_at: str | None = None
    recorded_at: str | None = None
    position: int | None = None
    leaf_hash: str | None = None


class Told(NamedTuple):
    """A lineage as its asker may see it, the nearest place first."""

    grams: int
    """All that ever was in the subject."""
    organisations: int
    """Whose vessels and treatments its origins or its ends are, counting those that are masked."""
    whole: bool
    """Whether every vessel was followed."""
    places: list[Place]


NOTHING = Told(0, 0, True, [])


def lineage_of(ledger: Ledger, seen: Visibility, subject: str, direction: Direction, upto: int) -> Told:
    """The lineage of a subject from the log up to a position; of nothing where the asker may not see the subject.

    Raises InvalidError where the subject has too many facts to be followed.
    """
    if not seen.sees(subject):
        return NOTHING  # it stated something about it, and sees that alone
    found = follow(ledger, subject, direction, upto)
    flows = Flows(found.lives, found.beside)
    passages = flows.up(subject) if direction == "up" else flows.down(subject)
    ends = ORIGINS if direction == "up" else ENDS
    grams = _in_grams(passages, ends)
    last = [each for each in passages if each.kind in ends]
    residue = sum(g for each, g in grams.items() if each.kind == "residue") if direction == "down" else 0
    return Told(
        grams=sum(grams[each] for each in last) - residue,
        organisations=len({owner_of(each.subject) or each.subject for each in last}),
        whole=found.whole,
        places=list(_places(ledger, seen, found, _nearest_first(passages, direction), grams)),
    )


def _nearest_first(passages: Iterable[Passage], direction: Direction) -> list[Passage]:
    """In the order in which it happened, or backwards; where no fact says so, in the end."""
    by_name = sorted(passages, key=lambda each: each.subject)
    none = BEGINNING if direction == "up" else END
    kinds = get_args(Kind)
    by_name.sort(key=lambda each: (each.at or none, kinds.index(each.kind)), reverse=direction == "up")
    return by_name


def _in_grams(passages: Mapping[Passage, Fraction], ends: frozenset[Kind]) -> dict[Passage, int]:
    """Whole grams: the ends together sum to the whole, and so do all of each other kind."""
    told: dict[Passage, int] = {}
    for kinds in (ends, *({kind} for kind in get_args(Kind) if kind not in ends)):
        told |= whole_grams({each: grams for each, grams in passages.items() if each.kind in kinds})
    return told


def _places(
    ledger: Ledger, seen: Visibility, found: Followed, ordered: list[Passage], grams: Mapping[Passage, int]
) -> Iterator[Place]:
    positions = sorted({each.at[1] for each in ordered if each.at is not None})
    hashes = dict(
        zip(positions, (leaf_hash(data).hex() for _, data in ledger.recorder.leaves_at(positions)), strict=True)
    )
    facts_seen = {fact.position for fact in seen.seen(found.facts[position] for position in positions)}
    subjects = seen.seen_among(_thing(each.subject) for each in ordered)
    # whoever may see a fact may read there which vessels it names
    named = {each.subject for each in ordered if each.at is not None and each.at[1] in facts_seen}
    numbers: dict[str, int] = {}
    for each in ordered:
        number = numbers.setdefault(each.subject, len(numbers) + 1)
        visible = _thing(each.subject) in subjects
        position = None if each.at is None else each.at[1]
        told = Place(
            place=number,
            kind=each.kind,
            mass_kg=KILOGRAMS.to_wire(grams[each]),
            party=(owner_of(each.subject) or MASKED) if visible else MASKED,
            subject=each.subject if visible or each.subject in named else None,
            stage=found.stages.get(each.subject) if visible else None,
        )
        if each.at is None or position is None:
            yield told
            continue
        fact = found.facts[position]
        yield msgspec.structs.replace(
            told,
            party=fact.fact.stated_by if position in facts_seen else MASKED,
            type=fact.fact.type,
            occurred_at=each.at[0],
            recorded_at=fact.recorded_at,
            position=position,
            leaf_hash=hashes[position],
        )


def _thing(subject: str) -> str:
    """What is seen or not: of a line of a manifest, the manifest."""
    return subject.partition("#")[0]
