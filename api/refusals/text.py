"""What is said of one code."""

from string import Formatter
from typing import Any, NamedTuple

Words = tuple[str, str]
"""The same in Chinese and in English."""


class Text(NamedTuple):
    """One code in words.

    `details` are sentences with places for values, the first whose places can all be filled is said; where none
    can, the title has to do.
    """

    statuses: tuple[int, ...]
    title: Words
    then: Words
    """What to do next."""
    details: tuple[Words, ...] = ()

    def detail(self, values: dict[str, Any]) -> Words | None:
        """The sentence that these values fill."""
        for zh, en in self.details:
            if places(zh) | places(en) <= values.keys():
                return zh.format_map(values), en.format_map(values)
        return None


def places(sentence: str) -> set[str]:
    """The names of the values that a sentence has places for."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
