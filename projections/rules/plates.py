"""Plates as cameras read them: which readings may be the same plate, and which cannot."""

from typing import Final

_PAIRS: Final = ("0D", "0Q", "8B", "2Z", "5S", "6G", "1L", "1T", "7T", "4A", "UV", "VY", "MN", "EF", "CG")
ALIKE: Final = frozenset(map(frozenset, _PAIRS))
"""Characters that cameras take for one another (内部阈值); plates have neither I nor O."""


def may_be_same(one: str, other: str) -> bool:
    """Whether two readings are the same plate, but for one character that looks like another."""
    if one == other:
        return True
    differ = [frozenset(pair) for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    return len(one) == len(other) and len(differ) == 1 and differ[0] in ALIKE
