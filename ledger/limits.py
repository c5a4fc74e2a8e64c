"""What a value may be when somebody states it.

A stored leaf was held to its limits once, on the day it was stated, and is read without asking again: a limit that
is tightened later must not make lawful history unreadable, and the patterns cost half of a page's reading.
"""

from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from msgspec import Struct


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a field: kept beside the type, where msgspec does not look until `checked` puts them to it."""

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


def checked(hint: Any) -> Any:
    """A type hint whose limits msgspec enforces: what comes from outside is held to it, what is stored was."""
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return Union[tuple(checked(a) for a in get_args(hint))]  # noqa: UP007
    if origin is Annotated:
        core, *notes = get_args(hint)
        return Annotated[(checked(core), *(n.meta() if isinstance(n, Limits) else n for n in notes))]
    if origin is list:
        return list.__class_getitem__(checked(get_args(hint)[0]))
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _checked_struct(hint)
    return hint


@cache
def _checked_struct(struct: type[Struct]) -> type[Struct]:
    members: Any = [
        (f.name, checked(f.type), msgspec.field(name=f.encode_name, default=f.default))
        for f in msgspec.structs.fields(struct)
    ]
    return msgspec.defstruct(struct.__name__, members, kw_only=True, frozen=True, forbid_unknown_fields=True)
