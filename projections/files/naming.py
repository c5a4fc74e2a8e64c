"""Which files a fact names, by SHA-256: its evidence, and any other field that holds such a hash."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from ledger import wire
from ledger.correction import Correction, corrected_data
from ledger.fact import Statement
from ledger.identifiers import Sha256


class NamedFile(NamedTuple):
    """A file as a fact names it."""

    sha256: str
    media_type: str | None
    """As the fact says, where it says it."""


Extract = Callable[[Any], Iterator[NamedFile]]
HASH_MARKS = set(wire.marks(Sha256))


def files_named_by(statement: Statement[Any]) -> list[NamedFile]:
    """The files that a statement names, in the order of its bytes; a correction also those it corrects to."""
    named = list(_named_in(statement.data))
    if isinstance(statement.data, Correction.Corrected):
        named += _named_in(corrected_data(statement))
    return named


def _named_in(struct: Struct) -> Iterator[NamedFile]:
    for name, extract in _extractors(type(struct)):
        value = getattr(struct, name)
        if value is not None:
            for found in extract(value):
                yield found if found.media_type else found._replace(media_type=getattr(struct, "media_type", None))


@cache
def _extractors(struct: type[Struct]) -> tuple[tuple[str, Extract], ...]:
    attributes = {f.encode_name: f.name for f in fields(struct)}
    found = ((attributes[f.leaf_name], _extractor(f.type)) for f in wire.fields(struct))
    return tuple((name, extract) for name, extract in found if extract is not None)


def _extractor(hint: Any) -> Extract | None:
    if HASH_MARKS & set(wire.marks(hint)):
        return lambda sha256: iter((NamedFile(sha256, None),))
    core = wire.bare(hint)
    if get_origin(core) is list:
        inner = _extractor(get_args(core)[0])
        return None if inner is None else lambda values: (found for value in values for found in inner(value))
    if isinstance(core, type) and issubclass(core, Struct) and _extractors(core):
        return _named_in
    return None
