"""kill -9 while clients post, twenty times: what was acknowledged is there, once, and nothing is there by half."""

from dataclasses import dataclass, field
from itertools import count
from random import Random
from threading import Condition, Event, Thread
from typing import Any

import httpx2 as httpx
from fastapi.testclient import TestClient

from api.answers import encode
from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings, read_settings
from ledger.credentials import Credentials, new_credential_id
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.published import check_published
from ledger.store.tree import TreeStore
from ledger.store.verification import verify
from ledger.transparency.proof import check
from tests.doors import cloud_event, receipts
from tests.server_process import files_of, killed_afterwards
from tests.specification import OPERATOR, PLANT, drum, generated, said, weighed

KILLS = 20
CLIENTS = 4
ACKNOWLEDGED_MAX = 60
"""Between one and so many requests are acknowledged before each kill."""
LATER_MAX_S = 0.03


@dataclass
class Client:
    """One that posts until its server is gone; one in two posts again what it is in doubt about, as a device does."""

    number: int
    key: str
    tally: "Tally"
    seed: Random
    attempted: list[list[Posting]] = field(default_factory=list)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    in_doubt: list[Posting] | None = None
    _ids: Any = field(default_factory=count)

    def post_until_killed(self, address: str) -> None:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        with httpx.Client(base_url=address, headers=headers, timeout=30) as http:
            while True:
                postings = self.in_doubt or self._next()
                self.in_doubt = postings if self.number % 2 else None
                try:
                    answer = http.post("/v1/events", content=encode([cloud_event(p) for p in postings]))
                except httpx.TransportError:
                    return
                self.acknowledged += receipts(answer)
                self.in_doubt = None
                self.tally.add()

    def _next(self) -> list[Posting]:
        """A single fact or a small batch, about a drum of its own."""
        number = next(self._ids)
        subject = drum(f"{self.number}-{number}")
        life = [generated(subject), weighed(subject), *(said("container.closed", subject) for _ in range(4))]
        postings = life[: self.seed.choice([1, 1, 2, 3, 6])]
        self.attempted.append(postings)
        return postings


class Tally:
    """How many requests were acknowledged, and a place to wait for more of them."""

    def __init__(self) -> None:
        self.acknowledged = 0
        self._changed = Condition()

    def add(self) -> None:
        with self._changed:
            self.acknowledged += 1
            self._changed.notify_all()

    def await_more(self, wanted: int) -> None:
        with self._changed:
            goal = self.acknowledged + wanted
            assert self._changed.wait_for(lambda: self.acknowledged >= goal, timeout=60)


def test_what_was_acknowledged_survives_twenty_kills(store_url: str) -> None:
    with Ledger(store_url) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        key = Credentials(ledger.recorder.engine).issue(new_credential_id(), PLANT, None, ledger.recorder.now())
    tally, seed = Tally(), Random(20261124)
    clients = [Client(number, key, tally, Random(number)) for number in range(CLIENTS)]

    for _ in range(KILLS):
        with killed_afterwards(store_url) as address:
            threads = [Thread(target=client.post_until_killed, args=(address,)) for client in clients]
            for thread in threads:
                thread.start()
            tally.await_more(seed.randint(1, ACKNOWLEDGED_MAX))
            # at once would find the server always at the same step, just after an acknowledgement
            Event().wait(seed.uniform(0, LATER_MAX_S))
        for thread in threads:
            thread.join()

    with Ledger(store_url) as ledger:
        stored = stored_once(ledger)
        every_acknowledged_fact_is_where_it_was_promised(ledger, clients)
        some_were_killed_in_the_middle(clients)
        no_batch_is_half_there(clients, stored)
        assert list(verify(ledger.recorder.engine))[-1].fault is None
        the_log_is_as_published_and_promised(ledger, store_url, clients)
        posting_again_tells_what_was_stored(ledger, key, clients, stored)


def stored_once(ledger: Ledger) -> dict[str, int]:
    """Event id → its position; positions are dense and no id is there twice."""
    facts = ledger.recorded()
    assert [f.position for f in facts] == list(range(1, len(facts) + 1))
    ids = {f.fact.id: f.position for f in facts}
    assert len(ids) == len(facts)
    return ids


def every_acknowledged_fact_is_where_it_was_promised(ledger: Ledger, clients: list[Client]) -> None:
    acknowledged = [receipt for client in clients for receipt in client.acknowledged]
    facts = {f.position: f for f in ledger.recorded()}
    for receipt in acknowledged:
        found = facts[receipt["position"]]
        assert (found.fact.id, found.recorded_at) == (receipt["id"], receipt["recorded_at"])
        leaf = ledger.stored(receipt["position"])
        assert leaf is not None
        assert leaf_hash(leaf[1]).hex() == receipt["leaf_hash"]


def the_log_is_as_published_and_promised(ledger: Ledger, store_url: str, clients: list[Client]) -> None:
    """No kill forked the log: each checkpoint is one it passed through, and each promise holds."""
    signing = signing_of(ledger, read_settings(files_of(store_url)))
    published = signing.sequencer.publish(ledger.recorder.now())
    store, verifier = TreeStore(ledger.recorder.engine), signing.sequencer.verifier
    assert len(store.checkpoints()) > KILLS / 2
    assert check_published(store, verifier, [published.note]) is None
    for receipt in (receipt for client in clients for receipt in client.acknowledged):
        hashed = bytes.fromhex(receipt["leaf_hash"])
        check(receipt["receipt"].encode(), hashed, signing.receipts.verifier)
        check(signing.sequencer.proof(receipt["position"], published), hashed, verifier)


def some_were_killed_in_the_middle(clients: list[Client]) -> None:
    acknowledged = {receipt["id"] for client in clients for receipt in client.acknowledged}
    assert any(p.id not in acknowledged for client in clients for batch in client.attempted for p in batch)


def no_batch_is_half_there(clients: list[Client], stored: dict[str, int]) -> None:
    for batch in (batch for client in clients for batch in client.attempted):
        positions = [stored[p.id] for p in batch if p.id in stored]
        assert positions in ([], list(range(positions[0], positions[0] + len(batch))) if positions else [])


def posting_again_tells_what_was_stored(
    ledger: Ledger, key: str, clients: list[Client], stored: dict[str, int]
) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with TestClient(create_app(ledger, Settings()), headers=headers) as door:
        for batch in (batch for client in clients for batch in client.attempted):
            answer = door.post("/v1/events", content=encode([cloud_event(p) for p in batch]))
            assert [r["duplicate"] for r in receipts(answer)] == [p.id in stored for p in batch]
            assert all(r["position"] == stored.get(r["id"], r["position"]) for r in receipts(answer))
