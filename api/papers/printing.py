"""Papers as they leave: bytes and a name, for whoever may see what stands on them."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from fastapi import Response

from api.papers.as_it_stands import Source
from api.papers.disposal_receipt import print_receipts
from api.papers.drawing import MEDIA_TYPE
from api.papers.label import MOST, print_labels
from api.papers.label_facts import label_facts
from api.papers.manifest import print_manifest
from ledger.errors import InvalidError, NotFoundError
from ledger.regulation.waste_label import SIZES, SizeName
from ledger.subjects import kind_of


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


def receipt(source: Source, trip: str) -> Paper:
    """The 消纳接收凭证 of a trip, each on a page; raises NotFoundError while there is none that may be seen."""
    return Paper(print_receipts(source, source.wanted(trip, "trip")), f"receipt-{trip.partition(':')[2]}")


def paper_of(source: Source, subject: str, size: SizeName | None = None) -> Paper:
    """What is printed of a subject, by its kind; raises NotFoundError where nothing is, and as those do."""
    match kind_of(subject):
        case "container":
            return labels(source, [subject], size)
        case "manifest":
            return manifest(source, subject)
        case "trip":
            return receipt(source, subject)
    raise NotFoundError.because("no_paper", "only containers, manifests and trips are printed", "?subject")


def manifest(source: Source, subject: str) -> Paper:
    """A manifest as it stands; raises NotFoundError for what may not be seen, ConflictError where nothing is left."""
    return Paper(print_manifest(source, source.wanted(subject, "manifest")), f"manifest-{subject.partition(':')[2]}")


def size_of(text: str) -> SizeName | None:
    """The size that a text names; None for no text. Raises InvalidError for any other."""
    if not text:
        return None
    for name in SIZES:
        if name == text:
            return name
    raise InvalidError.because("label_size_unknown", "size is S, M or L", "?size")


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
