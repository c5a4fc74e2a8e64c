"""Schemathesis asks every door of /openapi.json what its description allows, and what it forbids: no finding.

Offline, in process, the same each time: every value at the edge of each schema (coverage), the examples, and values
drawn from a fixed seed.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.openapi.operations import OPERATIONS
from api.settings import Settings
from ledger.log import Ledger
from tests.api.openapi_story import DRUM
from tests.doors import Caller
from tests.specification import PLANT, generated, weighed

DRAWN = 12
"""How many values are drawn for each door, once of those that are allowed and once of those that are not."""

WITHOUT_END = "/v1/events/stream"
"""It answers for ever, and nobody here would hang up."""

REF = "#/components/schemas/event."
TYPES = ("container.generated", "container.weighed", "establishment.registered", "fact.corrected")
"""The types of fact that are posted here: all fields there are, but for the time that every type would take."""

UNSAYABLE = ["2xx", "401", "403", "404", "422"]
"""How a door may answer what its schema allows: check digits and other organisations are beyond any schema."""
UNSAYABLE_IN_A_BODY = [*UNSAYABLE, "400", "409"]
"""Numbers like 5e-324, which no scale shows, and ids that were used before, are beyond it too."""

REFUSED = ["400", "401", "403", "404", "408", "409", "413", "415", "422", "207"]
"""How a body that may not be is refused; with `mode=each` within a 207, each event for itself."""


class Open:
    """An application that is open already: schemathesis would open and close it around every request."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})


@pytest.fixture
def asked(ledger: Ledger) -> Iterator[Any]:
    """Every door of an application that holds a case, with a good key."""
    with TestClient(create_app(ledger, Settings(log_format="none", rate_limit=0))) as client:
        plant = Caller.of(client, PLANT)
        assert plant.post(generated(DRUM), weighed(DRUM)).status_code == 201
        settings = {
            "seed": 1,
            "headers": {"Authorization": f"Bearer {plant.key}"},
            "generation": {"deterministic": True, "max-examples": DRAWN, "database": "none"},
            "checks": {"positive_data_acceptance": {"expected-statuses": UNSAYABLE}},
            "operations": [
                {
                    "include-method": "POST",
                    "checks": {
                        "positive_data_acceptance": {"expected-statuses": UNSAYABLE_IN_A_BODY},
                        "negative_data_rejection": {"expected-statuses": REFUSED},
                    },
                }
            ],
            "phases": {
                # the doors are the same over either store, and this takes its time
                "coverage": {"enabled": ledger.recorder.engine.dialect.name == "sqlite"},
                "stateful": {"enabled": False},
            },
        }
        described = client.get("/openapi.json").json()
        described["components"]["schemas"]["CloudEvent"] = {"oneOf": [{"$ref": REF + name} for name in TYPES]}
        del described["paths"][WITHOUT_END]
        schema = schemathesis.openapi.from_dict(described, config=SchemathesisConfig.from_dict(settings))
        schema.app = Open(client.app)
        yield schema


def test_no_door_answers_otherwise_than_it_is_described(asked: Any) -> None:
    found: list[str] = []
    cases: Counter[str] = Counter()
    for event in from_schema(asked).execute():
        assert not isinstance(event, events.FatalError), event
        if isinstance(event, events.NonFatalError):
            found.append(str(event.info))
        if isinstance(event, events.ScenarioFinished):
            recorder = event.recorder
            cases[recorder.label] += len(recorder.cases)
            for number, checks in recorder.checks.items():
                case = recorder.cases[number].value
                failures = [c.failure_info.failure for c in checks if c.failure_info]
                found += [_told(case, failure, recorder.interactions[number].response) for failure in failures]
    assert found == []
    assert {tuple(label.split(" ")) for label in cases} == OPERATIONS.keys() - {("GET", WITHOUT_END)}
    assert cases["POST /v1/events"] > DRAWN


def _told(case: Any, failure: Any, answer: Any) -> str:
    asked = f"{case.method} {case.formatted_path} {case.query} {str(case.body)[:500]}"
    return f"{asked}: {failure.title}: {failure.message[:500]} {answer.status_code} {answer.content[:500]!r}"
