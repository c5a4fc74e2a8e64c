"""`/live`: an open page hears that the log grew by something that it may show, and of nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.event_stream import PATIENCE_S, OpenStream, served
from tests.manifests import registered
from tests.people import Browser, People
from tests.specification import OTHER_PLANT, Scenario, drum, generated


class News(OpenStream):
    """What an open page is told."""

    def lines(self, wanted: str) -> str:
        """The next line that begins so."""
        for line in self._lines:
            if line.startswith(wanted):
                return line
        return "the end"


@pytest.fixture
def address(people: People) -> Iterator[str]:
    people.app.state.settings = replace(people.app.state.settings, stream_heartbeat_s=0.1)
    with served(people.app) as opened:
        yield opened


@contextmanager
def open_page(address: str, browser: Browser, after: int, status: int = 200) -> Iterator[News]:
    cookies = {} if browser.cookie is None else {"bihuan": browser.cookie}
    url = f"{address}/live?after={after}"
    with httpx.stream("GET", url, cookies=cookies, timeout=PATIENCE_S) as response:
        assert response.status_code == status
        yield News(response)


def head(people: People) -> int:
    ledger: Ledger = people.app.state.ledger
    return ledger.head()[0]


def test_a_page_hears_that_the_log_grew_and_not_by_what(people: People, address: str, scenario: Scenario) -> None:
    people.add("worker", "viewer")
    with open_page(address, people.browser("worker"), head(people)) as news:
        assert news.lines(": heartbeat")
        scenario.given(generated(drum(1)))
        assert news.lines("event") == "event: grown"
        assert news.lines("data") == f"data: {head(people)}"


def test_what_one_may_not_see_is_no_news(people: People, address: str, scenario: Scenario) -> None:
    people.add("other", "viewer", OTHER_PLANT)
    with open_page(address, people.browser("other"), head(people)) as news:
        assert news.lines(": heartbeat")
        scenario.given(generated(drum(1)))
        assert news.lines(": heartbeat")
        scenario.given(registered(f"establishment:{OTHER_PLANT}002P", "310117", OTHER_PLANT))
        assert news.lines("data") == f"data: {head(people)}"


def test_a_page_that_missed_something_is_told_at_once(people: People, address: str, scenario: Scenario) -> None:
    people.add("worker", "viewer")
    before = head(people)
    scenario.given(generated(drum(1)))
    with open_page(address, people.browser("worker"), before) as news:
        assert news.lines("data") == f"data: {head(people)}"


def test_who_is_not_signed_in_hears_nothing_of_a_real_log(people: People, address: str) -> None:
    with open_page(address, people.browser(), 0, status=204):
        pass


def test_an_open_page_keeps_nobody_signed_in(people: People, address: str, clock: SimulatedClock) -> None:
    people.add("worker", "viewer")
    browser = people.browser("worker")
    limits: Any = people.app.state.sign_in.sessions.limits
    with open_page(address, browser, head(people)) as news:
        assert news.lines(": heartbeat")
        clock.set(clock.now() + limits.idle - timedelta(seconds=1))
        unattended = browser.client.get("/flags", headers={"X-Unattended": "1"})
        assert unattended.status_code == 200
        assert news.lines(": heartbeat")
        clock.set(clock.now() + timedelta(seconds=1))
        assert news.lines("event") == "the end"
    assert browser.get("/flags").status_code == 303
