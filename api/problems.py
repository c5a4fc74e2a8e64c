"""Refusals as application/problem+json (RFC 9457): the one place where an error meets an HTTP status."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.answers import answer
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
    NotAuthenticatedError,
    NotFoundError,
    UnlawfulActError,
    UnprovableError,
    ViewStoppedError,
)
from ledger.store.engine import DATABASE_ERRORS

STATUS: dict[type[BihuanError], int] = {
    MalformedError: 400,
    NotAuthenticatedError: 401,
    MayNotStateError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    UnlawfulActError: 409,
    InvalidError: 422,
    ClockBehindError: 503,
    ContentionError: 503,
    LogNotOpenError: 503,
    UnprovableError: 503,
    ViewStoppedError: 503,
}

TITLES: dict[int, tuple[str, str]] = {
    400: ("无法读取请求内容", "The body cannot be read"),
    401: ("需要有效的密钥", "A valid key is needed"),
    403: ("无权陈述此事实", "This may not be stated by this key"),
    404: ("没有找到", "Not found"),
    405: ("不支持的方法", "Method not allowed"),
    409: ("与已有记录冲突", "In conflict with what is recorded"),
    413: ("请求内容过大", "The body is too large"),
    415: ("不支持的内容类型", "The content type is not supported"),
    422: ("内容不符合要求", "The content is not valid"),
    500: ("系统内部错误", "Something went wrong here"),
    503: ("暂时无法写入", "Cannot write at present"),
}


def problem(request: Request, status: int, findings: tuple[Finding, ...]) -> Response:
    """The answer for a refusal, in the language asked for."""
    english = prefers_english(request.headers.get("accept-language", ""))
    titles = TITLES.get(status, ("请求未被接受", "The request was not accepted"))
    code = findings[0].code if findings else "error"
    body = {
        "type": f"urn:bihuan:problem:{code}",
        "title": titles[1] if english else titles[0],
        "status": status,
        "detail": findings[0].detail if findings else titles[1],
        "errors": [shown(finding) for finding in findings],
    }
    response = answer(body, status=status, media_type="application/problem+json")
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response.headers["Retry-After"] = "1"
    return response


def prefers_english(accept_language: str) -> bool:
    """Whether English comes first in an Accept-Language; Chinese is the default."""
    return accept_language.strip().lower().startswith("en")


def install(app: FastAPI) -> None:
    """Let every refusal of the ledger, and of the framework, leave as a problem."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, BihuanError)
        return problem(request, STATUS[type(error)], error.findings)

    async def store(request: Request, error: Exception) -> Response:
        detail = f"the store does not answer: {str(error.args[0])[:200]}; try again, or see that it is migrated"
        return problem(request, 503, (Finding("store_unavailable", detail),))

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return problem(request, error.status_code, (Finding("http", str(error.detail)),))

    async def query(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = (Finding("wrong_query", e["msg"], "?" + str(e["loc"][-1])) for e in error.errors())
        return problem(request, 422, tuple(found))

    async def unexpected(request: Request, error: Exception) -> Response:
        # the server logs the error itself after this answer has left
        detail = "the error was logged; nothing of this request was stored unless a receipt was given"
        return problem(request, 500, (Finding("internal_error", f"{type(error).__name__}: {detail}"),))

    app.add_exception_handler(Exception, unexpected)
    app.add_exception_handler(BihuanError, refused)
    app.add_exception_handler(RequestValidationError, query)
    app.add_exception_handler(HTTPException, framework)
    for kind in DATABASE_ERRORS:
        app.add_exception_handler(kind, store)


def shown(finding: Finding) -> dict[str, Any]:
    """A finding as it is answered."""
    found: dict[str, Any] = {"pointer": finding.pointer, "code": finding.code, "detail": finding.detail}
    if finding.index is not None:
        found = {"index": finding.index, **found}
    if finding.article is not None:
        found["article"] = finding.article
    return found | finding.about
