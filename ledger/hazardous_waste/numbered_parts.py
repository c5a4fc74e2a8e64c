"""Lists that are longer than one fact may be: told in numbered parts, each a fact of its own."""

from collections.abc import Iterator
from typing import Annotated

from ledger.errors import Finding
from ledger.limits import Limits

PartNumber = Annotated[int, Limits(ge=1, le=50)]


def misnumbered(part: int | None, parts: int | None) -> Iterator[Finding]:
    """A part without the number of all parts, or beyond it."""
    if (part is None) != (parts is None) or (part or 0) > (parts or 0):
        told = {"part": part or "—", "parts": parts or "—"}
        yield Finding("no_such_part", f"part {part} of {parts} is none", "/part", values=told)
