"""What people read of each rule, in Chinese and in English: a table for each folder of rules, and one about stock."""

from typing import Final

from projections.rules.words import (
    construction_waste,
    cross_province,
    hazardous_waste,
    industrial_waste,
    parties,
    records,
    stock,
)
from projections.rules.words.sentence import Words

WORDS: Final[dict[str, Words]] = {
    **construction_waste.WORDS,
    **cross_province.WORDS,
    **hazardous_waste.WORDS,
    **industrial_waste.WORDS,
    **parties.WORDS,
    **records.WORDS,
    **stock.WORDS,
}
"""Rule → its words."""
