"""What many ask at the same time is decided together; each gets the answer that it would have got alone."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from threading import Event, Thread

import pytest

from ledger.clock import SimulatedClock
from ledger.errors import BihuanError, ConflictError, ContentionError, MayNotStateError
from ledger.gathering import EVENTS_MAX, REQUESTS_MAX, Gathering
from ledger.log import Ledger
from ledger.numbering import Asking, Drafts
from ledger.posting import Poster, Posting, Request
from ledger.receipts import Answer
from ledger.store.verification import verify
from tests.specification import OPERATOR, OTHER_PLANT, PLANT, drum, generated, weighed

PATIENCE_S = 60


class Watched(Ledger):
    """A ledger that can be made to wait, or to fail, and that tells how much was gathered."""

    fails: Exception | None = None

    def __init__(self, url: str, clock: SimulatedClock) -> None:
        super().__init__(url, clock)
        self.gathers: list[int] = []
        self.may_write = Event()
        self.begun = Event()
        self.may_write.set()

    def state_drafted(self, requests: Sequence[Drafts | Asking]) -> list[Answer]:
        self.gathers.append(len(requests))
        self.begun.set()
        assert self.may_write.wait(PATIENCE_S)
        if self.fails is not None:
            raise self.fails
        return super().state_drafted(requests)


@pytest.fixture
def watched(store_url: str, clock: SimulatedClock) -> Iterator[Watched]:
    with Watched(store_url, clock) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        yield ledger


@pytest.fixture
def writer(watched: Watched) -> Iterator[Gathering]:
    gathering = Gathering(watched)
    yield gathering
    watched.may_write.set()
    gathering.close()


Post = Callable[..., "Future[list[Answer]]"]


@pytest.fixture
def post(watched: Watched, writer: Gathering) -> Post:
    """Hand one request over, without waiting for its answer."""

    def handed_over(*postings: Posting) -> "Future[list[Answer]]":
        poster = Poster(postings[0].source.split(":")[2], "test")
        return writer.state(watched.drafted([Request(poster, list(postings))]))

    return handed_over


@pytest.fixture
def busy(watched: Watched, post: Post) -> "Future[list[Answer]]":
    """A request that holds the writer up, so that what comes now is gathered."""
    watched.may_write.clear()
    waiting = post(weighed(drum("busy")))
    assert watched.begun.wait(PATIENCE_S)
    return waiting


def answer_of(waiting: "Future[list[Answer]]") -> Answer:
    (answer,) = waiting.result(PATIENCE_S)
    return answer


def accepted(waiting: "Future[list[Answer]]") -> list[tuple[int, bool]]:
    answer = answer_of(waiting)
    assert isinstance(answer, list), answer
    return [(receipt.position, receipt.duplicate) for receipt in answer]


def refused(waiting: "Future[list[Answer]]") -> BihuanError:
    answer = answer_of(waiting)
    assert isinstance(answer, BihuanError)
    return answer


def test_a_request_that_comes_alone_is_decided_alone(watched: Watched, post: Post) -> None:
    assert [accepted(post(weighed(drum(n)))) for n in range(3)] == [[(2, False)], [(3, False)], [(4, False)]]
    assert watched.gathers == [1, 1, 1]


@pytest.mark.usefixtures("busy")
def test_each_of_a_gather_gets_its_own_receipts_or_its_own_refusal(watched: Watched, post: Post) -> None:
    good = post(generated(drum(1)), weighed(drum(1)))
    foreign = post(generated(drum(2)), generated(drum(3, owner=OTHER_PLANT)))
    second = post(generated(drum(1)))
    after = post(generated(drum(2)))
    watched.may_write.set()
    assert accepted(good) == [(3, False), (4, False)]
    assert isinstance(refused(foreign), MayNotStateError)
    assert [f.index for f in refused(foreign).findings] == [1]
    assert refused(second).findings[0].code == "already_created"
    assert "created a moment before" in refused(second).findings[0].detail
    assert accepted(after) == [(5, False)]
    assert watched.gathers == [1, 4]


@pytest.mark.usefixtures("busy")
def test_a_twin_is_answered_with_the_first_ones_receipt(watched: Watched, post: Post) -> None:
    first, twin = post(weighed(drum(), id="same")), post(weighed(drum(), id="same"))
    other = post(weighed(drum(), "99", id="same"))
    watched.may_write.set()
    assert (accepted(first), accepted(twin)) == ([(3, False)], [(3, True)])
    assert isinstance(refused(other), ConflictError)
    assert refused(other).findings[0].about["differing"] == ["/data/gross_kg"]


@pytest.mark.usefixtures("busy")
def test_the_twin_of_a_refused_one_is_decided_for_itself(watched: Watched, post: Post) -> None:
    fallen = post(weighed(drum(), id="same"), generated(drum(owner=OTHER_PLANT)))
    twin = post(weighed(drum(), "99", id="same"))
    watched.may_write.set()
    assert isinstance(refused(fallen), MayNotStateError)
    assert accepted(twin) == [(3, False)]


@pytest.mark.usefixtures("busy")
def test_a_gather_is_bounded_and_what_is_larger_goes_alone(watched: Watched, post: Post) -> None:
    many = [post(weighed(drum(n))) for n in range(REQUESTS_MAX + 1)]
    large = post(*(weighed(drum(n)) for n in range(EVENTS_MAX + 1)))
    last = [post(*(weighed(drum(n)) for n in range(EVENTS_MAX // 2))) for _ in range(3)]
    watched.may_write.set()
    assert len(accepted(large)) == EVENTS_MAX + 1
    assert all(accepted(each) for each in (*many, *last))
    assert watched.gathers == [1, REQUESTS_MAX, 1, 1, 2, 1]


def test_what_nobody_foresaw_reaches_everybody_and_the_writer_goes_on(
    watched: Watched, post: Post, busy: "Future[list[Answer]]"
) -> None:
    watched.fails = ZeroDivisionError("foreseen by nobody")
    others = [post(weighed(drum(n))) for n in range(3)]
    watched.may_write.set()
    assert all(isinstance(each.exception(PATIENCE_S), ZeroDivisionError) for each in (busy, *others))
    watched.fails = None
    assert accepted(post(weighed(drum()))) == [(2, False)]


def test_when_it_ends_everybody_is_answered_first(
    watched: Watched, writer: Gathering, post: Post, busy: "Future[list[Answer]]"
) -> None:
    others = [post(weighed(drum(n))) for n in range(3)]
    closing = Thread(target=writer.close)
    closing.start()
    watched.may_write.set()
    closing.join(PATIENCE_S)
    assert [accepted(each)[0][1] for each in (busy, *others)] == [False] * 4
    with pytest.raises(ContentionError, match="stopping"):
        post(weighed(drum()))
    assert watched.head()[0] == 5


@pytest.mark.usefixtures("busy")
def test_who_went_away_while_waiting_is_not_stated_for(watched: Watched, post: Post) -> None:
    gone, stays = post(weighed(drum(1))), post(weighed(drum(2)))
    assert gone.cancel()
    watched.may_write.set()
    assert accepted(stays) == [(3, False)]
    assert watched.recorded(subject=drum(1)) == []


def test_two_writers_on_one_log_decide_again_when_the_other_was_first(store_url: str, clock: SimulatedClock) -> None:
    with Ledger(store_url, clock) as one, Ledger(store_url, clock) as other:
        one.migrate(OPERATOR, "localhost/test")
        writers = [Gathering(one), Gathering(other)]
        requests = [one.drafted([Request(Poster(PLANT, "test"), [generated(drum(n // 2))])]) for n in range(80)]
        waiting = [writers[n % 2].state(request) for n, request in enumerate(requests)]
        answers = [answer_of(each) for each in waiting]
        for writer in writers:
            writer.close()
        assert sum(isinstance(answer, ConflictError) for answer in answers) == 40
        assert one.head()[0] == 41
        assert list(verify(one.recorder.engine))[-1].fault is None
