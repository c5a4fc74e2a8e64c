"""Every request has a number and one line in the log: when, which route, how it ended, how long it took, whose key.

Never the key itself, never a body, never the address as it was asked for: only the route's own pattern.
"""

import re
import secrets
import sys
import traceback
from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

import msgspec
from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.clock import Clock, WallClock, write_instant

Sink = Callable[[str], object]
Answer = Callable[[Request, Exception], Response]

GONE = 499
"""The status in the log of a request whose caller left before it was answered."""

_WELL_FORMED = re.compile(rb"[A-Za-z0-9._:-]{1,64}")
_encode = msgspec.json.Encoder().encode


def request_id_of(scope: Scope) -> str:
    """The number of a request: the caller's own X-Request-Id where it is well formed, else one made here."""
    known: str | None = scope.get("bihuan.request_id")
    if known is None:
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        known = given.decode("ascii") if _WELL_FORMED.fullmatch(given) else secrets.token_hex(10)
        scope["bihuan.request_id"] = known
    return known


def asked_with(scope: Scope, credential: str) -> None:
    """Remember by which key a request is made, for its line in the log."""
    scope["bihuan.credential"] = credential


class RequestLog:
    """Numbers requests and writes a line for each; what nobody foresaw is logged whole and answered with 500."""

    def __init__(
        self, app: ASGIApp, form: str, broken: Answer, sink: Sink | None = None, clock: Clock | None = None
    ) -> None:
        self.app, self.broken = app, broken
        self.write = WRITERS[form]
        self.sink: Sink = sink or _stderr
        self.clock = clock or WallClock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and log it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, number = perf_counter_ns(), GONE, request_id_of(scope)

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", number.encode())]
            await send(message)

        trouble = None
        try:
            await self.app(scope, receive, numbered)
        except ClientDisconnect:
            pass
        except Exception as error:
            trouble = error
            if status == GONE:
                await self.broken(Request(scope), error)(scope, receive, numbered)
        finally:
            if self.write is not None:
                self.sink(self.write(self._line(scope, status, perf_counter_ns() - began, trouble)))

    def _line(self, scope: Scope, status: int, took_ns: int, trouble: Exception | None) -> dict[str, Any]:
        route = scope.get("route")
        line = {
            "time": write_instant(self.clock.now()),
            "level": "error" if status >= 500 else "info",
            "request_id": scope["bihuan.request_id"],
            "method": scope["method"][:16],
            "route": getattr(route, "path", None),
            "status": status,
            "ms": round(took_ns / 1e6, 3),
            "credential": scope.get("bihuan.credential"),
        }
        if trouble is not None:
            line["traceback"] = "".join(traceback.format_exception(trouble))
        return line


def as_json(line: dict[str, Any]) -> str:
    """One JSON object on one line."""
    return _encode(line).decode() + "\n"


def as_text(line: dict[str, Any]) -> str:
    """One line for a person, and the traceback under it."""
    shown = " ".join(str("-" if value is None else value) for name, value in line.items() if name != "traceback")
    return f"{shown}\n{line.get('traceback', '')}"


WRITERS: dict[str, Callable[[dict[str, Any]], str] | None] = {"json": as_json, "text": as_text, "none": None}
"""BIHUAN_LOG_FORMAT → how a line is written."""


def _stderr(line: str) -> None:
    sys.stderr.write(line)
