"""Refusals as application/problem+json (RFC 9457): the one place where an error meets an HTTP status."""

import logging
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.answers import answer
from api.refusals.language import language_of
from api.refusals.table import detail_of, text_of
from api.request_log import request_id_of
from ledger.errors import (
    BihuanError,
    ClockBehindError,
    ConflictError,
    ContentionError,
    Finding,
    InvalidError,
    LogNotOpenError,
    MalformedError,
    MayNotStateError,
    NotAllowedError,
    NotAuthenticatedError,
    NotFoundError,
    NotInstalledError,
    TooLargeError,
    TooManyError,
    TooSlowError,
    UnlawfulActError,
    UnprovableError,
    UnsupportedError,
    ViewStoppedError,
    bounded,
)
from ledger.store.engine import DATABASE_ERRORS

logger = logging.getLogger("bihuan.problems")

STATUS: dict[type[BihuanError], int] = {
    MalformedError: 400,
    NotAuthenticatedError: 401,
    MayNotStateError: 403,
    NotAllowedError: 403,
    NotFoundError: 404,
    TooSlowError: 408,
    ConflictError: 409,
    UnlawfulActError: 409,
    TooLargeError: 413,
    UnsupportedError: 415,
    InvalidError: 422,
    TooManyError: 429,
    ClockBehindError: 503,
    ContentionError: 503,
    LogNotOpenError: 503,
    NotInstalledError: 503,
    UnprovableError: 503,
    ViewStoppedError: 503,
}

HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    408: {"Connection": "close"},  # the rest of the body is not waited for
    415: {"Accept-Encoding": "gzip, identity"},
    503: {"Retry-After": "1"},
}
"""What a status says beside its body."""


def problem(request: Request, status: int, findings: tuple[Finding, ...]) -> Response:
    """The answer for a refusal, in the language asked for."""
    language = language_of(request.headers.get("accept-language", ""))
    chosen = 1 if language == "en" else 0
    errors = [shown(finding, chosen) for finding in bounded(findings)]
    text = text_of(findings[0])
    body = {
        "type": f"urn:bihuan:problem:{findings[0].code}",
        "title": text.title[chosen],
        "status": status,
        "detail": errors[0]["detail"],
        "next": text.then[chosen],
        "instance": f"urn:bihuan:request:{request_id_of(request.scope)}",
        "errors": errors,
    }
    response = answer(body, status=status, media_type="application/problem+json")
    response.headers.update(HEADERS.get(status, {}))
    response.headers.update({"Content-Language": language, "Vary": "Accept-Language"})
    retry_after = findings[0].about.get("retry_after")
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def shown(finding: Finding, chosen: int = 0) -> dict[str, Any]:
    """One finding, with its sentence in Chinese (0) or English (1)."""
    zh, en = detail_of(finding)
    told: dict[str, Any] = {} if finding.index is None else {"index": finding.index}
    told |= {"pointer": finding.pointer, "code": finding.code, "detail": (zh, en)[chosen]}
    if chosen == 0 and zh == text_of(finding).title[0] and en not in text_of(finding).title:
        told["en"] = en  # the Chinese says less than there is to say
    if finding.article is not None:
        told["article"] = finding.article
    return told | finding.about


def internal_error(request: Request, error: Exception) -> Response:
    """The answer when something broke here; the log has the error itself, under the same number."""
    return problem(request, 500, (Finding("internal_error", type(error).__name__),))


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Let every refusal of the ledger, and of the framework, leave as a problem."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, BihuanError)
        return problem(request, STATUS[type(error)], error.findings)

    async def store(request: Request, error: Exception) -> Response:
        # a driver's words name hosts and sockets: they are for the server's log alone
        logger.warning("request %s: the database does not answer: %s", request_id_of(request.scope), error)
        return problem(request, 503, (Finding("store_unavailable", "the store does not answer"),))

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = problem(request, error.status_code, (_of_framework(error),))
        response.headers.update(error.headers or {})
        if error.status_code == 405:
            # the framework names the methods of one route, and two may share an address
            path = request.url.path
            methods = {m for route in routes if route.path_regex.match(path) for m in route.methods or ()}
            response.headers["Allow"] = ", ".join(sorted(methods)) or response.headers["Allow"]
        return response

    async def query(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = (Finding("wrong_query", e["msg"], "?" + str(e["loc"][-1])) for e in error.errors())
        return problem(request, 422, tuple(found))

    app.add_exception_handler(BihuanError, refused)
    app.add_exception_handler(RequestValidationError, query)
    app.add_exception_handler(HTTPException, framework)
    for kind in DATABASE_ERRORS:
        app.add_exception_handler(kind, store)


def _of_framework(error: HTTPException) -> Finding:
    match error.status_code:
        case 404:
            return Finding("no_such_route", "there is no such address")
        case 405:
            return Finding("method_not_allowed", "the method is not one of this address")
        case _:
            return Finding("http", str(error.detail)[:200])
