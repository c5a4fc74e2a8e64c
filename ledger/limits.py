"""What a value may be when somebody states it.

A stored leaf was held to its limits once, on the day it was stated, and is read without asking again: a limit that
is tightened later must not make lawful history unreadable, and the patterns cost half of a page's reading.
"""

from dataclasses import dataclass
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a field: kept beside the type, where msgspec does not look until `wire.checked` puts them to it."""

    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    ge: int | None = None
    le: int | None = None
    format: str | None = None

    def meta(self) -> msgspec.Meta:
        """The same, as msgspec enforces it."""
        given: dict[str, Any] = {
            name: value for name in self.__slots__ if name != "format" and (value := getattr(self, name)) is not None
        }
        if self.format:
            given["extra_json_schema"] = {"format": self.format}
        return msgspec.Meta(**given)
