"""`PUT` and `GET /v1/files/{sha256}`: photos and tickets by their hash, seen like the facts that name them."""

import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from starlette.requests import ClientDisconnect

from api.answers import answer
from api.door import Asker, Seen, in_thread, not_found
from api.file_store import FileStore, Incoming
from api.settings import Settings
from ledger.errors import InvalidError, TooLargeError, UnsupportedError
from ledger.store.files import FileRecords, PutFile
from projections.files.mentions import FileMentions

router = APIRouter(tags=["files"])

SHA256 = re.compile(r"[0-9a-f]{64}")
MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]{1,60}")
UNKNOWN = "application/octet-stream"


ANY_BYTES = {"*/*": {"schema": {"type": "string", "format": "binary"}}}


@router.put(
    "/v1/files/{sha256}",
    status_code=201,
    summary="Keep a file under its SHA-256",
    openapi_extra={"requestBody": {"content": ANY_BYTES, "required": True}},
)
async def put_file(request: Request, asker: Asker, sha256: str) -> Response:
    """The body is the file, whatever it is; 201, or 200 when this organisation had put it before.

    `Content-Type` is kept as it is said at first. Nothing is kept unless the body's hash is that of the address.
    """
    if not SHA256.fullmatch(sha256):
        raise InvalidError.because("wrong_hash", "the address ends with the SHA-256 of the file, 64 of 0-9a-f")
    media_type = _media_type(request.headers.get("content-type"))
    records: FileRecords = request.app.state.file_records
    store: FileStore = request.app.state.files
    announced = _announced(request)
    _check_size(request, announced)
    if await in_thread(records.is_new, sha256, asker.organisation):
        await in_thread(records.check_room, asker.organisation, announced)
    incoming = await in_thread(store.receive)
    try:
        await _receive(request, incoming)
        if incoming.sha256 != sha256:
            raise InvalidError.because(
                "wrong_hash",
                f"the hash of these {incoming.size} bytes is {incoming.sha256}",
                values={"bytes": incoming.size, "sha256": incoming.sha256},
            )
        put = PutFile(asker.organisation, media_type, incoming.size)
        before = await in_thread(_keep, request, incoming, put)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is left to read it
    finally:
        await in_thread(incoming.discard)
    kept = before or put
    told = {"sha256": sha256, "size": kept.size, "media_type": kept.media_type}
    return answer(told, 201 if before is None else 200)


@router.get(
    "/v1/files/{sha256}",
    summary="A file, to whom may see a fact that names it, or whose organisation put it",
    response_class=FileResponse,
)
def read_file(request: Request, asker: Asker, seen: Seen, sha256: str) -> Response:
    """The bytes, to be saved and never shown in place; a `Range` of them is answered with 206."""
    if not SHA256.fullmatch(sha256):
        raise not_found(f"file {sha256}")
    records: FileRecords = request.app.state.file_records
    mentions: FileMentions = request.app.state.file_mentions
    store: FileStore = request.app.state.files
    put = records.put_by(sha256)
    own = next((each for each in put if each.organisation == asker.organisation), None)
    named = mentions.seen(sha256, seen) if put else None
    path = store.path_of(sha256)
    if (own is None and named is None) or not path.is_file():
        raise not_found(f"file {sha256}")
    said = named.media_type if named is not None else None
    # who put it may be anybody: it is never run, shown or taken for another kind of file in the reader's name
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": said or (own or put[0]).media_type,
        "ETag": f'"{sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, headers=headers, filename=sha256)


async def _receive(request: Request, incoming: Incoming) -> None:
    """Write the body as it comes, never more of it in memory than the server holds back by itself."""
    async for chunk in request.stream():
        _check_size(request, incoming.size + len(chunk))
        if chunk:
            await in_thread(incoming.write, chunk)


def _keep(request: Request, incoming: Incoming, put: PutFile) -> PutFile | None:
    """Durable first, recorded then: a record always has its file."""
    records: FileRecords = request.app.state.file_records
    if records.is_new(incoming.sha256, put.organisation):
        records.check_room(put.organisation, put.size)
    incoming.keep()
    return records.record(incoming.sha256, put, request.app.state.ledger.recorder.now())


def _announced(request: Request) -> int:
    """How many bytes the client says it will send; 0 where it does not say."""
    length = request.headers.get("content-length", "")
    return int(length) if re.fullmatch("[0-9]{1,18}", length) else 0


def _check_size(request: Request, size: int) -> None:
    settings: Settings = request.app.state.settings
    if size > settings.max_file_bytes:
        raise TooLargeError.because(
            "file_too_large",
            f"a file has at most {settings.max_file_bytes} bytes",
            values={"most": settings.max_file_bytes},
        )


def _media_type(content_type: str | None) -> str:
    """What the file is called by who puts it, without parameters; raises 415 for what is no media type."""
    if content_type is None:
        return UNKNOWN
    media_type = content_type.partition(";")[0].strip().lower()
    if not MEDIA_TYPE.fullmatch(media_type):
        raise UnsupportedError.because("media_type", f"{media_type[:80]!r} is not a media type such as image/jpeg")
    return media_type
