"""What may become of a trip: a deck of cards, most of them plain, dealt to one trip after another."""

from collections import deque
from enum import Enum
from random import Random


class Fate(Enum):
    """How a trip ends; up to SLOW all is lawful."""

    PLAIN = "plain"
    CANCELLED = "cancelled"
    RETURNED = "refused in part and returned in time"
    SENT_ON = "refused in part and sent on under another manifest"
    ON_PAPER = "run on paper and entered afterwards"
    SLOW = "confirmed on the fifth working day"

    DISCREPANT = "a wrong weight, reported at once"
    SHORT = "a wrong weight that nobody reported"
    NEVER_DISPATCHED = "the truck never came"
    NEVER_ARRIVED = "the truck never arrived"
    UNCONFIRMED = "received, and never confirmed"
    NOT_RETURNED = "refused, and neither returned nor sent on"
    DRUM_LOST = "a container did not arrive with the others"


CARDS: dict[Fate, int] = {
    Fate.PLAIN: 22,
    Fate.CANCELLED: 2,
    Fate.RETURNED: 2,
    Fate.SENT_ON: 2,
    Fate.ON_PAPER: 2,
    Fate.SLOW: 1,
    Fate.DISCREPANT: 1,
    Fate.SHORT: 1,
    Fate.NEVER_DISPATCHED: 1,
    Fate.NEVER_ARRIVED: 1,
    Fate.UNCONFIRMED: 1,
    Fate.NOT_RETURNED: 1,
    Fate.DRUM_LOST: 1,
}


IRREGULAR = frozenset(
    {
        Fate.DISCREPANT,
        Fate.SHORT,
        Fate.NEVER_DISPATCHED,
        Fate.NEVER_ARRIVED,
        Fate.UNCONFIRMED,
        Fate.NOT_RETURNED,
        Fate.DRUM_LOST,
    }
)
"""Those that a rule should find, each in the truth of the month."""


class Deck:
    """Deals fates; when all cards were dealt they are shuffled again."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._cards: deque[Fate] = deque()

    def deal(self, *, among: frozenset[Fate]) -> Fate:
        """The next fate that may befall this trip; those that may not wait for a later one."""
        for index, fate in enumerate(self._cards):
            if fate in among:
                del self._cards[index]
                return fate
        cards = [fate for fate, number in CARDS.items() for _ in range(number)]
        self._rng.shuffle(cards)
        self._cards.extend(cards)
        return self.deal(among=among)
