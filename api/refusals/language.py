"""Which language an Accept-Language asks for: Chinese, unless English is preferred (RFC 9110, 12.5.4)."""

import re
from functools import lru_cache
from typing import Literal

Language = Literal["zh-CN", "en"]

_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)
MAX_LENGTH = 1_000


@lru_cache(maxsize=256)
def language_of(accept_language: str) -> Language:
    """The language with the greater weight; at equal weights the one named first, then Chinese."""
    zh, en = _weight("zh", accept_language), _weight("en", accept_language)
    # weights are compared first; a language named later, or by `*` alone, comes later
    return "en" if en > zh else "zh-CN"


def _weight(language: str, accept_language: str) -> tuple[float, int]:
    """q and place (smaller when later) of the most telling range for a language; (0, …) where it is not accepted."""
    best: tuple[int, float, int] | None = None
    for place, part in enumerate(accept_language[:MAX_LENGTH].split(",")):
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        named = match[1].lower()
        exactness = 1 if named.partition("-")[0] == language else 0 if named == "*" else None
        if exactness is None:
            continue
        found = (exactness, float(match[2] or 1), -place)
        if best is None or found > best:
            best = found
    if best is None or best[1] == 0:
        return (0.0, 0)
    # what only `*` names is not what was asked for: Chinese is the default there
    return (best[1], best[2] - (MAX_LENGTH if best[0] == 0 else 0))
