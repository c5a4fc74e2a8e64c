"""Two processes on one database: no gap, no double, no miss. Two ledgers stand for them, each with its own engine."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ledger.errors import BihuanError, ConflictError
from ledger.log import Ledger
from ledger.posting import Poster, Request
from ledger.store.verification import verify
from tests.specification import PLANT, drum, generated, weighed

POSTER = Poster(PLANT, "test")


@pytest.fixture
def other(ledger: Ledger, store_url: str) -> Iterator[Ledger]:
    """A second process's ledger on the same database."""
    with Ledger(store_url, ledger.recorder.clock) as opened:
        yield opened


def test_repeats_from_both_are_recorded_once(ledger: Ledger, other: Ledger) -> None:
    postings = [weighed(drum(n), id=f"same-{n}") for n in range(20)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: (ledger, other)[n % 2].state_one(POSTER, postings), range(16)))
    assert sum(not r.duplicate for answer in answers for r in answer) == 20
    assert len({r.position for answer in answers for r in answer}) == 20
    assert all(checked.fault is None for checked in verify(ledger.recorder.engine))


def test_one_of_two_creations_is_refused(ledger: Ledger, other: Ledger) -> None:
    def create(n: int) -> bool:
        answer = (ledger, other)[n % 2].state([Request(POSTER, [generated(drum(n // 2), id=f"by-{n}")])])[0]
        assert not isinstance(answer, BihuanError) or isinstance(answer, ConflictError)
        return not isinstance(answer, BihuanError)

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(create, range(40)))
    assert sum(created) == 20
    assert ledger.head()[0] == 21
    assert all(checked.fault is None for checked in verify(ledger.recorder.engine))


def test_a_reader_that_follows_the_log_misses_nothing(ledger: Ledger, other: Ledger) -> None:
    with ledger.recorder.subscribe(after=1) as following, ThreadPoolExecutor(8) as pool:
        for n in range(200):
            pool.submit((ledger, other)[n % 2].state_one, POSTER, [weighed(drum(n))])
        assert [next(following).position for _ in range(200)] == list(range(2, 202))
