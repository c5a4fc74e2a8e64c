"""The PostgreSQL under a serving log crashes, comes back and drops its connections: the log goes on by itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Condition, Event, Thread
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import make_url

from api.answers import encode
from ledger.credentials import Credentials, new_credential_id
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.store.verification import verify
from tests.doors import cloud_event
from tests.postgresql_server import PostgresqlServer, administer, own_postgresql
from tests.server_process import await_that, forget, serving
from tests.specification import OPERATOR, PLANT, drum, generated, weighed

CLIENTS = 6
PATIENCE_S = 60
"""How long any one thing may take before the test gives up."""
ANSWER_MAX_S = 20
"""How long a request may wait for its answer, whatever the database does."""
BETWEEN_TRIES_S = 0.05
DROP_ALL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class Tally:
    """What the clients saw, and a place to wait for more of it."""

    statuses: dict[int, int] = field(default_factory=dict)
    _changed: Condition = field(default_factory=Condition)

    def saw(self, status: int) -> None:
        with self._changed:
            self.statuses[status] = self.statuses.get(status, 0) + 1
            self._changed.notify_all()

    def await_more(self, number: int, status: int) -> None:
        with self._changed:
            goal = self.statuses.get(status, 0) + number
            assert self._changed.wait_for(lambda: self.statuses.get(status, 0) >= goal, PATIENCE_S), self.statuses


@dataclass
class Device:
    """Posts as a device does: one request after another, each again and again until it is acknowledged."""

    number: int
    address: str
    key: str
    tally: Tally
    stopping: Event
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        with httpx.Client(base_url=self.address, headers=headers, timeout=ANSWER_MAX_S) as http:
            for number in count():
                subject = drum(f"{self.number}-{number}")
                body = encode([cloud_event(p) for p in _life(subject)])
                while not self._acknowledged(http, subject, body):
                    self.stopping.wait(BETWEEN_TRIES_S)
                if self.stopping.is_set():
                    return

    def _acknowledged(self, http: httpx.Client, subject: str, body: bytes) -> bool:
        """Whether it was; every other answer must be a 503 that says when to come back."""
        try:
            posted = http.post("/v1/events", content=body)
            read = http.get(f"/v1/subjects/{subject}")
        except httpx.HTTPError as error:
            self.wrong.append(repr(error))
            return True
        for answer, good in ((posted, {200, 201}), (read, {200, 404})):
            if answer.status_code not in good and (answer.status_code, answer.headers.get("retry-after")) != (
                503,
                "1",
            ):
                self.wrong.append(f"{answer.status_code} {answer.text}")
            self.tally.saw(answer.status_code)
        if posted.is_success:
            self.acknowledged += posted.json()["receipts"]
        return posted.is_success or bool(self.wrong)


def _life(subject: str) -> list[Posting]:
    return [generated(subject), weighed(subject)]


@dataclass
class District:
    """A log that serves, and devices that post to it."""

    postgresql: PostgresqlServer
    url: str
    address: str
    tally: Tally
    devices: list[Device]

    def await_posts(self) -> None:
        """Until each device may have been acknowledged a few times more."""
        self.tally.await_more(5 * CLIENTS, 201)

    @contextmanager
    def crashed(self) -> Iterator[None]:
        """A while in which the database is gone, and everybody noticed."""
        self.postgresql.stop_at_once()
        self.tally.await_more(2 * CLIENTS, 503)
        yield
        self.postgresql.start_again()

    def drop_all_connections(self) -> None:
        """As an administrator or a failing network does."""
        administer(self.url, DROP_ALL)


@contextmanager
def log_on(postgresql: PostgresqlServer) -> Iterator[str]:
    """The URL of a new log on a server."""
    name = f"restarted_{os.getpid()}"
    administer(postgresql.url, f"CREATE DATABASE {name}")
    url = make_url(postgresql.url).set(database=name).render_as_string(hide_password=False)
    with Ledger(url) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
    yield url
    forget(url)


@pytest.fixture(scope="module")
def district() -> Iterator[District]:
    """Devices that post while all these tests run; at the end nothing was answered wrongly, lost or doubled."""
    tally, stopping = Tally(), Event()
    with own_postgresql() as postgresql, log_on(postgresql) as url:
        with Ledger(url) as ledger:
            key = Credentials(ledger.recorder.engine).issue(new_credential_id(), PLANT, None, ledger.recorder.now())
        with serving(url) as address:
            devices = [Device(number, address, key, tally, stopping) for number in range(CLIENTS)]
            threads = [Thread(target=device.run) for device in devices]
            for thread in threads:
                thread.start()
            try:
                yield District(postgresql, url, address, tally, devices)
            finally:
                stopping.set()
                for thread in threads:
                    thread.join()
        assert [wrong for device in devices for wrong in device.wrong] == []
        assert tally.statuses.keys() <= {200, 201, 404, 503}
        nothing_acknowledged_is_lost_and_nothing_is_there_twice(url, devices)


def nothing_acknowledged_is_lost_and_nothing_is_there_twice(url: str, devices: list[Device]) -> None:
    with Ledger(url) as ledger:
        facts = ledger.recorded()
        assert [f.position for f in facts] == list(range(1, len(facts) + 1))
        assert len({f.fact.id for f in facts}) == len(facts)
        acknowledged = {r["position"]: r for device in devices for r in device.acknowledged}
        assert acknowledged.keys() == {f.position for f in facts} - {1}
        for fact in facts[1:]:
            stored, receipt = ledger.stored(fact.position), acknowledged[fact.position]
            assert stored is not None
            assert (receipt["id"], receipt["leaf_hash"]) == (fact.fact.id, leaf_hash(stored[1]).hex())
        assert list(verify(ledger.recorder.engine))[-1].fault is None


def test_a_crash_of_the_database_is_waited_out(district: District) -> None:
    district.await_posts()
    for _ in range(2):
        with district.crashed():
            assert httpx.get(f"{district.address}/health/live").status_code == 200
            assert httpx.get(f"{district.address}/health/ready").status_code == 503
        district.await_posts()
    assert httpx.get(f"{district.address}/health/ready").json()["signing"] is True


def test_connections_that_are_dropped_are_made_again(district: District) -> None:
    for _ in range(10):
        district.drop_all_connections()
        district.await_posts()


def test_checkpoints_go_on_after_a_crash(district: District) -> None:
    with district.crashed():
        pass
    district.await_posts()
    stored = max(receipt["position"] for receipt in district.devices[0].acknowledged)
    await_that(lambda: _published_size(district.address) >= stored)


def _published_size(address: str) -> int:
    answer = httpx.get(f"{address}/checkpoint")
    return int(answer.text.split("\n")[1]) if answer.status_code == 200 else 0


def test_who_follows_the_log_misses_nothing(district: District) -> None:
    with Ledger(district.url) as ledger, ledger.recorder.subscribe() as following:
        followed = [next(following).position for _ in range(20)]
        with district.crashed():
            pass
        district.await_posts()
        district.drop_all_connections()
        district.await_posts()
        head = max(receipt["position"] for receipt in district.devices[0].acknowledged)
        while followed[-1] < head:
            followed.append(next(following).position)
    assert followed == list(range(1, len(followed) + 1))
