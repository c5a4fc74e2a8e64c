"""How often one key may ask, and what it is told when it asks more often."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.rate_limit import KEYS_MAX, RateLimit
from api.settings import Settings
from ledger.errors import TooManyError
from ledger.log import Ledger
from tests.doors import Caller, codes
from tests.specification import OTHER_PLANT, PLANT, drum, generated


class Hand:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    """Where the limit's clock stands."""
    return Hand()


@pytest.fixture
def strict(ledger: Ledger, hand: Hand) -> Iterator[TestClient]:
    """A door that lets each key ask three times at once, and then once in two seconds."""
    app = create_app(ledger, Settings())
    app.state.rate_limit = RateLimit(0.5, 3, hand)
    with TestClient(app) as client:
        yield client


def test_a_key_that_asks_too_often_is_told_when_to_come_again(strict: TestClient, ledger: Ledger, hand: Hand) -> None:
    plant = Caller.of(strict, PLANT)
    assert [plant.get("/v1/events").status_code for _ in range(3)] == [200] * 3
    refused = plant.post(generated(drum()))
    assert (refused.status_code, codes(refused)) == (429, ["too_many_requests"])
    assert refused.headers["retry-after"] == "2"
    assert refused.json()["detail"] == "此密钥每秒至多 0.5 次请求，请在 2 秒后再试"
    assert ledger.head()[0] == 1
    hand.now += 1.99
    assert plant.post(generated(drum())).headers["retry-after"] == "1"
    hand.now += 0.01
    assert plant.post(generated(drum())).status_code == 201


def test_each_key_has_a_bucket_of_its_own(strict: TestClient) -> None:
    plant, same_plant, other = (Caller.of(strict, code) for code in (PLANT, PLANT, OTHER_PLANT))
    assert [plant.get("/v1/events").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert (same_plant.get("/v1/events").status_code, other.get("/v1/events").status_code) == (200, 200)


def test_whoever_knows_but_the_name_of_a_key_cannot_use_it_up(strict: TestClient) -> None:
    plant = Caller.of(strict, PLANT)
    forged = Caller(strict, PLANT, plant.key.partition(".")[0] + ".guess")
    assert {forged.get("/v1/events").status_code for _ in range(10)} == {401}
    assert plant.get("/v1/events").status_code == 200


def test_what_needs_no_key_is_not_counted(strict: TestClient) -> None:
    plant = Caller.of(strict, PLANT)
    for _ in range(4):
        plant.get("/v1/events")
    for path in ("/health/live", "/health/ready", "/v1/event-types", "/openapi.json"):
        assert plant.get(path).status_code == 200


def test_a_rest_fills_the_bucket_and_never_beyond_its_brim(hand: Hand) -> None:
    limit = RateLimit(100, 2, hand)
    for _ in range(3):
        hand.now += 3600
        limit.take("k")
        limit.take("k")
        with pytest.raises(TooManyError):
            limit.take("k")


def test_a_clock_that_stands_or_steps_back_gives_no_tokens(hand: Hand) -> None:
    limit = RateLimit(1, 1, hand)
    limit.take("k")
    hand.now -= 100
    with pytest.raises(TooManyError):
        limit.take("k")
    hand.now += 1
    limit.take("k")


def test_a_rate_of_nothing_is_no_limit(hand: Hand) -> None:
    limit = RateLimit(0, 1, hand)
    for _ in range(10_000):
        limit.take("k")


def test_only_so_many_keys_are_remembered(hand: Hand) -> None:
    limit = RateLimit(1, 1, hand)
    for number in range(KEYS_MAX + 5):
        limit.take(f"k-{number}")
    assert len(limit._buckets) == KEYS_MAX
    limit.take("k-0")
    with pytest.raises(TooManyError):
        limit.take(f"k-{KEYS_MAX + 4}")
