"""kill -9 while 32 clients post, 200 times: what was acknowledged is there once, can be proven, and no kill forks."""

from dataclasses import dataclass, field
from itertools import count
from random import Random
from threading import Condition, Event, Thread
from typing import Any

import httpx2 as httpx
from fastapi.testclient import TestClient

from api.answers import encode
from api.app import create_app
from api.log_keys import LogKeys, key_path, read_keys
from api.publishing import places_of, signing_of
from api.settings import Settings, read_settings
from ledger.credentials import Credentials, new_credential_id
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.published import check_published
from ledger.store.tree import TreeStore
from ledger.store.verification import verify
from ledger.transparency.checking import check_inclusion
from ledger.transparency.checkpoint import open_checkpoint
from ledger.transparency.frontier import Frontier, split_hashes
from ledger.transparency.mirror import Mirror
from ledger.transparency.proof import check
from ledger.transparency.tiles import TileReader, tiles_of
from ledger.transparency.tree import inclusion_proof
from tests.doors import cloud_event, receipts
from tests.server_process import await_proof, files_of, killed_afterwards
from tests.specification import OPERATOR, PLANT, drum, generated, said, weighed

KILLS = 200
CLIENTS = 32
FEW, MANY = (1, 25), (100, 140)
"""So many requests are acknowledged before a kill; many are more than 256 facts, so that it finds a publishing."""
LATER_MAX_S = 0.1
PROVABLE_WITHIN_S = 5


@dataclass
class Client:
    """One that posts until its server is gone; one in two posts again what it is in doubt about, as a device does."""

    number: int
    http: httpx.Client
    tally: "Tally"
    seed: Random
    attempted: list[list[Posting]] = field(default_factory=list)
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    in_doubt: list[Posting] | None = None
    _ids: Any = field(default_factory=count)

    def post_until_killed(self, address: str) -> None:
        while True:
            postings = self.in_doubt or self._next()
            self.in_doubt = postings if self.number % 2 else None
            try:
                answer = self.http.post(f"{address}/v1/events", content=encode([cloud_event(p) for p in postings]))
            except httpx.TransportError:
                return
            told = receipts(answer)
            self.acknowledged += told
            self.in_doubt = None
            self.tally.add(told[-1])

    def _next(self) -> list[Posting]:
        """A single fact or a small batch, about a drum of its own."""
        number = next(self._ids)
        subject = drum(f"{self.number}-{number}")
        life = [generated(subject), weighed(subject), *(said("container.closed", subject) for _ in range(4))]
        postings = life[: self.seed.choice([1, 1, 2, 3, 6])]
        self.attempted.append(postings)
        return postings


class Tally:
    """How many requests were acknowledged, the receipt with the highest position, and a place to wait for more."""

    def __init__(self) -> None:
        self.acknowledged = 0
        self.highest: dict[str, Any] | None = None
        self._changed = Condition()

    def add(self, receipt: dict[str, Any]) -> None:
        with self._changed:
            self.acknowledged += 1
            if self.highest is None or receipt["position"] > self.highest["position"]:
                self.highest = receipt
            self._changed.notify_all()

    def await_more(self, wanted: int) -> None:
        with self._changed:
            goal = self.acknowledged + wanted
            assert self._changed.wait_for(lambda: self.acknowledged >= goal, timeout=60)


def test_what_was_acknowledged_survives_every_kill_and_can_be_proven(store_url: str) -> None:
    settings = read_settings(files_of(store_url))
    with Ledger(store_url) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        key = Credentials(ledger.recorder.engine).issue(new_credential_id(), PLANT, None, ledger.recorder.now())
        signing_of(ledger, settings)  # makes the keys
        keys = read_keys(key_path(ledger, settings), "localhost/test")
        (mirror,) = places_of(ledger, settings)
    assert isinstance(mirror, Mirror)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    tally, seed = Tally(), Random(20261124)
    limits = httpx.Limits(max_connections=None)

    with httpx.Client(headers=headers, timeout=30, limits=limits) as http:
        clients = [Client(number, http, tally, Random(number)) for number in range(CLIENTS)]
        for kill in range(KILLS):
            with killed_afterwards(store_url) as address:
                before_the_kill = tally.highest
                threads = [Thread(target=client.post_until_killed, args=(address,)) for client in clients]
                for thread in threads:
                    thread.start()
                is_provable_soon(address, before_the_kill, keys)
                tally.await_more(seed.randint(*(MANY if kill % 8 == 0 else FEW)))
                # at once would find the server always at the same step, just after an acknowledgement
                Event().wait(seed.uniform(0, LATER_MAX_S))
            for thread in threads:
                thread.join()
            the_mirror_is_whole(mirror, keys)

    with killed_afterwards(store_url) as address:
        is_provable_soon(address, tally.highest, keys)
    with Ledger(store_url) as ledger:
        stored = stored_once(ledger)
        every_acknowledged_fact_is_where_it_was_promised(ledger, clients)
        some_were_killed_in_the_middle(clients)
        no_batch_is_half_there(clients, stored)
        assert list(verify(ledger.recorder.engine))[-1].fault is None
        assert check_published(TreeStore(ledger.recorder.engine), keys.of_checkpoints, [mirror]) is None
        every_promise_is_kept_in_the_mirror(mirror, clients, keys)
        posting_again_tells_what_was_stored(ledger, key, clients, stored)


def is_provable_soon(address: str, receipt: dict[str, Any] | None, keys: LogKeys) -> None:
    """The server started a moment ago; a checkpoint over the last acknowledged fact is over those before it too."""
    if receipt is not None:
        proof = await_proof(address, receipt["position"], PROVABLE_WITHIN_S)
        check(proof, bytes.fromhex(receipt["leaf_hash"]), keys.log.verifier)


def the_mirror_is_whole(mirror: Mirror, keys: LogKeys) -> None:
    """Its checkpoint is over its tiles, and none is missing."""
    note = mirror.latest()
    if note is not None:
        checkpoint = open_checkpoint(note, keys.log.verifier)
        tiles = {tile: mirror.tile(tile) for tile in tiles_of(checkpoint.size)}
        assert None not in tiles.values()
        leaves = b"".join(hashes or b"" for tile, hashes in tiles.items() if tile.level == 0)
        assert Frontier().append_many(split_hashes(leaves)).root() == checkpoint.root


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


def every_promise_is_kept_in_the_mirror(mirror: Mirror, clients: list[Client], keys: LogKeys) -> None:
    """Each receipt is the log's, and its leaf is where it says, proven from the mirror alone."""
    checkpoint = open_checkpoint(mirror.latest() or b"", keys.log.verifier)
    reader = TileReader(checkpoint.size, lambda tile: mirror.tile(tile) or b"")
    for receipt in (receipt for client in clients for receipt in client.acknowledged):
        hashed, index = bytes.fromhex(receipt["leaf_hash"]), receipt["position"] - 1
        check(receipt["receipt"].encode(), hashed, keys.receipts.verifier)
        path = inclusion_proof(index, checkpoint.size, reader.hash_at)
        check_inclusion(hashed, index, checkpoint.size, path, checkpoint.root)


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
    attempted = [p for client in clients for batch in client.attempted for p in batch]
    with TestClient(create_app(ledger, Settings()), headers=headers) as door:
        for postings in (attempted[at : at + 500] for at in range(0, len(attempted), 500)):
            answer = door.post("/v1/events", content=encode([cloud_event(p) for p in postings]))
            assert [r["duplicate"] for r in receipts(answer)] == [p.id in stored for p in postings]
            assert all(r["position"] == stored.get(r["id"], r["position"]) for r in receipts(answer))
