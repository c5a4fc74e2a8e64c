"""The manifest on paper: who sent, carried and took what, as far as it was stated, corrections as they stand."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from api.papers import printing
from api.papers.as_it_stands import Source
from api.papers.check_code import CheckCode
from api.papers.drawing import Drawing
from api.papers.form import A4, EDGE, FOOT, Block, Cell, Foot, Form, Part, Table, print_forms
from api.papers.lettering import width
from ledger.errors import NotFoundError
from tests.manifests import (
    DRUMS,
    NUMBER,
    RECEIVER,
    THERE,
    TRADE,
    TRUCKER,
    handed_over,
    issue,
    issued,
    line,
    of_manifest,
    received,
    registered,
)
from tests.pdf import Page, Pdf
from tests.specification import PLANT, SITE, Scenario, generated, kg, said

LATER = {"at": "2026-11-24T10:00:00+08:00"}


@pytest.fixture
def trade(scenario: Scenario) -> Scenario:
    """Everybody, and three drums."""
    places = registered(SITE, "310115", PLANT), registered(THERE, "310117", RECEIVER)
    return scenario.given(*TRADE, *places, *(generated(each) for each in DRUMS))


def printed(scenario: Scenario) -> Pdf:
    document = Pdf(printing.manifest(Source(scenario.ledger, None), NUMBER).content)
    assert document.embedded
    return document


def words(document: Pdf | Page) -> str:
    return document.text.replace("\n", "")


def field(document: Pdf, name: str) -> str:
    texts = [each.text for page in document.pages for each in page.shown]
    return texts[texts.index(name) + 1]


def test_one_that_was_only_issued_leaves_open_what_others_fill_in(trade: Scenario) -> None:
    trade.given(issued(emergency_measures="撤离并报告", planned_arrival="2026-11-24T12:00:00+08:00"))
    paper = printed(trade)
    assert "联单编号 20263101004217" in paper.text
    assert (field(paper, "状态"), field(paper, "签发重量"), field(paper, "装载重量")) == ("已签发", "600 kg", "未填")
    assert field(paper, "应急措施") == "撤离并报告"
    assert field(paper, "计划到达") == "2026-11-24 12:00:00"
    for name in ("运抵时间", "接受确认时间", "接受量", "拒收量", "利用处置方式", "经办人", "应急联系电话"):
        assert field(paper, name) == "未填", name
    assert all(each.partition(":")[2] in words(paper) for each in DRUMS)
    assert "打印件不代替账本" in paper.text
    assert "不是国家危险废物信息管理系统的版式" in words(paper)


def test_the_whole_trip_with_its_hand_over_and_a_partial_refusal(trade: Scenario) -> None:
    trade.given(issued(), of_manifest("loaded", PLANT, {"containers": list(DRUMS), "mass_kg": kg("600")}, **LATER))
    trade.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234", "seal": "F-7"}, **LATER))
    trade.given(handed_over(**LATER))
    trade.given(of_manifest("arrived", RECEIVER, {"gross_kg": kg("20600"), "tare_kg": kg("20000")}, **LATER))
    trade.given(received(DRUMS[:2], DRUMS[2:], at="2026-11-24T11:00:00+08:00"))
    report = {"to": [f"organisation:{PLANT}"], "reason": "一桶渗漏"}
    trade.given(of_manifest("discrepancy_reported", RECEIVER, report, at="2026-11-24T11:30:00+08:00"))
    paper = printed(trade)
    assert field(paper, "装载重量") == "600 kg"
    assert (field(paper, "毛重"), field(paper, "皮重"), field(paper, "净重")) == ("20.6 t", "20 t", "600 kg")
    assert (field(paper, "接受量"), field(paper, "拒收量")) == ("400 kg", "200 kg")
    assert {"起运", "承运交接", "F-7"} <= {each.text for page in paper.pages for each in page.shown}
    assert "外高桥码头" in words(paper)
    assert "一桶渗漏" in words(paper)
    assert words(paper).count("桶体渗漏") == 1
    assert "按容器" in paper.text


def test_lines_that_were_decided_without_containers(trade: Scenario) -> None:
    trade.given(issued(lines=[line("600"), line("50")], containers=[]))
    parts = {
        "accepted": [{"line": 1, "mass_kg": kg("590")}],
        "refused": [{"line": 2, "mass_kg": kg("50"), "reason": "不在许可范围"}],
        "method": "R2",
    }
    trade.given(of_manifest("received", RECEIVER, parts, **LATER))
    paper = printed(trade)
    assert "590 kg" in paper.text
    assert "拒收：不在许可范围" in words(paper)
    assert "溶剂回收" in words(paper)
    assert "容器明细" not in paper.text


def test_a_correction_is_printed_as_it_stands_and_pending_ones_are_named(trade: Scenario) -> None:
    trade.given(issued())
    position = trade.receipts[0].position
    corrected = {"position": position, "reason": "少写", "data": issue(lines=[line("650", count=3)])}
    trade.given(said("fact.corrected", NUMBER, corrected))
    first = trade.receipts[0].position
    paper = printed(trade)
    assert field(paper, "签发重量") == "650 kg"
    assert f"已按更正打印：#{position}→#{first}" in paper.text
    trade.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}, **LATER))
    again = {"position": position, "reason": "又错", "data": issue(lines=[line("700", count=3)])}
    trade.given(said("fact.corrected", NUMBER, again))
    pending = trade.receipts[0].position
    paper = printed(trade)
    assert field(paper, "签发重量") == "650 kg"
    assert f"更正待确认，未计入：#{pending}" in paper.text


def test_one_that_nobody_issued_here_says_so_and_an_unknown_one_is_not_found(trade: Scenario) -> None:
    trade.given(of_manifest("arrived", RECEIVER))
    assert field(printed(trade), "状态") == "暂定：账本尚无签发"
    with pytest.raises(NotFoundError):
        printing.manifest(Source(trade.ledger, None), "manifest:20263101009999")
    with pytest.raises(NotFoundError):
        printing.manifest(Source(trade.ledger, None), DRUMS[0])


def test_two_processes_print_the_same_bytes_and_what_else_happens_changes_none(
    trade: Scenario, store_url: str
) -> None:
    trade.given(issued())
    here = printing.manifest(Source(trade.ledger, None), NUMBER).content
    trade.given(issued("manifest:20263101004218", containers=[]))
    command = [sys.executable, "-m", "tests.api.papers.twice", store_url, "manifest", NUMBER]
    assert subprocess.run(command, capture_output=True, check=True).stdout == here


TOLD = some.none() | some.text(some.characters(codec="utf-8"), max_size=400)
CELLS = some.lists(some.builds(Cell, some.just("接受确认时间"), TOLD, some.integers(1, 3)), min_size=1, max_size=3)
TABLES = some.lists(some.tuples(TOLD, TOLD, TOLD), max_size=40).map(
    lambda rows: Table((("行", 5), ("废物名称", 20), ("理由", 16)), rows)
)
BLOCKS: Any = some.lists(some.just("第一部分") | CELLS | TABLES, max_size=12)


@settings(max_examples=30, deadline=None)
@given(BLOCKS)
def test_however_long_the_texts_nothing_leaves_the_page_or_runs_into_its_foot(blocks: list[Block]) -> None:
    foot = Foot(CheckCode("localhost/test", 7, "0f" * 32), 9, ["更正待确认，未计入：" + "、#12" * 100])

    def fill(form: Form) -> None:
        form.title("危险废物转移联单", "联单编号 20263101004217", "20263101004217")
        form.draw(blocks)

    document = Pdf(print_forms(A4, "x", [Part("危险废物转移联单", foot, fill)]))
    for number, page in enumerate(document.pages, start=1):
        assert f"第 {number} 页，共 {len(document.pages)} 页" in page.text
        for each in page.shown:
            assert each.left >= EDGE
            assert each.left + width(each.text, each.size, each.weight) <= page.wide - EDGE + 1e-3
            assert EDGE <= each.base <= page.high - EDGE
        content = [each for each in page.shown if each.base > EDGE + FOOT]
        assert content, "no page is empty"


def test_the_number_is_a_code_on_it(trade: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    trade.given(issued())
    drawn: list[str] = []
    monkeypatch.setattr(Drawing, "code", lambda _, _box, text, _recovery: drawn.append(text))
    printed(trade)
    assert "20263101004217" in drawn
    assert len({each for each in drawn if each.startswith("BIHUAN1 localhost/test ")}) == 1
