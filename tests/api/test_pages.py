"""The pages: what they say is what the log holds, nobody's facts leak, and nothing on them is anybody's script."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.pages import loops_in_words
from api.pages.choices import CHOICES
from api.pages.quantity_words import lateness, mass
from api.pages.words import KINDS, ROUTES, SPEAKERS, STATE_TITLES
from api.settings import Settings
from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.clock import SimulatedClock
from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.subjects import NUMBERS
from ledger.titles import FIELD_TITLES
from tests.api.least_statements import TRUCK
from tests.ledger.test_delegation import GRANT, accepted, by_the_collector, granted
from tests.ledger.test_standing import bureau
from tests.specification import (
    BAY,
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SCALE,
    SITE,
    Scenario,
    drum,
    generated,
    kg,
    organisation,
    said,
    weighed,
)

MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
"""Eight o'clock in Shanghai."""


@pytest.fixture
def play(sqlite_template: Path, tmp_path: Path) -> Iterator[Scenario]:
    """A scenario on a log that says it is simulated."""
    path = tmp_path / "simulated.db"
    shutil.copyfile(sqlite_template, path)
    with Ledger(f"sqlite:///{path}", SimulatedClock(MORNING + timedelta(hours=4))) as ledger:
        ledger.migrate(OPERATOR, "localhost/play", simulated=True)
        yield Scenario(ledger)


@pytest.fixture
def browser(play: Scenario) -> Iterator[TestClient]:
    """A browser on the simulated log."""
    with TestClient(create_app(play.ledger, Settings()), headers={"Accept": "text/html"}) as opened:
        yield opened


def later(play: Scenario, **span: float) -> Scenario:
    """The same scenario with the ledger's clock moved on."""
    clock = play.ledger.recorder.clock
    assert isinstance(clock, SimulatedClock)
    clock.set(clock.now() + timedelta(**span))
    return play


def step(name: str, subject: str, at: str, **data: object) -> Posting:
    return said(f"container.{name}", subject, data, at=f"2026-11-24T{at}:00+08:00")


def stored(subject: str, at: str = "08:40") -> Posting:
    return step("stored", subject, at, facility=BAY)


def corrected(subject: str, position: int, gross: str, **more: object) -> Posting:
    data = {"gross_kg": kg(gross), "tare_kg": kg("12.4"), "scale": SCALE}
    about = {"position": position, "data": data, "reason": "抄错", **more}
    return said("fact.corrected", subject, about, at="2026-11-24T12:00:00+08:00")


def withdrawn(subject: str, position: int) -> Posting:
    data = {"position": position, "reason": "误报"}
    return said("fact.withdrawn", subject, data, at="2026-11-24T12:00:00+08:00")


def text_of(html: str) -> str:
    """What a person reads: without tags, without doubled blanks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def answer_of(html: str) -> str:
    """The sentence that a page opens with."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found
    return unescape(re.sub(r"\s*<[^>]+>\s*", "", found[1])).strip()


def row(html: str, position: int) -> str:
    """The row of one event."""
    found = re.search(rf'<tr id="p{position}".*?</tr>', html, re.S)
    assert found, f"no row for position {position}"
    return found[0]


