"""Papers as they leave: bytes and a name, for whoever may see what stands on them."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from fastapi import Response

from api.papers.as_it_stands import Source
from api.papers.drawing import MEDIA_TYPE
from api.papers.label import MOST, print_labels
from api.papers.label_facts import label_facts
from ledger.errors import InvalidError
from ledger.regulation.waste_label import SizeName

SIZE_PATTERN = "^[SML]$"


class Paper(NamedTuple):
    """A PDF, and what its file is called, without the ending."""

    content: bytes
    name: str

    def answer(self, headers: dict[str, str] | None = None) -> Response:
        """The paper to be opened and printed; nothing between here and its reader keeps it."""
        plain = re.sub(r"[^A-Za-z0-9._-]", "-", self.name)
        told = f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(self.name)}.pdf"
        kept = {"Content-Disposition": told, "Cache-Control": "private, no-store"}
        return Response(self.content, headers={**(headers or {}), **kept}, media_type=MEDIA_TYPE)


def labels(source: Source, containers: Sequence[str], size: SizeName | None = None) -> Paper:
    """The labels of containers, in the order asked for.

    Raises InvalidError for none, for too many and for a size that is too small, NotFoundError for what is not to be
    seen, ConflictError for a container that was withdrawn.
    """
    if not 1 <= len(containers) <= MOST:
        values = {"most": MOST}
        raise InvalidError.because("how_many_labels", f"from 1 to {MOST} containers", "?container", values)
    content = print_labels([label_facts(source, each) for each in containers], size)
    return Paper(content, containers[0].partition(":")[2] if len(containers) == 1 else f"labels-{len(containers)}")
