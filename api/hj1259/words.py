"""Cells that hold two things at once: a choice of the vocabulary, and the words in which a producer writes it.

`200 L 铁桶` is a drum and says so itself; a tote that somebody calls `蓝色容器` is written `吨桶（蓝色容器）`,
so that what is written is read as what it was.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from api.pages.choices import CHOICES

Signs = tuple[tuple[str, tuple[str, ...]], ...]


class Wording(NamedTuple):
    """The words of one field: what each choice is called, and by what signs free text shows its choice."""

    words: dict[str, str]
    signs: Signs

    def guess(self, text: str) -> str | None:
        """The choice that a text speaks of by the first sign in it; None where it has none."""
        return next((choice for choice, signs in self.signs if any(sign in text.upper() for sign in signs)), None)

    def read(self, text: str | None) -> tuple[str, str | None]:
        """The choice and, where there are any, the producer's own words for it; `other` where nothing tells."""
        if text is None:
            return "other", None
        choices = {word: choice for choice, word in self.words.items()}
        if text in choices:
            return choices[text], None
        both = re.fullmatch(r"([^（）]+)（(.+)）", text)
        if both is not None and both[1] in choices:
            return choices[both[1]], both[2]
        return self.guess(text) or "other", text

    def write(self, choice: str, own: str | None) -> str:
        """The text that is read as this choice and these words."""
        word = self.words[choice]
        if own is None:
            return word
        return own if self.read(own) == (choice, own) else f"{word}（{own}）"


def _words(field: str, choices: Iterable[str]) -> dict[str, str]:
    return {choice: CHOICES[field, choice][0] for choice in choices}


KIND_SIGNS: Signs = (
    ("ibc", ("吨桶", "IBC")),
    ("pipeline", ("管道", "管线")),
    ("bulk", ("散装", "散货", "无包装")),
    ("bag", ("袋",)),
    ("bottle", ("瓶",)),
    ("box", ("箱", "盒")),
    ("drum", ("桶",)),
    ("tank", ("罐", "槽", "池")),
)
PURPOSE_SIGNS: Signs = (
    ("sampling", ("取样", "采样")),
    ("repacking", ("倒装", "分装", "换装")),
    ("move", ("场内", "移库", "移位", "转库", "调库")),
    ("treatment", ("自行",)),
    ("transfer", ("委外", "委托", "转移", "外运", "外送", "出厂", "出口", "境外", "公司")),
)
RECIPIENT_SIGNS: Signs = (("exempt", ("豁免",)), ("abroad", ("境外", "国外", "出口")), ("licensed", ("许可", "持证")))

KINDS = Wording(_words("kind", (*(kind for kind, _ in KIND_SIGNS), "other")), KIND_SIGNS)
PURPOSES = Wording(_words("purpose", (*(purpose for purpose, _ in PURPOSE_SIGNS), "other")), PURPOSE_SIGNS)
RECIPIENTS = Wording(_words("kind", (kind for kind, _ in RECIPIENT_SIGNS)), RECIPIENT_SIGNS)
TREATMENTS = _words("kind", ("recovered", "disposed"))
TREATMENT_OF = {"R": "recovered", "D": "disposed"}
"""Letter of a method → what it does to the waste; the other letters do not tell."""
