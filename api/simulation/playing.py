"""Playing a plan: the clock is set, one request is posted, its answer is awaited; then the next."""

from collections.abc import Iterator, Sequence
from typing import Any

import httpx2 as httpx

from api.answers import encode
from api.commands.statements import issue_key
from api.simulation.district import BUREAU, GENERATOR
from api.simulation.happening import Post
from ledger.clock import SimulatedClock
from ledger.log import Ledger

DEMO_KEY = "演示密钥 · demo key"
"""Name of the keys that are issued when all is played: a simulated log without them was interrupted."""


class NotAcceptedError(Exception):
    """The server refused what the simulation posted: one of the two is wrong."""


class Player:
    """Posts requests at their recorded instants to the server that serves this ledger."""

    def __init__(self, ledger: Ledger, clock: SimulatedClock, address: str) -> None:
        self._ledger = ledger
        self._clock = clock
        self._address = address
        self._keys: dict[str, str] = {}
        self._positions: dict[tuple[str, str], int] = {}

    def play(self, posts: Sequence[Post]) -> Iterator[int]:
        """How many events each request carried, as soon as it is answered; raises NotAcceptedError."""
        with httpx.Client(base_url=self._address, timeout=60, trust_env=False) as client:
            for post in posts:
                self._clock.set(post.recorded_at)
                self._post(client, post)
                yield len(post.events)

    def _post(self, client: httpx.Client, post: Post) -> None:
        if post.poster not in self._keys:
            self._keys[post.poster] = issue_key(self._ledger, post.poster, "模拟设备 · simulated devices")
        answer = client.post(
            "/v1/events",
            content=encode([self._placed(post.poster, event) for event in post.events]),
            headers={
                "Authorization": f"Bearer {self._keys[post.poster]}",
                "Content-Type": "application/cloudevents-batch+json",
            },
        )
        if not answer.is_success:
            raise NotAcceptedError(f"HTTP {answer.status_code}: {answer.text[:500]}")
        for receipt in answer.json()["receipts"]:
            self._positions[post.poster, receipt["id"]] = receipt["position"]

    def _placed(self, poster: str, event: dict[str, Any]) -> dict[str, Any]:
        """A `fact.*` event with the position of its original in the place of its id."""
        if not event["type"].startswith("fact."):
            return event
        return {**event, "data": {**event["data"], "position": self._positions[poster, event["data"]["position"]]}}


def issue_demo_keys(ledger: Ledger) -> dict[str, str]:
    """Organisation → key to try the ledger with: a generator's, and last the bureau's; they end the simulation."""
    return {organisation: issue_key(ledger, organisation, DEMO_KEY) for organisation in (GENERATOR, BUREAU)}
