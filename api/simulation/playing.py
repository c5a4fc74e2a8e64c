"""Playing a plan: the clock is set, one request is posted, its answer is awaited; then the next."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import httpx2 as httpx

from api.answers import encode
from api.commands.statements import issue_key
from api.simulation.district import BUREAU, GENERATOR, OPERATOR
from api.simulation.firms import BURNER, COLLECTOR, TRUCKS
from api.simulation.happening import Post
from api.simulation.spoil_firms import DISTRICT_SITE, GREENING, METRO, TIPPERS
from ledger.clock import SimulatedClock
from ledger.log import Ledger

NAMED = re.compile(r"manifest:\?[0-9A-Z.]+")
"""A manifest that the ledger numbers, as the plan names it."""
DEMO_KEY = "演示密钥 · demo key"
"""How the names of the keys begin that are issued when all is played: a log without them was interrupted."""
VISITORS = (
    GENERATOR,
    COLLECTOR.uscc,
    TRUCKS.uscc,
    BURNER.uscc,
    METRO.contractor,
    TIPPERS.uscc,
    DISTRICT_SITE.operator,
    GREENING.uscc,
    OPERATOR,
    BUREAU,
)
"""For whom they are issued."""


class NotAcceptedError(Exception):
    """The server refused what the simulation posted: one of the two is wrong."""


class Player:
    """Posts requests at their recorded instants to the server that serves this ledger."""

    def __init__(self, ledger: Ledger, clock: SimulatedClock, address: str) -> None:
        self._ledger = ledger
        self._clock = clock
        self._address = address
        self._keys: dict[str, str] = {}
        self._positions: dict[str, int] = {}
        self._numbers: dict[str, str] = {}
        """Name of a manifest in the plan → the number that the ledger gave."""

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
            content=self._written(post),
            headers={
                "Authorization": f"Bearer {self._keys[post.poster]}",
                "Content-Type": "application/cloudevents-batch+json",
            },
        )
        if not answer.is_success:
            raise NotAcceptedError(f"HTTP {answer.status_code}: {answer.text[:500]}")
        for event, receipt in zip(post.events, answer.json()["receipts"], strict=True):
            self._positions[f"{post.poster}/{receipt['id']}"] = receipt["position"]
            self._numbers[event["subject"]] = receipt["subject"]

    def _written(self, post: Post) -> bytes:
        """The body as it is posted: positions in the place of originals, numbers in the place of names.

        A manifest that is issued asks for its number, the same way when it is posted again.
        """
        body = encode([self._placed(event) for event in post.events]).decode()
        issued = [event["subject"] for event in post.events if event["type"] == "manifest.issued"]
        asked = {name: f"manifest:new-{number}" for number, name in enumerate(issued, 1) if NAMED.fullmatch(name)}
        return NAMED.sub(lambda found: asked.get(found[0]) or self._numbers[found[0]], body).encode()

    def _placed(self, event: dict[str, Any]) -> dict[str, Any]:
        """An event that names another by its position, with that in the place of who said it, by which id."""
        if "position" not in event["data"]:
            return event
        return {**event, "data": {**event["data"], "position": self._positions[event["data"]["position"]]}}


def issue_demo_keys(ledger: Ledger, name: str = DEMO_KEY) -> dict[str, str]:
    """Organisation → key to try the ledger with, one for each role, the bureau's last; they end the simulation."""
    return {organisation: issue_key(ledger, organisation, name) for organisation in VISITORS}
