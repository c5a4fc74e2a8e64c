"""What the pages say of construction waste: stages, units and choices in words, and a boundary by its points."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.conftest import NOON
from tests.specification import OPERATOR, Scenario
from tests.spoil import GATE, PERMIT, PLAN, PROJECT, SITE, accepted, departed, founded, ready, trip


@pytest.fixture
def browser(sqlite_template: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A browser on a simulated log with one trip in it."""
    path = tmp_path / "simulated.db"
    shutil.copyfile(sqlite_template, path)
    with Ledger(f"sqlite:///{path}", SimulatedClock(NOON)) as ledger:
        ledger.migrate(OPERATOR, "localhost/play", simulated=True)
        ready(founded(Scenario(ledger))).given(departed(), accepted(tonnes="16.9"))
        with TestClient(create_app(ledger, Settings()), headers={"Accept": "text/html"}) as opened:
            yield opened


def read(browser: TestClient, subject: str, language: str) -> str:
    answer = browser.get(f"/replay/{subject}", params={"lang": language})
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


@pytest.mark.parametrize(
    ("subject", "zh", "en"),
    [
        (trip(1), ("趟次环", "已接收", "出场净重 17,000 kg", "工程渣土"), ("loop of the trip", "accepted", "spoil")),
        (SITE, ("消纳场所", "已备案", "场所边界 5 个点", "运营单位", "区级"), ("5 positions", "final placement")),
        (PLAN, ("处理方案", "外运量", "工程泥浆", "施工单位"), ("haul-out", "slurry")),
        (PERMIT, ("处置证", "核准处置量"), ("quota", "fallback sites")),
        (PROJECT, ("工程项目", "已备案"), ("project", "filed")),
    ],
)
def test_a_case_is_told_in_words(browser: TestClient, subject: str, zh: tuple[str, ...], en: tuple[str, ...]) -> None:
    for language, words in (("zh", zh), ("en", en)):
        shown = read(browser, subject, language)
        assert [word for word in words if word not in shown] == [], shown[:3_000]


def test_a_gate_of_which_nothing_is_told_is_not_there(browser: TestClient) -> None:
    assert browser.get(f"/replay/{GATE}").status_code == 404
