"""What may go wrong with one drum of a key place between its filling and its storage: another deck of cards."""

from enum import Enum


class Slip(Enum):
    """What was not done, done late, or done twice; the last ones are lawful."""

    UNPACKAGED = "stored without packaging"
    UNWEIGHED = "stored without having been weighed"
    UNLABELLED = "stored without label"
    WEIGHED_LATE = "weighed two hours after it was shut"
    LABELLED_LATE = "labelled most of an hour after it was weighed"
    STORED_LATE = "stored after the shift"
    LOST_IN_A_MOVE = "taken out to another house, and never seen there"
    LABEL_OF_ANOTHER = "labelled with the label of the drum before it"
    HEAVIER = "weighed again, and heavier"
    LIGHTER = "weighed again, and lighter"
    MOVED_SLOWLY = "taken out, and back in storage on the day after the next"
    REPRINTED = "its label printed again, for the first was smeared"
    EVAPORATED = "volatile, weighed again on the next morning, and a little lighter"


SLIPS: dict[Slip, int] = dict.fromkeys(Slip, 1) | {Slip.LABEL_OF_ANOTHER: 2}
"""Of each one; that which fits seldom twice."""
EVERY = 25
"""Of how many drums of key places one has a slip."""
