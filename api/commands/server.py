"""A running server, as the command line asks and tells it things: patient while it restarts or is short of breath."""

import time
from collections.abc import Callable

import httpx2 as httpx

from api.commands.console import fail

ATTEMPTS = 8


def client_of(url: str, key: str, **headers: str) -> httpx.Client:
    """A client that speaks with a key; whoever opens it closes it."""
    return httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}", **headers}, timeout=120)


def sent(client: httpx.Client, body: bytes) -> httpx.Response:
    """The answer to facts that are posted."""
    headers = {"Content-Type": "application/json"}
    return _answer(client, lambda: client.post("/v1/events", content=body, headers=headers))


def asked(client: httpx.Client, path: str, query: dict[str, str]) -> httpx.Response:
    """The answer to a question."""
    return _answer(client, lambda: client.get(path, params=query))


def _answer(client: httpx.Client, request: Callable[[], httpx.Response]) -> httpx.Response:
    for attempt in range(ATTEMPTS):
        try:
            response = request()
            if response.status_code not in {429, 503}:
                return response
            wait = float(response.headers.get("Retry-After", "1"))
        except httpx.TransportError as error:
            if attempt == ATTEMPTS - 1:
                raise fail(f"{client.base_url}: {error}", "bihuan serve") from None
            wait = min(2.0**attempt / 4, 10)
        time.sleep(wait)
    return response
