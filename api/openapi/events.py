"""The bodies of `POST /v1/events`: a CloudEvent of each type, by the schemas that the ledger itself publishes."""

from typing import Any

from api.body import BATCH, STRUCTURED
from api.cloudevents import MAX_BATCH, MAX_LENGTH
from api.openapi.answers import REF
from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.fact import AnyFact, Relation
from ledger.identifiers import USCC_PATTERN
from ledger.subjects import NUMBERS

NO_CONTROL = r"^[^\x00-\x1f\x7f]+$"


def schemas() -> dict[str, Any]:
    """Components: data of each type, the event around it, any event, and a batch of them."""
    found: dict[str, Any] = {}
    for name, fact_type in sorted(postable().items()):
        found[f"data.{name}"] = {
            "title": fact_type.TITLE.zh,
            "x-title-en": fact_type.TITLE.en,
            **wire.schema(fact_type),
        }
        found[f"event.{name}"] = _event(name, fact_type)
    events = {name: f"{REF}event.{name}" for name in sorted(postable())}
    found["CloudEvent"] = {
        "oneOf": [{"$ref": ref} for ref in events.values()],
        "discriminator": {"propertyName": "type", "mapping": events},
    }
    found["Batch"] = {
        "type": "array",
        "items": {"$ref": f"{REF}CloudEvent"},
        "minItems": 1,
        "maxItems": MAX_BATCH,
    }
    return found


def body() -> dict[str, Any]:
    """The request body, under each of its content types."""
    one, batch = {"$ref": f"{REF}CloudEvent"}, {"$ref": f"{REF}Batch"}
    return {
        "required": True,
        "description": "UTF-8; `Content-Encoding: gzip` is unpacked.",
        "content": {
            "application/json": {"schema": {"oneOf": [one, batch]}},
            STRUCTURED: {"schema": one},
            BATCH: {"schema": batch},
        },
    }


def postable() -> dict[str, type[AnyFact]]:
    """The types that somebody can post."""
    return {n: k.today for n, k in CATALOGUE.items() if k.today.STATED_BY != (Relation.LOG,)}


def _event(name: str, fact_type: type[AnyFact]) -> dict[str, Any]:
    subjects = "|".join(f"{kind}:(?:{NUMBERS[kind]})" for kind in fact_type.kinds() or NUMBERS)
    properties: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": _text("id", NO_CONTROL),
        "source": _text("source", "^urn:uscc:[0-9A-HJ-NP-RTUWXY]{18}(?::[A-Za-z0-9._~:/@-]+)?$"),
        "type": {"const": name},
        "subject": _text("subject", f"^(?:{subjects})$"),
        "time": {**_text("time"), "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "onbehalfof": _text("onbehalfof", f"^{USCC_PATTERN}$"),
        "data": {"$ref": f"{REF}data.{name}"},
    }
    wants_data = bool(wire.schema(fact_type)["required"] or fact_type.AT_LEAST_ONE)
    return {
        "type": "object",
        "title": fact_type.TITLE.zh,
        "x-title-en": fact_type.TITLE.en,
        "properties": properties,
        "required": ["specversion", "id", "source", "type", "subject", "time", *(["data"] if wants_data else [])],
        "additionalProperties": False,
    }


def _text(name: str, pattern: str | None = None) -> dict[str, Any]:
    bounds: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": MAX_LENGTH[name]}
    return bounds | ({"pattern": pattern} if pattern else {})
