"""Answers as JSON: decimals as numbers, exactly as the ledger holds them."""

from typing import Any

import msgspec
from fastapi import Response

_encoder = msgspec.json.Encoder(decimal_format="number")


def encode(value: Any) -> bytes:
    """JSON bytes of any answer."""
    return _encoder.encode(value)


def answer(value: Any, status: int = 200, media_type: str = "application/json") -> Response:
    """A response with the value as its body."""
    return Response(encode(value), status_code=status, media_type=media_type)
