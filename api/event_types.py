"""`/v1/event-types`: the vocabulary, with schemas, titles, who may state it and the law it rests on. Public."""

from typing import Any

from fastapi import APIRouter, Response

from api.answers import answer
from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.errors import NotFoundError
from ledger.fact import AnyFact

router = APIRouter(tags=["event-types"])


@router.get("/v1/event-types", summary="All types of fact")
def read_event_types() -> Response:
    """Name, titles and subject of each type."""
    return answer({"event_types": [described(t.today) for _, t in sorted(CATALOGUE.items())]})


@router.get("/v1/event-types/{name}", summary="One type with its JSON Schema")
def read_event_type(name: str) -> Response:
    """The type, and the JSON Schema of its data in wire form."""
    known = CATALOGUE.get(name)
    if known is None:
        raise NotFoundError.because(
            "unknown_type", f"{name[:80]!r} is not a type of fact", values={"type": name[:80]}
        )
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": known.today.TITLE.zh,
        "x-title-en": known.today.TITLE.en,
        **wire.schema(known.today),
    }
    return answer({**described(known.today), "schema": schema})


def described(fact: type[AnyFact]) -> dict[str, Any]:
    """What there is to say of a type beside its schema."""
    return {
        "type": fact.TOPIC,
        "v": fact.V,
        "title": {"zh": fact.TITLE.zh, "en": fact.TITLE.en},
        "subject": "|".join(fact.kinds()) or "*",
        "creates_subject": fact.CREATES,
        "stated_by": [str(relation) for relation in fact.STATED_BY],
        "legal_basis": list(fact.BASIS),
    }
