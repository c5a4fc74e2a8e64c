"""`/checkpoint`, `/tile/…` and proofs: what anybody may have, for it tells nothing of any fact. Public."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.publishing import Publisher
from ledger.errors import NotFoundError
from ledger.transparency.errors import TileError
from ledger.transparency.sequencer import Published
from ledger.transparency.tiles import Tile, tile_in

router = APIRouter(tags=["transparency"])


def publisher_of(request: Request) -> Publisher:
    """Who publishes here; raises NotFoundError where nobody does."""
    publisher: Publisher | None = request.app.state.publisher
    if publisher is None:
        raise NotFoundError.because("not_published", "this server publishes no checkpoints")
    return publisher


ThePublisher = Annotated[Publisher, Depends(publisher_of)]


def published_of(publisher: ThePublisher) -> Published:
    """The checkpoint published last; raises NotFoundError before the first."""
    published = publisher.latest()
    if published is None:
        raise NotFoundError.because("not_published", "no checkpoint was published yet; ask again in a second")
    return published


ThePublished = Annotated[Published, Depends(published_of)]


@router.get("/checkpoint", summary="The signed size and root of the log")
def read_checkpoint(published: ThePublished) -> Response:
    """A signed note (c2sp.org/tlog-checkpoint)."""
    return Response(published.note, media_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"})


@router.get("/log-key", summary="The public keys of checkpoints and of receipts")
def read_log_key(publisher: ThePublisher) -> Response:
    """Verifier keys in the text form of signed notes: the log's, that of its receipts, then those they had before."""
    return Response("".join(f"{v.text}\n" for v in publisher.verifiers), media_type="text/plain; charset=utf-8")


@router.get("/tile/{path:path}", summary="Hashes of the tree over the log")
def read_tile(publisher: ThePublisher, published: ThePublished, path: str) -> Response:
    """A tile (c2sp.org/tlog-tiles); a full one never changes."""
    try:
        tile = Tile.parse(f"tile/{path}")
        there = tile_in(tile.level, tile.index, published.checkpoint.size)
    except TileError as error:
        raise NotFoundError.because("not_published", str(error)) from None
    if tile.width > there.width:
        raise NotFoundError.because("not_published", f"the published log has {there.width} hashes there")
    return Response(
        publisher.sequencer.tile(tile),
        media_type="application/octet-stream",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


@router.get("/v1/events/{position}/proof", summary="That the leaf at a position is under the checkpoint")
def read_proof(publisher: ThePublisher, published: ThePublished, position: int) -> Response:
    """An inclusion proof (c2sp.org/tlog-proof) with the checkpoint; it needs the leaf's bytes to mean anything."""
    if not 1 <= position <= published.checkpoint.size:
        raise NotFoundError.because(
            "not_published",
            f"the published log has {published.checkpoint.size} facts; a new one joins in a second",
            values={"size": published.checkpoint.size},
        )
    return Response(publisher.sequencer.proof(position, published), media_type="text/plain; charset=utf-8")
