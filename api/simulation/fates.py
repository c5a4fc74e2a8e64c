"""What may become of a trip: a deck of cards, most of them plain, dealt to one trip after another."""

from collections import deque
from collections.abc import Mapping
from enum import Enum
from random import Random
from typing import Generic, TypeVar

Card = TypeVar("Card", bound=Enum)


class Fate(Enum):
    """How a trip ends; up to TOLERATED all is lawful."""

    PLAIN = "plain"
    CANCELLED = "cancelled"
    RETURNED = "refused in part and returned in time"
    SENT_ON = "refused in part and sent on under another manifest"
    ON_PAPER = "run on paper and entered afterwards"
    SLOW = "confirmed on the fifth working day"
    TOLERATED = "some kilograms short, as scales differ"

    ARRIVED_LATE = "held up on the way, and there on the next day"
    DISCREPANT = "a wrong weight, reported at once"
    SHORT = "a wrong weight that nobody reported"
    NEVER_DISPATCHED = "the truck never came"
    NEVER_ARRIVED = "the truck never arrived"
    UNCONFIRMED = "received, and never confirmed"
    NOT_RETURNED = "refused, and neither returned nor sent on"
    DRUM_LOST = "a container did not arrive with the others"
    FAR_SHORT = "a fifth of the load missing, and nobody reported it"
    TWO_TRUCKS = "one number on two trucks"
    CONFIRMED_LATE = "confirmed, but days after the fifth"
    PAPER_LATE = "run on paper and entered after the tenth working day"
    UNAGREED = "a mass corrected after the receipt, and the receiver never asked"


CARDS: dict[Fate, int] = {
    Fate.PLAIN: 18,
    Fate.CANCELLED: 2,
    Fate.RETURNED: 2,
    Fate.SENT_ON: 2,
    Fate.ON_PAPER: 2,
    Fate.SLOW: 1,
    Fate.TOLERATED: 1,
    Fate.ARRIVED_LATE: 1,
    Fate.DISCREPANT: 1,
    Fate.SHORT: 1,
    Fate.NEVER_DISPATCHED: 1,
    Fate.NEVER_ARRIVED: 1,
    Fate.UNCONFIRMED: 1,
    Fate.NOT_RETURNED: 1,
    Fate.DRUM_LOST: 1,
    Fate.FAR_SHORT: 1,
    Fate.TWO_TRUCKS: 1,
    Fate.CONFIRMED_LATE: 1,
    Fate.PAPER_LATE: 1,
    Fate.UNAGREED: 1,
}


IRREGULAR = frozenset(Fate) - {
    Fate.PLAIN,
    Fate.CANCELLED,
    Fate.RETURNED,
    Fate.SENT_ON,
    Fate.ON_PAPER,
    Fate.SLOW,
    Fate.TOLERATED,
}
"""Those that a rule should find, each in the truth of the month."""


class Deck(Generic[Card]):
    """Deals cards; when all were dealt they are shuffled again."""

    def __init__(self, rng: Random, cards: Mapping[Card, int]) -> None:
        self._rng = rng
        self._all = [card for card, number in cards.items() for _ in range(number)]
        self._cards: deque[Card] = deque()

    def deal(self, *, among: frozenset[Card]) -> Card:
        """The next card of those that fit; what does not waits for a later time. At least one that is dealt fits."""
        for index, card in enumerate(self._cards):
            if card in among:
                del self._cards[index]
                return card
        cards = list(self._all)
        self._rng.shuffle(cards)
        self._cards.extend(cards)
        return self.deal(among=among)
