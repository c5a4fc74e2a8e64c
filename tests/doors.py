"""Callers at the door: an organisation with its key, what it posts, and what it asks."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import ASGITransport, AsyncClient, Response

from api.answers import encode
from ledger.credentials import new_credential_id
from ledger.posting import Posting


def cloud_event(posting: Posting) -> dict[str, Any]:
    """A posting as its poster sends it."""
    event = {
        "specversion": "1.0",
        "id": posting.id,
        "source": posting.source,
        "type": posting.type,
        "subject": posting.subject,
        "time": posting.time,
        "data": posting.data,
    }
    return event | ({"onbehalfof": posting.on_behalf_of} if posting.on_behalf_of else {})


@dataclass(frozen=True)
class Caller:
    """An organisation at the door of a running application."""

    client: TestClient
    organisation: str
    key: str

    @classmethod
    def of(cls, client: TestClient, organisation: str) -> "Caller":
        """With a new key, whether the organisation is registered or not."""
        state: Any = client.app.state
        now = state.ledger.recorder.now()
        return cls(client, organisation, state.credentials.issue(new_credential_id(), organisation, None, now))

    def post(self, *postings: Posting) -> Response:
        """One event alone, more as a batch."""
        events = [cloud_event(p) for p in postings]
        return self.send(encode(events[0] if len(events) == 1 else events))

    def send(self, body: Any, content_type: str = "application/json", **headers: str) -> Response:
        """Any bytes, or a generator of chunks."""
        return self.client.post("/v1/events", content=body, headers=self._headers(headers, content_type))

    def get(self, path: str, **query: Any) -> Response:
        """What the caller is shown."""
        return self.client.get(path, params=query or None, headers=self._headers({}, None))

    def get_all(self, paths: Iterable[str]) -> list[Response]:
        """What the caller is shown at each of many paths, in a third of the time: no thread for each question."""

        async def ask() -> list[Response]:
            transport = ASGITransport(self.client.app)
            async with AsyncClient(transport=transport, base_url="http://testserver", headers=headers) as http:
                return [await http.get(path) for path in paths]

        headers = self._headers({}, None)
        return asyncio.run(ask())

    def _headers(self, more: dict[str, str], content_type: str | None) -> dict[str, str]:
        # the same number each time, so that two answers can be compared whole
        given = {
            "Authorization": f"Bearer {self.key}",
            "X-Request-Id": "test",
            **{k.replace("_", "-"): v for k, v in more.items()},
        }
        return given | ({"Content-Type": content_type} if content_type else {})


def codes(response: Response) -> list[str]:
    """The codes of a problem."""
    return [error["code"] for error in response.json()["errors"]]


def receipts(response: Response) -> list[dict[str, Any]]:
    """The receipts of what was accepted."""
    assert response.is_success, response.text
    return response.json()["receipts"]
