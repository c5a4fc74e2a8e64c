"""`/v1/subjects/{subject}/bundle`: all facts about a subject, to be checked offline by whoever gets them."""

import re
from importlib.resources import files
from typing import Any, NamedTuple

from fastapi import APIRouter, Response

from api.door import Seen, SubjectAsked, TheLedger, not_found
from api.pages.bundle_report import OfTheLoad, Told, report
from api.publishing import Publisher
from api.subjects import acting_as_seen, case_of
from api.transparency import ThePublisher, read_log_key
from ledger.catalogue import read_leaf
from ledger.clock import write_instant
from ledger.errors import InvalidError, UnprovableError
from ledger.fact import Recorded
from ledger.leaf import leaf_hash
from ledger.log import Ledger, query
from ledger.subjects import problem_with
from ledger.transparency.bundle_form import MAX_FACTS
from ledger.transparency.bundle_making import Leaf, Parts, make_bundle, proofs_of
from ledger.transparency.errors import BundleError, TransparencyError
from ledger.transparency.heads import Head, HeadProof
from ledger.transparency.sequencer import Published
from projections.custody.beside import facts_beside
from projections.custody.visibility import Visibility
from projections.custody.whole_load import acted_unnamed

router = APIRouter(tags=["transparency"])

ATTEMPTS = 8
VERIFIER = (files("api.standalone") / "verify_bundle.py").read_bytes()


class Found(NamedTuple):
    """A fact that carries the subject's tag."""

    stored: bytes
    recorded: Recorded[Any]


@router.get("/v1/subjects/{subject:path}/bundle", summary="Evidence bundle: every fact about a subject, with proofs")
def read_bundle(ledger: TheLedger, publisher: ThePublisher, seen: Seen, subject: SubjectAsked) -> Response:
    """A zip (docs/evidence-bundle.md); what the asker may not see is counted in it, not shown."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", subject)
    return Response(
        bundle_of(ledger, publisher, seen, subject),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}.zip"', "Cache-Control": "private, no-store"},
    )


@router.get("/verify_bundle.py", summary="The stand-alone verifier of evidence bundles")
def read_verifier() -> Response:
    """One file of Python that needs nothing of this project; its SHA-256 stands in docs/evidence-bundle.md."""
    return Response(VERIFIER, media_type="text/x-python; charset=utf-8", headers={"Cache-Control": "no-cache"})


def bundle_of(ledger: Ledger, publisher: Publisher, seen: Visibility, subject: str) -> bytes:
    """The bundle of a subject for whoever may see some of it.

    Raises NotFoundError where there is nothing to be seen, InvalidError where there is too much for a bundle, and
    UnprovableError where the log is not what it published.
    """
    found = _carrying(ledger, subject) if problem_with(subject) is None else []
    if not any(_is_seen(seen, each) for each in found):
        raise not_found(subject)
    snapshot, head = _head_of(ledger, subject)
    size = head.size
    # what was stated meanwhile is under the snapshot too
    found += _carrying(ledger, subject, after=found[-1].recorded.position)
    found = [each for each in found if each.recorded.position <= size]
    if len(found) > MAX_FACTS:
        raise InvalidError.because(
            "bundle_too_large", f"a bundle holds {MAX_FACTS} facts; ask for a narrower subject"
        )
    shown = [each for each in found if _is_seen(seen, each)]
    if not shown:
        raise not_found(subject)
    published = _published(publisher, snapshot.position)
    leaves = _leaves(found, {each.recorded.position for each in shown})
    if Head.over(subject, (leaf.leaf_hash for leaf in leaves)) != head.head:
        raise UnprovableError.because(
            "not_provable", "the facts are not those that the log counts; run bihuan verify on it"
        )
    stored = _stored(ledger, snapshot.position)
    own = [each.recorded for each in found if each.recorded.fact.subject == subject]
    acting = acting_as_seen(ledger, seen, subject, size)
    load = acted_unnamed(subject, own, acting, facts_beside(ledger, subject, own, size))
    proofs = proofs_of(published, [each.fact.position for each in load], publisher.sequencer.tile)
    told = Told(
        subject=subject,
        made_at=write_instant(ledger.recorder.now()),
        made_for=seen.viewer.organisation,
        facts=[each.recorded for each in shown],
        leaves=leaves,
        case=case_of(ledger, seen, subject, upto=size) if own and len(shown) == len(found) else None,
        load=[
            OfTheLoad(each, _stored(ledger, each.fact.position).decode() if each.seen else None, proof.decode())
            for each, (_, proof) in zip(load, proofs, strict=True)
        ],
        size=size,
        snapshot=snapshot.position,
        published=published,
        key=publisher.sequencer.verifier,
    )
    parts = Parts(
        origin=ledger.opened.origin,
        subject=subject,
        made_at=told.made_at,
        made_for=told.made_for,
        leaves=leaves,
        snapshot=Leaf(snapshot.position, leaf_hash(stored), stored),
        head=head,
        published=published,
        keys=bytes(read_log_key(publisher).body),
        report=report(ledger, seen, told),
    )
    try:
        return make_bundle(parts, publisher.receipt_key, publisher.sequencer.tile)
    except BundleError as error:
        raise InvalidError.because("bundle_too_large", f"{error}; ask for a narrower subject") from None


def _carrying(ledger: Ledger, subject: str, after: int = 0) -> list[Found]:
    """Facts that carry the tag beyond a position; one more than a bundle holds, where there are more."""
    leaves, _ = ledger.recorder.leaves(query(None, subject, ()), after=after, limit=MAX_FACTS + 1)
    return [Found(stored, read_leaf(name, stored)) for name, stored in leaves]


def _is_seen(seen: Visibility, found: Found) -> bool:
    return seen.stated(found.recorded) or seen.sees(found.recorded.fact.subject)


def _leaves(found: list[Found], shown: set[int]) -> list[Leaf]:
    return [
        Leaf(at := each.recorded.position, leaf_hash(each.stored), each.stored if at in shown else None)
        for each in found
    ]


def _head_of(ledger: Ledger, subject: str) -> tuple[Recorded[Any], HeadProof]:
    """A stated snapshot and the head under it: another process may state a newer one between the two."""
    for _ in range(ATTEMPTS):
        snapshot, head = ledger.stated_head(subject)
        if head is not None and head.size == snapshot.fact.data.size:
            return snapshot, head
    raise UnprovableError.because("not_provable", "the log's heads do not know this subject; run bihuan verify on it")


def _published(publisher: Publisher, size: int) -> Published:
    try:
        return publisher.covering(size)
    except TransparencyError as error:
        raise UnprovableError.because("not_provable", str(error)) from None


def _stored(ledger: Ledger, position: int) -> bytes:
    found = ledger.stored(position)
    assert found is not None  # it was recorded a moment ago, and nothing is ever removed
    return found[1]
