"""What keeps a request waiting for the database is bounded, and answered with 503 and when to come back."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Connection, make_url, text

from api.app import create_app
from api.settings import Settings
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS, SESSION, lock_the_log, open_engine
from ledger.store.snapshot_reading import Snapshot
from tests.doors import Caller, codes
from tests.specification import PLANT, drum, weighed

ON_POSTGRESQL = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)


def come_back_later(answer: Response) -> bool:
    return (answer.status_code, answer.headers["Retry-After"], codes(answer)) == (503, "1", ["store_unavailable"])


def with_options(url: str, **query: str) -> str:
    return make_url(url).update_query_dict(query).render_as_string(hide_password=False)


def test_no_connection_left_is_a_reason_to_come_back(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    client, engine = TestClient(create_app(ledger, Settings())), ledger.recorder.engine
    plant = Caller.of(client, PLANT)
    monkeypatch.setattr(engine.pool, "_timeout", 0.0)
    with ExitStack() as taken:
        for _ in range(8 + 24):
            taken.enter_context(engine.connect())
        assert come_back_later(plant.post(weighed(drum(), id="w")))
        assert come_back_later(client.get("/health/ready"))
    assert plant.post(weighed(drum(), id="w")).status_code == 201


@ON_POSTGRESQL
def test_a_lock_that_is_not_given_back_is_not_waited_for_without_end(ledger: Ledger, store_url: str) -> None:
    with (
        Ledger(with_options(store_url, options="-c lock_timeout=50ms"), ledger.recorder.clock) as impatient,
        TestClient(create_app(impatient, Settings())) as client,
    ):
        plant = Caller.of(client, PLANT)
        with ledger.recorder.engine.connect() as stuck:
            lock_the_log(stuck)
            assert come_back_later(plant.post(weighed(drum(), id="w")))
        assert plant.post(weighed(drum(), id="w")).status_code == 201


@ON_POSTGRESQL
def test_the_server_is_told_how_soon_to_give_up_on_us(ledger: Ledger, store_url: str) -> None:
    assert shown(ledger, "lock_timeout") == SESSION["lock_timeout"] == "30s"
    assert shown(ledger, "idle_in_transaction_session_timeout") == "1min"
    with Ledger(with_options(store_url, options="-c lock_timeout=7s")) as told:
        assert shown(told, "lock_timeout") == "7s"
        assert shown(told, "idle_in_transaction_session_timeout") == "1min"


@ON_POSTGRESQL
def test_a_verification_may_take_as_long_as_it_takes(ledger: Ledger) -> None:
    with Snapshot.of(ledger.recorder.engine) as first, Snapshot.of(ledger.recorder.engine, first.name()) as second:
        for snapshot in (first, second):
            assert shown_to(snapshot.connection, "idle_in_transaction_session_timeout") == "0"
            assert snapshot.head() == 1


def shown(ledger: Ledger, name: str) -> str:
    with ledger.recorder.engine.connect() as connection:
        return shown_to(connection, name)


def shown_to(connection: Connection, name: str) -> str:
    return str(connection.execute(text(f"SHOW {name}")).scalar())


@pytest.fixture
def silent_url() -> Iterator[str]:
    """A PostgreSQL that takes connections and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield f"postgresql+psycopg://bihuan@127.0.0.1:{silent.getsockname()[1]}/bihuan?connect_timeout=1"


def test_a_database_that_says_nothing_is_given_up(silent_url: str) -> None:
    engine = open_engine(silent_url)
    with pytest.raises(DATABASE_ERRORS, match="timeout"):
        engine.connect()
    engine.dispose()
