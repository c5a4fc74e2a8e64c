"""Where a vessel's waste came from and what became of it, in words, as far as the reader may see it."""

from typing import Final, NamedTuple

from api.pages.facts_in_words import Piece, Wording
from api.pages.page import Page
from api.pages.quantity_words import mass
from api.pages.registered_names import RegisteredNames
from api.pages.stages import stage
from api.pages.words import MASKED_WORDS
from ledger.catalogue import CATALOGUE
from ledger.errors import InvalidError
from ledger.fact import Title
from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from ledger.subjects import kind_of
from projections.custody.followed import Direction
from projections.custody.lineage import Place, lineage_of
from projections.custody.state import MASKED
from projections.custody.visibility import Visibility

FOLLOWED: Final = frozenset({"container", "facility", "treatment"})
LISTED: Final = 100
"""How many places a page lists; the API tells them all."""
KINDS: Final[dict[Direction, dict[str, tuple[str, str]]]] = {
    "up": {
        "arose": ("在此产生", "arose here"),
        "poured": ("由此倒出", "poured out of it"),
        "treated": ("由此取出利用处置", "taken out of it for treatment"),
        "residue": ("此次利用处置的残余物", "residue of this treatment"),
        "not_followed": ("来自此处，未再追踪", "came from it, not followed further"),
    },
    "down": {
        "poured": ("倒入", "poured into it"),
        "treated": ("利用处置", "treated"),
        "residue": ("残余物在此", "its residue is here"),
        "lost": ("申报损耗", "declared lost"),
        "unaccounted": ("去向不明", "unaccounted for"),
        "held": ("现存于此", "is here now"),
        "not_followed": ("去往此处，未再追踪", "came here, not followed further"),
    },
}


class Step(NamedTuple):
    """So much of the waste at a place, in words."""

    words: tuple[str, str]
    place: Piece | None
    """The vessel or the treatment; None where it is masked."""
    number: int
    stage: tuple[str, str] | None
    mass: str
    party: str
    title: Title | None
    occurred_at: str | None
    position: int | None


class Lineage(NamedTuple):
    """One direction: all that ever was in it, and place by place."""

    direction: Direction
    mass: str
    steps: list[Step]
    more: int
    """How many places are not listed here."""
    whole: bool


def lineage(
    page: Page, ledger: Ledger, seen: Visibility, names: RegisteredNames, subject: str, upto: int, by: str | None
) -> list[Lineage] | None:
    """Up and down, as known by a position, of what had happened by an instant; None where it is too much to follow.

    Nothing where it leads nowhere but to the subject itself, and for subjects that hold no waste.
    """
    if kind_of(subject) not in FOLLOWED:
        return []
    wording, told = Wording(page, names), []
    try:
        for direction in ("up", "down"):
            found = lineage_of(ledger, seen, subject, direction, upto)
            # what is so in the end no fact says; at an instant on the ground it is not so yet
            places = [each for each in found.places if by is None or (each.occurred_at or "~") <= by]
            steps = [_step(page, direction, each, wording, names) for each in places[:LISTED]]
            told.append(Lineage(direction, mass(found.grams), steps, max(0, len(places) - LISTED), found.whole))
    except InvalidError:
        return None
    return [each for each in told if any(step.place is None or step.place.subject != subject for step in each.steps)]


def _step(page: Page, direction: Direction, place: Place, wording: Wording, names: RegisteredNames) -> Step:
    known = place.subject is not None
    vessel, _, line = (place.subject or "").partition("#")
    text = wording.subject(vessel) + (page.say(f" 第 {line} 行", f" line {line}") if line else "")
    party = page.either(MASKED_WORDS) if place.party == MASKED else names.of_organisation(place.party)
    return Step(
        KINDS[direction][place.kind],
        Piece(text, vessel) if known else None,
        place.place,
        stage(kind_of(vessel), place.stage) if known and place.stage else None,
        mass(KILOGRAMS.to_leaf(place.mass_kg)),
        party or place.party,
        CATALOGUE[place.type].today.TITLE if place.type else None,
        place.occurred_at,
        place.position,
    )
