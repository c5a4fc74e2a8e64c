"""/openapi.json: the routes as they are, with bodies, answers, refusals, the key, and examples."""

import json
from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from msgspec import Struct

from api.answers import encode
from api.door import wants_a_key
from api.events import LEAVES
from api.openapi import (
    anomaly_answers,
    answers,
    dossier_answers,
    events,
    lineage_answers,
    loop_answers,
    mass_balance_answers,
    spoil_answers,
    storage_answers,
    transfer_answers,
)
from api.openapi.answers import REF
from api.openapi.operations import BYTES, OPERATIONS, PYTHON, STREAM, TEXT, UNDESCRIBED, ZIP, Operation

PROBLEM = "application/problem+json"
DESCRIPTION = """\
闭环：固体废物全过程账本。事实以 CloudEvents 1.0 陈述，永不更改；拒绝以 application/problem+json 回答，
中文或英文由 Accept-Language 决定，错误代码见 docs/errors.md。

A provable chain-of-custody ledger for solid waste. Facts are stated as CloudEvents 1.0 and never changed. Refusals
are application/problem+json, in Chinese or English by Accept-Language. Each answer carries X-Request-Id: the caller's
own where it is 1 to 64 of A-Za-z0-9._:- and else a new one. A key that asks too often is answered with 429.
"""
KEY = {"key": {"type": "http", "scheme": "bearer", "description": "API key · 密钥：bihuan key issue"}}
WITH_KEY = (401, 429)
ALWAYS = (503,)


def install(app: FastAPI, routers: Sequence[APIRouter]) -> None:
    """Let the application describe itself so, when it is first asked."""
    written: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not written:
            written.update(document(app, routers))
        return written

    app.openapi = openapi  # type: ignore[method-assign]


def document(app: FastAPI, routers: Sequence[APIRouter]) -> dict[str, Any]:
    """The whole description, of plain JSON values."""
    described = get_openapi(title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes)
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    with_key = {(m, r.path_format) for r in routes if wants_a_key(r.dependant) for m in r.methods or ()}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            door = (method.upper(), path)
            _describe(operation, door, OPERATIONS.get(door, UNDESCRIBED), needs_key=door in with_key)
    described["components"] = {"schemas": _schemas(), "securitySchemes": KEY}
    plain: dict[str, Any] = msgspec.json.decode(encode(described))
    return plain


def _describe(operation: dict[str, Any], door: tuple[str, str], told: Operation, *, needs_key: bool) -> None:
    played = examples().get(" ".join(door), {})
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = told.parameters.get(parameter["name"], _without_null(parameter["schema"]))
        if parameter["name"] in played.get("parameters", {}):
            parameter["example"] = played["parameters"][parameter["name"]]
    if door == ("POST", "/v1/events"):
        operation["requestBody"] = events.body()
        for media_type, sent in played.get("bodies", {}).items():
            operation["requestBody"]["content"][media_type]["examples"] = sent
    if door == ("PUT", "/v1/files/{sha256}"):
        operation["requestBody"] = {
            "required": True,
            "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}},
        }
    if needs_key:
        operation["security"] = [{"key": []}]
    refusals = (*told.refusals, *(WITH_KEY if needs_key else ()), *ALWAYS)
    given = {status: _answer(status, shape) for status, shape in told.answers.items()}
    given |= {status: _answer(status, answers.Problem, PROBLEM) for status in sorted(set(refusals))}
    for status, response in given.items():
        for content in response["content"].values():
            content["examples"] = played.get("answers", {}).get(str(status), {})
            if not content["examples"]:
                del content["examples"]
    if told.as_leaves:
        given[200]["content"][LEAVES] = {"schema": {"type": "string"}}
    operation["responses"] = {str(status): response for status, response in given.items()}


def _answer(
    status: int, shape: type[Struct] | tuple[type[Struct], ...] | str, media_type: str = "application/json"
) -> dict[str, Any]:
    if isinstance(shape, str):
        schema: dict[str, Any] = {"type": "string"} if shape in {TEXT, PYTHON, STREAM} else {}
        schema = {"type": "string", "format": "binary"} if shape in {BYTES, ZIP} else schema
        content = {shape: {"schema": schema}}
    else:
        refs = [{"$ref": f"{REF}{each.__name__}"} for each in (shape if isinstance(shape, tuple) else (shape,))]
        content = {media_type: {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}}
    headers: dict[str, Any] = {"X-Request-Id": {"required": True, "schema": {"type": "string", "maxLength": 64}}}
    if status in {429, 503}:
        headers["Retry-After"] = {"required": True, "schema": {"type": "integer", "minimum": 1}}
    if status == 401:
        headers["WWW-Authenticate"] = {"required": True, "schema": {"const": "Bearer"}}
    return {"description": HTTPStatus(status).phrase, "headers": headers, "content": content}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is not null."""
    kept = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    return kept[0] if len(kept) == 1 else schema


def _schemas() -> dict[str, Any]:
    shown = (
        anomaly_answers,
        answers,
        dossier_answers,
        lineage_answers,
        loop_answers,
        mass_balance_answers,
        spoil_answers,
        storage_answers,
        transfer_answers,
    )
    told = (each for module in shown for each in vars(module).values())
    shapes = [s for s in told if isinstance(s, type) and issubclass(s, Struct) and s is not Struct]
    _, components = msgspec.json.schema_components(shapes, ref_template=REF + "{name}")
    return {**components, **events.schemas()}


@cache
def examples() -> dict[str, Any]:
    """What was asked and answered when the examples were played (tests/api/openapi_story.py)."""
    played: dict[str, Any] = json.loads((files("api.openapi") / "examples.json").read_text(encoding="utf-8"))
    return played
