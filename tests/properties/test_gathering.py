"""However postings are split into requests that come at the same time: the log is as if they had come one by one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.clock import SimulatedClock
from ledger.errors import BihuanError
from ledger.gathering import Gathering
from ledger.log import Ledger
from ledger.numbering import Asking, Drafts
from ledger.posting import Poster, Posting, Request
from ledger.receipts import Answer
from ledger.store.verification import verify
from tests.properties.wire_data import ON_A_STORE
from tests.specification import OPERATOR, OTHER_PLANT, PLANT, generated, weighed


class Telling(Ledger):
    """A ledger that tells in which order requests were gathered."""

    def __init__(self, url: str, clock: SimulatedClock) -> None:
        super().__init__(url, clock)
        self.order: list[Drafts | Asking] = []

    def state_drafted(self, requests: Sequence[Drafts | Asking]) -> list[Answer]:
        self.order.extend(requests)
        return super().state_drafted(requests)


IDS = st.sampled_from("abcdef")
"""Few, so that repeats and conflicts are common."""


@st.composite
def postings(draw: st.DrawFn) -> Posting:
    """A creation or a weighing of one of a few drums, which may be another plant's, or have an impossible mass."""
    owner = draw(st.sampled_from([PLANT] * 5 + [OTHER_PLANT]))
    drum, given_id = f"container:{owner}.D-{draw(st.integers(0, 3))}", draw(IDS)
    if draw(st.booleans()):
        return generated(drum, id=given_id)
    return weighed(drum, draw(st.sampled_from(["212.4", "212.4", "300", "-1"])), id=given_id)


REQUESTS = st.lists(st.lists(postings(), min_size=1, max_size=4), min_size=2, max_size=10)


@pytest.fixture
def telling(store_url: str, clock: SimulatedClock) -> Any:
    with Telling(store_url, clock) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        yield ledger


def test_a_gather_leaves_the_log_and_the_answers_of_one_by_one(telling: Telling) -> None:
    rounds, repeated, refused = count(), [0], [0]

    @settings(ON_A_STORE, max_examples=60)
    @given(REQUESTS)
    def as_one_by_one(requests: list[list[Posting]]) -> None:
        together, alone = next(rounds), next(rounds)
        asked = telling.drafted([_request(together, each) for each in requests])
        telling.order.clear()
        before = telling.head()[0]
        answers = _at_the_same_time(telling, asked)
        middle = telling.head()[0]
        order = [next(i for i, each in enumerate(asked) if each is gathered) for gathered in telling.order]
        assert sorted(order) == list(range(len(requests)))
        singly = [telling.state([_request(alone, requests[i])])[0] for i in order]
        assert _content(telling, before, middle, together) == _content(telling, middle, None, alone)
        assert [_told(answers[i], before) for i in order] == [_told(each, middle) for each in singly]
        repeated[0] += sum(r.duplicate for each in singly if isinstance(each, list) for r in each)
        refused[0] += sum(isinstance(each, BihuanError) for each in singly)

    as_one_by_one()
    # the examples must hold what they are about
    assert repeated[0] > 10
    assert refused[0] > 20
    assert list(verify(telling.recorder.engine))[-1].fault is None


def _at_the_same_time(ledger: Ledger, asked: list[Drafts | Asking]) -> list[Answer]:
    writer = Gathering(ledger)
    waiting = [writer.state([each]) for each in asked]
    answers = [each.result(60)[0] for each in waiting]
    writer.close()
    return answers


def _request(number: int, postings: list[Posting]) -> Request:
    """The same, about drums and under ids of this round alone."""
    return Request(
        Poster(PLANT, "test"),
        [replace(p, id=f"{p.id}-{number}", subject=f"{p.subject}-{number}") for p in postings],
    )


def _content(ledger: Ledger, after: int, upto: int | None, number: int) -> list[tuple[Any, ...]]:
    """What was recorded, in its order, without what names the round."""
    end = f"-{number}"
    return [
        (f.fact.id.removesuffix(end), f.fact.type, f.fact.subject.removesuffix(end), f.fact.data, f.seq)
        for f in ledger.recorded(after=after, upto=upto)
    ]


def _told(answer: Answer, before: int) -> Any:
    if isinstance(answer, BihuanError):
        return type(answer), [(f.code, f.pointer, f.index) for f in answer.findings]
    return [(r.position - before, r.duplicate) for r in answer]
