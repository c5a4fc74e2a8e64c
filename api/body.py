"""A body as bytes: bounded before it is read, in time, unpacked, and of the type that it is said to be."""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator

from fastapi import Request

from api.settings import Settings
from ledger.errors import MalformedError, TooLargeError, TooSlowError, UnsupportedError

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
JSON_TYPES = ("application/json", STRUCTURED, BATCH)
BEGINS = {STRUCTURED: (b"[", ("单个事件", "one event, a JSON object")), BATCH: (b"{", ("数组", "a JSON array"))}
"""Media type → how its body does not begin, and what it is."""
SHOWN_MAX = 80

_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^";\s]*)', re.I)


async def bounded_body(request: Request) -> bytes:
    """The body, unpacked; raises what is wrong with it as soon as that is known."""
    settings: Settings = request.app.state.settings
    media_type = _media_type(request)
    packed = _is_packed(request)
    body = await read_in_bounds(request, settings.max_body_bytes, packed=packed)
    _check_beginning(media_type, body)
    return body


async def read_in_bounds(request: Request, most: int, *, packed: bool = False) -> bytes:
    """A body of at most so many bytes, in the time that one is given; raises TooLargeError, TooSlowError."""
    settings: Settings = request.app.state.settings
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise _too_large(most)
    try:
        async with asyncio.timeout(settings.body_timeout_s):
            return await _read(request.stream(), most, packed=packed)
    except TimeoutError:
        raise TooSlowError.because(
            "body_too_slow",
            f"the whole body did not arrive within {settings.body_timeout_s} s",
            values={"seconds": settings.body_timeout_s},
        ) from None


def _media_type(request: Request) -> str:
    content_type = request.headers.get("content-type", "application/json")
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in {STRUCTURED, BATCH} and any(name.startswith("ce-") for name in request.headers):
        raise UnsupportedError.because(
            "binary_mode", f"CloudEvents in binary mode are not read here; send {STRUCTURED} with everything in it"
        )
    if media_type not in JSON_TYPES:
        known = ", ".join(JSON_TYPES)
        raise UnsupportedError.because(
            "media_type",
            f"{media_type[:SHOWN_MAX]} is not one of {known}",
            values={"media_type": media_type[:SHOWN_MAX], "known": known},
        )
    charset = _CHARSET.search(content_type)
    if charset is not None and charset[1].lower() not in {"utf-8", "utf8"}:
        shown = charset[1][:SHOWN_MAX]
        raise UnsupportedError.because("charset", f"charset is {shown}, not utf-8", values={"charset": shown})
    return media_type


def _is_packed(request: Request) -> bool:
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        shown = encoding[:SHOWN_MAX]
        raise UnsupportedError.because(
            "content_encoding", f"{shown} is not read here, gzip is", values={"encoding": shown}
        )
    return encoding in {"gzip", "x-gzip"}


async def _read(chunks: AsyncIterator[bytes], most: int, *, packed: bool) -> bytes:
    """All chunks, of which neither the packed nor the unpacked bytes may be more than the most."""
    unpack = zlib.decompressobj(wbits=31) if packed else None
    parts, arrived, size = [], 0, 0
    async for chunk in chunks:
        arrived += len(chunk)
        if unpack is not None and chunk:
            chunk = _unpacked(unpack, chunk, most - size + 1)
        size += len(chunk)
        if max(size, arrived) > most:
            raise _too_large(most)
        parts.append(chunk)
    if unpack is not None and not unpack.eof:
        raise _not_gzip("it ends before its end")
    return b"".join(parts)


def _unpacked(unpack: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
    """At most so many bytes: a bomb is never unpacked further than that."""
    try:
        part = unpack.decompress(chunk, most)
    except zlib.error:
        raise _not_gzip("it is damaged, or not gzip at all") from None
    if unpack.unused_data:
        raise _not_gzip("there is something behind its end")
    return part


def _check_beginning(media_type: str, body: bytes) -> None:
    wrong, (zh, en) = BEGINS.get(media_type, (b"", ("", "")))
    if wrong and body.lstrip(b" \t\r\n")[:1] == wrong:
        raise MalformedError.because(
            "not_as_declared", f"{media_type} is {en}", values={"media_type": media_type, "zh": zh, "en": en}
        )


def _too_large(most: int) -> TooLargeError:
    return TooLargeError.because("body_too_large", f"more than {most} bytes, uncompressed", values={"most": most})


def _not_gzip(why: str) -> MalformedError:
    return MalformedError.because("not_gzip", f"the body is not one whole gzip stream: {why}")