class TestFirstPage:
    def test_an_empty_log_says_so_and_what_to_do_next(self, browser: TestClient) -> None:
        html = browser.get("/").text
        assert answer_of(html).startswith("本账本（模拟）记录 1 条事实、0 个容器")
        assert "bihuan post" in html

    def test_it_opens_with_the_figures_of_the_log(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1)), stored(drum(1)))
        play.given(generated(drum(2)), stored(drum(2)), step("withdrawn", drum(2), "09:00", purpose="transfer"))
        play.given(generated(drum(3)), weighed(drum(4)))
        assert answer_of(browser.get("/").text) == (
            "本账本（模拟）记录 9 条事实、4 个容器：1 个在库、1 个已出库、2 个五即进行中；"
            "各环共 4 个（全链环另计），0 个已闭环、4 个进行中。"
        )

    def test_what_is_in_no_container_any_more_is_told_too(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1)), generated(drum(2)), weighed(drum(2)))
        run = {
            "facility": BAY,
            "kind": "disposed",
            "method": "D10",
            "inputs": [{"container": drum(1), "mass_kg": 200}],
        }
        hours = {"from": "2026-11-24T09:00:00+08:00", "until": "2026-11-24T10:00:00+08:00"}
        play.given(said("treatment.completed", f"treatment:{PLANT}.T-1", run | hours, at=hours["until"]))
        said_first = answer_of(browser.get("/").text)
        assert "2 个容器：0 个在库、0 个已出库、1 个五即进行中、1 个已利用处置；" in said_first
        assert said_first.endswith("各环共 2 个（全链环另计），1 个已闭环、1 个进行中。")
        html = browser.get(f"/replay/{drum(1)}").text
        assert answer_of(html) == "容器 D-1 自 2026-11-24 10:00 起已利用处置，责任环、全链环均为闭环。"

    def test_what_waits_too_long_is_told_with_what_it_waits_for_since_when(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(generated(drum(1)), stored(drum(1)), step("withdrawn", drum(1), "09:00", purpose="transfer"))
        assert "逾期" not in browser.get("/").text
        later(play, days=2)
        html = browser.get("/").text
        assert answer_of(html).endswith("各环共 1 个（全链环另计），0 个已闭环、0 个进行中、1 个逾期。")
        assert "1 overdue." in answer_of(browser.get("/?lang=en").text)
        told = re.sub(r"<[^>]+>", " ", html[html.index('id="overdue"') : html.index("容器现处哪一步")])
        assert "出库后到位 2026-11-24 09:00 2026-11-25 09:00 已过 内部阈值" in " ".join(told.split())
        page = browser.get(f"/replay/{drum(1)}").text
        assert "责任环已逾期" in answer_of(page)
        assert "等待“出库后到位”，自 2026-11-24 09:00 起，应于 2026-11-25 09:00 前" in answer_of(page)
        then = browser.get(f"/replay/{drum(1)}?known_by=2026-11-24T13:00").text
        assert "责任环、全链环均在进行中" in answer_of(then)
        assert "出库后到位" in then  # it waited already

    def test_while_no_view_tells_the_loops_the_rest_is_told(
        self, play: Scenario, browser: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stopped(*_: object) -> None:
            raise ViewStoppedError.because("view_stopped", "it failed")

        play.given(generated(drum(1)))
        monkeypatch.setattr(loops_in_words, "reached", stopped)
        assert answer_of(browser.get("/").text).endswith("1 个五即进行中；环的状态暂不可得。")

    def test_a_container_whose_facts_were_withdrawn_has_no_open_loop(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(generated(drum(1)), generated(drum(2)))
        play.given(withdrawn(drum(2), play.receipts[0].position))
        said_first = answer_of(browser.get("/").text)
        assert "0 个在库、0 个已出库、1 个五即进行中、1 个因误报撤回；" in said_first
        assert said_first.endswith("各环共 2 个（全链环另计），0 个已闭环、1 个进行中、1 个取消。")

    def test_the_mass_in_storage_is_the_sum_of_net_masses_in_storage(
        self, play: Scenario, browser: TestClient
    ) -> None:
        for number in range(1, 7):
            play.given(weighed(drum(number), "212.4", "12.4"), stored(drum(number)))
        play.given(weighed(drum(7), "99.9", "0"), generated(drum(8)), stored(drum(8)))
        shown = text_of(browser.get("/").text)
        assert "在库重量 1.2 t 净重合计，另有 1 个未称重" in shown

    def test_figures_follow_a_correction_and_what_was_posted_before_they_were_asked(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(weighed(drum(1), "212.4", "12.4"))
        position = play.receipts[0].position
        play.given(stored(drum(1)))
        assert "在库重量 200 kg" in text_of(browser.get("/").text)
        play.given(corrected(drum(1), position, "221.4"))
        assert "在库重量 209 kg" in text_of(browser.get("/").text)

    def test_each_figure_opens_to_the_drums_behind_it(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), generated(drum(2)), stored(drum(2)), weighed(drum(3)))
        for place, expected in (("stored", [drum(2)]), ("provisional", [drum(3)]), ("generated", [drum(1)])):
            html = browser.get(f"/?stage={place}").text
            assert re.findall(r'href="/replay/(container:[^"]+)"', html) == expected

    def test_the_most_recent_twenty_come_first_with_links_to_their_replay(
        self, play: Scenario, browser: TestClient
    ) -> None:
        for number in range(10, 32):
            play.given(generated(drum(number), at=f"2026-11-24T08:{number}:00+08:00"))
        links = re.findall(r'href="/replay/(container:[^"]+)"', browser.get("/").text)
        assert links == [drum(number) for number in range(31, 11, -1)]

    def test_times_are_shanghai_times_with_their_date(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1), at="2026-11-23T20:30:00Z"))
        shown = text_of(browser.get("/").text)
        assert "最近记录 2026-11-24 12:00:00" in shown
        assert "2026-11-24 04:30" in shown

    def test_a_drum_opens_by_the_number_that_stands_on_it(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        for number in ("D-1", f" {PLANT}.D-1 ", drum(1)):
            opened = browser.get("/replay", params={"number": number})
            assert opened.url.path == f"/replay/{drum(1)}"
            assert opened.status_code == 200

    def test_a_number_that_two_plants_use_is_asked_back(self, play: Scenario, browser: TestClient) -> None:
        elsewhere = f"establishment:{OTHER_PLANT}001P"
        data = {"establishment": elsewhere, "kind": "drum", "waste_code": "900-402-06"}
        play.given(generated(drum(1)), said("container.generated", drum(1, OTHER_PLANT), data, by=OTHER_PLANT))
        html = browser.get("/replay?number=D-1").text
        assert answer_of(html).startswith("有 2 个单位使用编号 D-1")
        assert f'href="/replay/{drum(1, OTHER_PLANT)}"' in html

    def test_an_unknown_number_gets_a_page_that_says_what_to_do(self, browser: TestClient) -> None:
        for number in ("D-404", "", "%00", "container:nonsense"):
            answer = browser.get(f"/replay?number={number}")
            assert answer.status_code == 404
            assert "回到首页" in answer.text


class TestALogThatIsNotSimulated:
    def test_it_shows_its_size_and_nobodys_facts(self, scenario: Scenario, client: TestClient) -> None:
        scenario.given(organisation(PLANT, "generator", name="保密的单位"))
        scenario.given(generated(drum("SECRET")), weighed(drum("SECRET"), "212.4"), stored(drum("SECRET")))
        for page in ("/", "/?stage=stored", "/?lang=en", "/docs"):
            html = client.get(page).text
            for private in ("SECRET", "保密的单位", "212.4 kg", "200 kg"):
                assert private not in html, page
        html = client.get("/").text
        assert answer_of(html) == "账本 localhost/test 记录 5 条事实，最近一条记录于 2026-11-24 12:00:00。"
        assert "curl -H" in html
        assert "模拟数据" not in html

    def test_a_replay_is_not_shown_whether_it_exists_or_not(self, scenario: Scenario, client: TestClient) -> None:
        scenario.given(generated(drum(1)))
        existing, unknown = client.get(f"/replay/{drum(1)}"), client.get(f"/replay/{drum(2)}")
        assert existing.status_code == unknown.status_code == 404
        assert "API" in existing.text
        assert existing.text.replace(drum(1), "") == unknown.text.replace(drum(2), "")
        by_number = client.get("/replay?number=D-1", follow_redirects=False)
        assert by_number.status_code == 404


class TestReplay:
    def test_it_opens_with_stage_time_and_loops(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1)), stored(drum(1)))
        assert answer_of(browser.get(f"/replay/{drum(1)}").text) == (
            "容器 D-1 自 2026-11-24 08:40 起已入库，责任环、全链环均在进行中。"
        )

    def test_it_says_while_the_generation_is_not_known(self, play: Scenario, browser: TestClient) -> None:
        play.given(weighed(drum(1)))
        assert "暂定：创建它的事实尚未到账" in answer_of(browser.get(f"/replay/{drum(1)}").text)
        play.given(generated(drum(1)))
        assert "暂定：创建它的事实尚未到账" not in answer_of(browser.get(f"/replay/{drum(1)}").text)

    def test_a_truck_has_a_page_by_its_plate(self, play: Scenario, browser: TestClient) -> None:
        play.given(said("conveyance.registered", "vehicle:沪AB1234", TRUCK))
        html = browser.get("/replay/vehicle:%E6%B2%AAAB1234").text
        assert answer_of(html).startswith("车辆 沪AB1234 自 2026-11-24 08:00 起已登记")
        assert "轴数 2" in text_of(html)

    def test_events_stand_in_occurred_order_with_both_clocks_and_lateness(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(weighed(drum(1), at="2026-11-24T08:48:00+08:00"))
        play.given(generated(drum(1), at="2026-11-24T08:00:00+08:00"))
        html = browser.get(f"/replay/{drum(1)}").text
        assert re.findall(r'<tr id="p(\d+)"', html) == ["3", "2"]
        shown = text_of(row(html, 2))
        assert "2026-11-24 08:48:00 2026-11-24 12:00:00 迟 3 小时 12 分 即称重" in shown
        assert shown.endswith("已称重")

    def test_data_is_told_in_words_with_units(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1), "1212.45", "12.4"))
        html = browser.get(f"/replay/{drum(1)}").text
        assert "种类 桶" in text_of(row(html, 2))
        assert "毛重 1,212.45 kg ； 皮重 12.4 kg" in text_of(row(html, 3))
        assert "净重 1,200.05 kg" in text_of(html)

    def test_who_stated_it_is_named_once_registered(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        assert f" {PLANT} " in text_of(row(browser.get(f"/replay/{drum(1)}").text, 2))
        play.given(organisation(PLANT, "generator", name="示范电子厂"))
        assert " 示范电子厂 " in text_of(row(browser.get(f"/replay/{drum(1)}").text, 2))

    def test_a_correction_strikes_the_original_through_and_links_to_itself(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(generated(drum(1)), weighed(drum(1), "212.4", "12.4"))
        original = play.receipts[0].position
        play.given(corrected(drum(1), original, "221.4"))
        html = browser.get(f"/replay/{drum(1)}").text
        struck = row(html, original)
        assert "<s>即称重</s>" in struck
        assert "<s><span" in struck
        assert f'href="#p{original + 1}"' in struck
        assert "毛重 221.4 kg" in text_of(row(html, original + 1))
        assert "<s>" not in row(html, original + 1)
        assert "净重 209 kg" in text_of(html)

    def test_a_correction_that_was_corrected_again_is_struck_through_too(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(weighed(drum(1)))
        position = play.receipts[0].position
        play.given(corrected(drum(1), position, "221.4"), corrected(drum(1), position, "222.4"))
        html = browser.get(f"/replay/{drum(1)}").text
        assert f'href="#p{position + 2}"' in row(html, position + 1)
        assert "<s>" not in row(html, position + 2)

    def test_a_withdrawn_fact_is_struck_through_and_counts_no_more(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), stored(drum(1)))
        position = play.receipts[0].position
        play.given(withdrawn(drum(1), position))
        html = browser.get(f"/replay/{drum(1)}").text
        assert "已产生" in answer_of(html)
        assert f'已撤回，见 <a href="#p{position + 1}"' in row(html, position)

    def test_what_waits_what_is_disputed_and_for_whom_it_was_said_is_told(
        self, play: Scenario, browser: TestClient
    ) -> None:
        (grant,) = play.when(granted())
        play.given(accepted(), bureau(), organisation(PLANT, "generator", name="示范电子厂"))
        (correction,) = play.when(
            said("fact.corrected", GRANT, {"position": grant.position, "data": granted().data, "reason": "重述"})
        )
        (spoken,) = play.when(by_the_collector(weighed(drum(1))))
        disputed = {"position": spoken.position, "reason": "与现场检查不符"}
        (dispute,) = play.when(said("fact.disputed", drum(1), disputed, by=BUREAU))
        html = browser.get(f"/replay/{GRANT}").text
        assert "待相关单位确认，尚未生效" in row(html, correction.position)
        assert "<s>" not in row(html, grant.position)
        html = browser.get(f"/replay/{drum(1)}").text
        assert f'有异议，见 <a href="#p{dispute.position}"' in row(html, spoken.position)
        assert "代 示范电子厂" in text_of(row(html, spoken.position))
        (away,) = play.when(
            said("fact.withdrawn", drum(1), {"position": dispute.position, "reason": "误提"}, by=BUREAU)
        )
        html = browser.get(f"/replay/{drum(1)}").text
        assert f'已撤回，见 <a href="#p{away.position}"' in row(html, dispute.position)
        assert "<s>" not in row(html, spoken.position)

    def test_when_all_was_withdrawn_the_loops_are_cancelled(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        play.given(withdrawn(drum(1), play.receipts[0].position))
        assert answer_of(browser.get(f"/replay/{drum(1)}").text) == (
            "容器 D-1 的全部事实均已撤回，责任环、全链环均已取消。"
        )

    def test_since_when_follows_a_corrected_time(self, play: Scenario, browser: TestClient) -> None:
        play.given(weighed(drum(1), at="2026-11-24T08:10:00+08:00"))
        play.given(corrected(drum(1), play.receipts[0].position, "212.4", time="2026-11-24T07:55:00+08:00"))
        html = browser.get(f"/replay/{drum(1)}").text
        assert "自 2026-11-24 07:55 起" in answer_of(html)
        assert "更正后的发生时间 2026-11-24 07:55:00" in text_of(html)

    def test_it_is_cut_by_what_had_happened(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1)), stored(drum(1)))
        html = browser.get(f"/replay/{drum(1)}?happened_by=2026-11-24T08:10").text
        assert "已称重" in answer_of(html)
        assert re.findall(r'<tr id="p(\d+)"', html) == ["2", "3"]
        assert 'value="2026-11-24T08:10"' in html

    def test_it_is_cut_by_what_was_known(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1), "212.4", "12.4"))
        position = play.receipts[0].position
        later(play, minutes=1).given(corrected(drum(1), position, "221.4"))
        before = browser.get(f"/replay/{drum(1)}?known_by=2026-11-24T12:00").text
        assert "净重 200 kg" in text_of(before)
        assert "<s>" not in before
        assert "净重 209 kg" in text_of(browser.get(f"/replay/{drum(1)}?known_by=2026-11-24T12:01").text)

    def test_what_was_said_later_about_what_had_happened_is_shown_with_it(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(weighed(drum(1)))
        position = play.receipts[0].position
        play.given(corrected(drum(1), position, "221.4"))
        html = browser.get(f"/replay/{drum(1)}?happened_by=2026-11-24T09:00").text
        assert f'href="#p{position + 1}"' in row(html, position)
        assert "毛重 221.4 kg" in text_of(row(html, position + 1))

    def test_a_cut_holds_all_of_the_second_or_minute_that_was_entered(
        self, play: Scenario, browser: TestClient
    ) -> None:
        later(play, seconds=30, milliseconds=500).given(generated(drum(1)))
        page = f"/replay/{drum(1)}?known_by=2026-11-24T12:00"
        assert "已产生" in answer_of(browser.get(page).text)
        assert "已产生" in answer_of(browser.get(page + ":30").text)
        assert answer_of(browser.get(page + ":29").text) == "截至所选时刻：账本对容器 D-1 一无所知。"

    def test_every_time_in_the_table_replays_the_case_as_of_then(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1)))
        html = browser.get(f"/replay/{drum(1)}").text
        moment = re.search(r'href="([^"]+happened_by=[^"]+)"', row(html, 2))
        assert moment
        assert "已产生" in answer_of(browser.get(unescape(moment[1])).text)

    def test_a_time_that_is_none_is_refused_with_a_page(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        for wrong in ("tomorrow", "2026-13-01T00:00", "0001-01-01T00:00", "1" * 5000, "%00"):
            answer = browser.get(f"/replay/{drum(1)}?known_by={wrong}")
            assert answer.status_code == 422, wrong
            assert answer.headers["content-type"].startswith("text/html")

    def test_an_unknown_subject_is_a_404_page(self, browser: TestClient) -> None:
        for subject in (drum(404), "container:nonsense", "nothing", "container:%00", ""):
            answer = browser.get(f"/replay/{subject}")
            assert answer.status_code == 404
            assert answer.headers["content-type"].startswith("text/html")

    def test_what_a_fact_about_another_thing_did_is_told(self, play: Scenario, browser: TestClient) -> None:
        portions = {
            "from": [{"container": drum(1), "mass_kg": 200}],
            "into": [{"container": drum(2), "mass_kg": 200}],
        }
        play.given(
            generated(drum(1)), weighed(drum(1)), step("repacked", drum(2), "10:00", **portions, emptied=[drum(1)])
        )
        html = browser.get(f"/replay/{drum(1)}").text
        assert answer_of(html) == "容器 D-1 自 2026-11-24 10:00 起已倒空，责任环为闭环，全链环在进行中。"
        assert "倒装 倒出 200 kg" in text_of(html)
        assert f'href="/replay/{drum(2)}"' in html
        listed = text_of(browser.get("/?stage=emptied&lang=en").text)
        assert "Containers whose last step is “emptied” 1 of 1" in listed

    def test_every_kind_of_subject_has_a_replay(self, play: Scenario, browser: TestClient) -> None:
        place = {"organisation": f"organisation:{PLANT}", "name": "基地", "division": "310115"}
        play.given(
            said(
                "establishment.registered", SITE, {**place, "place": {"address": "示范路 88 号", "lon": kg("121.6")}}
            )
        )
        assert answer_of(browser.get(f"/replay/{SITE}").text) == "生产经营场所 基地 自 2026-11-24 08:00 起已登记。"
        assert answer_of(browser.get("/replay/log:localhost/play").text) == "账本 localhost/play 有 1 条事实。"


class TestEveryPage:
    PAGES = (
        "/",
        "/?lang=en",
        "/docs",
        "/docs?lang=en",
        f"/replay/{drum(1)}",
        f"/replay/{drum(1)}?lang=en",
        "/nowhere",
    )

    def test_what_a_fact_says_is_shown_as_text(self, play: Scenario, browser: TestClient) -> None:
        script = "<script>alert(1)</script>"
        play.given(organisation(PLANT, "generator", name=script))
        play.given(generated(drum(1)), step("packaged", drum(1), "08:05", packaging=f'"><img src=x>{script}'))
        for page in (*self.PAGES, f"/replay/organisation:{PLANT}"):
            html = browser.get(page).text
            assert "<script>" not in html, page
            assert "<img" not in html, page
        assert script in text_of(browser.get(f"/replay/{drum(1)}").text.replace("&lt;", "‹")).replace("‹", "<")

    def test_what_is_asked_is_shown_as_text(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        for page in ("/", "/docs", "/replay", f"/replay/{drum(1)}", "/nowhere"):
            for name in ("stage", "number", "known_by", "lang", "other"):
                html = browser.get(page, params={name: '"><script>alert(1)</script>'}).text
                assert "<script>" not in html, (page, name)

    def test_the_policy_forbids_what_is_not_of_this_site(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        for page in self.PAGES:
            answer = browser.get(page)
            policy = [part.strip() for part in answer.headers["content-security-policy"].split(";")]
            for wanted in (
                "default-src 'none'",
                "style-src 'self'",
                "img-src 'self'",
                "font-src 'self'",
                "script-src 'self'",
                "connect-src 'self'",
                "form-action 'self'",
                "base-uri 'none'",
            ):
                assert wanted in policy, page
            assert answer.headers["x-content-type-options"] == "nosniff"

    def test_nothing_comes_from_another_host_and_nothing_would_be_blocked(
        self, play: Scenario, browser: TestClient
    ) -> None:
        play.given(generated(drum(1)), weighed(drum(1)))
        for page in self.PAGES:
            html = browser.get(page).text
            for target in re.findall(r'(?:src|href|action)="([^"]*)"', html):
                assert re.match(r"(/(?!/)|#)", target), (page, target)
            assert " style=" not in html
            assert "<style" not in html

    def test_every_link_on_a_page_leads_somewhere(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)), weighed(drum(1)))
        play.given(corrected(drum(1), play.receipts[0].position, "221.4"))
        facility = {"establishment": SITE, "kind": "storage_house"}
        play.given(organisation(PLANT, "generator"), said("facility.registered", BAY, facility), stored(drum(1)))
        for page in ("/", "/docs", f"/replay/{drum(1)}", f"/replay/{drum(1)}?lang=en&known_by=2026-11-24T12:00"):
            for target in set(re.findall(r'href="([^"]*)"', browser.get(page).text)):
                answer = browser.get(unescape(target).partition("#")[0] or page)
                not_stated_yet = target.startswith((f"/replay/{SITE}", f"/replay/{SCALE}"))
                assert answer.status_code == (404 if not_stated_yet else 200), target

    def test_the_other_language_keeps_what_was_asked(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        page = f"/replay/{drum(1)}?known_by=2026-11-24T12:00"
        chinese = browser.get(page)
        to_english = re.search(r'href="([^"]*)"[^>]*>English<', chinese.text)
        assert to_english
        english = browser.get(unescape(to_english[1]))
        assert dict(english.url.params) == {"known_by": "2026-11-24T12:00", "lang": "en"}
        assert english.headers["content-language"] == "en"
        assert answer_of(english.text) == (
            "As of the chosen instants: Container D-1: generated since 2026-11-24 08:00;"
            " custody and chain loops open."
        )
        back = re.search(r'href="([^"]*)"[^>]*>中文<', english.text)
        assert back
        assert browser.get(unescape(back[1])).text == chinese.text

    def test_english_pages_lead_to_english_pages(self, play: Scenario, browser: TestClient) -> None:
        play.given(generated(drum(1)))
        html = browser.get("/?lang=en").text
        assert answer_of(html).startswith("This log (simulated) holds")
        assert f'href="/replay/{drum(1)}?lang=en"' in html
        assert '<input type="hidden" name="lang" value="en">' in html

    def test_the_style_is_kept_by_browsers_under_a_name_that_changes_with_it(self, browser: TestClient) -> None:
        link = re.search(r'href="(/static/[0-9a-f]{12}/bihuan\.css)"', browser.get("/").text)
        assert link
        style = browser.get(link[1])
        assert style.headers["content-type"].startswith("text/css")
        assert "max-age=31536000" in style.headers["cache-control"]
        assert "immutable" in style.headers["cache-control"]
        assert not re.search(r"url\(|@import|//", style.text)
        assert browser.get("/static/older/bihuan.css").headers["cache-control"] == "no-cache"
        assert browser.get("/static/older/page.py").status_code == 404

    def test_a_browser_that_is_lost_gets_a_page_and_a_program_a_problem(self, browser: TestClient) -> None:
        page = browser.get("/nowhere")
        assert page.status_code == 404
        assert "回到首页" in page.text
        assert browser.get("/docs/").url.path == "/docs"
        for path, accept in (("/nowhere", "application/json"), ("/v1/nowhere", "text/html")):
            problem = browser.get(path, headers={"Accept": accept})
            assert problem.status_code == 404
            assert problem.headers["content-type"] == "application/problem+json"
        assert browser.post("/v1/nowhere").status_code == 404

    def test_a_wrong_method_on_a_page_is_a_405_page(self, browser: TestClient) -> None:
        answer = browser.post("/docs")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET"
        assert answer.headers["content-type"].startswith("text/html")


class TestDocs:
    def test_it_lists_every_route_of_the_api(self, browser: TestClient) -> None:
        shown = text_of(browser.get("/docs").text)
        paths = browser.get("/openapi.json").json()["paths"]
        assert "/v1/events" in paths
        for path, methods in paths.items():
            for method in methods:
                assert f"{path} {method.upper()} " in shown

    def test_its_chinese_summaries_are_of_routes_that_exist(self, browser: TestClient) -> None:
        paths = browser.get("/openapi.json").json()["paths"]
        assert [route for route in ROUTES if route[0].lower() not in paths.get(route[1], {})] == []

    def test_it_lists_every_type_with_titles_speakers_and_law(self, browser: TestClient) -> None:
        html = browser.get("/docs").text
        for name, known in CATALOGUE.items():
            line = next(line for line in html.split("<tr>") if f'href="/v1/event-types/{name}"' in line)
            shown = text_of(line)
            assert f"{known.today.TITLE.zh} · {known.today.TITLE.en}" in shown
            assert "；".join(known.today.BASIS) in shown
            assert "、".join(SPEAKERS[relation][0] for relation in known.today.STATED_BY) in shown


class TestWords:
    def test_every_choice_of_the_vocabulary_has_words(self) -> None:
        def choices(name: str, schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
            yield from ((name, value) for value in schema.get("enum", ()))
            for inner, described in [*schema.get("properties", {}).items(), (name, schema.get("items", {}))]:
                yield from choices(inner, described) if described else ()

        wanted = {c for known in CATALOGUE.values() for c in choices("", wire.schema(known.today))}
        assert wanted - CHOICES.keys() == set()
        assert {name for name, _ in CHOICES} <= FIELD_TITLES.keys() | STATE_TITLES.keys()

    def test_every_kind_of_subject_has_words(self) -> None:
        assert KINDS.keys() == NUMBERS.keys()

    @pytest.mark.parametrize(
        ("seconds", "zh", "en"),
        [
            (0, "即时", "at once"),
            (59, "迟 59 秒", "59 s late"),
            (60, "迟 1 分", "1 min late"),
            (11_520, "迟 3 小时 12 分", "3 h 12 min late"),
            (3_605, "迟 1 小时", "1 h late"),
            (180_000, "迟 2 天 2 小时", "2 d 2 h late"),
            (-90, "早 1 分 30 秒", "1 min 30 s ahead"),
        ],
    )
    def test_lateness_is_told_in_its_two_largest_units(self, seconds: int, zh: str, en: str) -> None:
        assert (lateness(seconds, english=False), lateness(seconds, english=True)) == (zh, en)

    def test_masses_are_told_in_kilograms_and_from_one_tonne_on_in_tonnes_without_rounding(self) -> None:
        grams = (0, 1, 212_400, 999_999, 1_000_000, 1_200_050, 12_345_678_901)
        told = ["0 kg", "0.001 kg", "212.4 kg", "999.999 kg", "1 t", "1.20005 t", "12,345.678901 t"]
        assert [mass(g) for g in grams] == told
