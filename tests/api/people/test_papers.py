"""What people print: papers of what they may see, and of nothing else."""

from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.papers.drawing import Drawing
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.manifests import NUMBER, RECEIVER, issued
from tests.pdf import Pdf
from tests.people import People, answer_of, text_of
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, organisation, said, weighed
from tests.spoil import OPERATOR_OF_SITE, accepted, departed, founded, ready, trip

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def told(people: People, scenario: Scenario) -> People:
    """A drum of either plant, and somebody of each."""
    there = {"establishment": f"establishment:{OTHER_PLANT}001P", "kind": "drum", "waste_code": "900-402-06"}
    scenario.given(
        said(
            "container.generated",
            drum(1),
            {"establishment": SITE, "kind": "drum", "waste_name": EVIL, "waste_code": "900-402-06"},
        ),
        weighed(drum(1)),
        generated(drum(2)),
        said("container.generated", drum(3, OTHER_PLANT), there, by=OTHER_PLANT),
    )
    people.add("plant", "viewer", PLANT)
    people.add("other", "administrator", OTHER_PLANT)
    return people


def test_labels_of_ones_own_drums_one_a_page(told: People) -> None:
    answer = told.browser("plant").get(f"/labels.pdf?container={drum(1)}&container={drum(2)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith('inline; filename="labels-2.pdf"')
    assert answer.headers["cache-control"] == "private, no-store"
    first, second = Pdf(answer.content).pages
    assert EVIL in first.text.replace("\n", ""), "in a PDF it is a text as any other"
    assert "示范电子厂" in first.text
    assert "容器 D-2" in second.text
    one = told.browser("plant").get(f"/labels.pdf?container={drum(1)}&size=L")
    assert f'filename="{PLANT}.D-1.pdf"' in one.headers["content-disposition"]
    assert round(Pdf(one.content).pages[0].wide) == 200


@pytest.mark.parametrize("others", [f"container={drum(1)}", f"container={drum(3, OTHER_PLANT)}&container={drum(1)}"])
def test_of_what_may_not_be_seen_nothing_is_printed(told: People, others: str) -> None:
    browser = told.browser("other")
    there, nowhere = browser.get(f"/labels.pdf?{others}"), browser.get(f"/labels.pdf?{others.replace('D-1', 'D-9')}")
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace("D-1", "") == nowhere.text.replace("D-9", "")


def test_who_is_not_signed_in_prints_nothing_of_a_real_log(told: People) -> None:
    answer = told.browser().get(f"/labels.pdf?container={drum(1)}")
    assert answer.status_code == 404
    assert "登录后可看本单位可见的事实" in answer.text


@pytest.mark.parametrize(
    ("query", "said_zh", "said_en"),
    [
        ("", "一次 1 至 200 个容器", "from 1 to 200 containers at once"),
        (f"container={drum(1)}&size=XXL", "没有这种标签尺寸", "size is S, M or L"),
    ],
)
def test_what_cannot_be_printed_is_said_in_a_page(told: People, query: str, said_zh: str, said_en: str) -> None:
    browser = told.browser("plant")
    chinese, english = browser.get(f"/labels.pdf?{query}"), browser.get(f"/labels.pdf?{query}&lang=en")
    assert chinese.status_code == english.status_code == 422
    assert said_zh in text_of(chinese.text)
    assert said_en in text_of(english.text)
    assert answer_of(chinese.text)


def test_a_manifest_and_a_receipt_for_those_of_the_load(told: People, scenario: Scenario) -> None:
    ready(founded(scenario)).given(departed(1), accepted(1), organisation(RECEIVER, "receiver"), issued())
    for name, whose in (("receiver", RECEIVER), ("site", OPERATOR_OF_SITE)):
        told.add(name, "viewer", whose)
    papers = {f"/manifests/{NUMBER.partition(':')[2]}.pdf": {"plant", "receiver"},
              f"/receipts/{trip(1).partition(':')[2]}.pdf": {"site"}}  # fmt: skip
    for path, those in papers.items():
        for name in ("plant", "receiver", "site", "other"):
            answer = told.browser(name).get(path)
            assert answer.status_code == (200 if name in those else 404), (path, name)
            if name in those:
                assert answer.headers["content-type"] == "application/pdf"
                assert Pdf(answer.content).embedded
        assert told.browser().get(path).status_code == 404
    browser = told.browser("plant")
    assert text_of(browser.get("/manifests/20263101009999.pdf").text).count("20263101009999") == 1
    assert browser.get("/manifests/nonsense.pdf").status_code == 404
    assert browser.get("/receipts/a%2Fb.pdf").status_code == 404


def test_the_code_on_a_paper_is_found_true_by_anybody_at_check(
    told: People, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(Drawing, "code", lambda _, _box, text, _recovery: drawn.append(text))
    scenario.given(issued())
    assert told.browser("plant").get("/manifests/20263101004217.pdf").status_code == 200
    [code] = {each for each in drawn if each.startswith("BIHUAN1 ")}
    assert answer_of(told.browser().get(f"/check?code={quote(code)}").text).startswith("凭证属实")
    other = told.browser().get(f"/check?code={quote(code[:-1] + ('0' if code[-1] != '0' else '1'))}").text
    assert not answer_of(other).startswith("凭证属实")


def test_names_of_those_who_may_not_be_seen_are_not_printed(told: People, scenario: Scenario) -> None:
    scenario.given(organisation(RECEIVER, "receiver", name="示范焚烧厂", division="310117"), issued())
    text = Pdf(told.browser("plant").get("/manifests/20263101004217.pdf").content).text
    assert "示范电子厂" in text
    assert "示范焚烧厂" not in text
    assert RECEIVER in text


def test_a_simulated_log_is_printed_by_everybody(store_url: str, clock: SimulatedClock, tmp_path: Path) -> None:
    with Ledger(store_url, clock) as ledger:
        ledger.migrate(PLANT, "localhost/play", simulated=True)
        operator = organisation(OPERATOR_OF_SITE, "site_operator", by=PLANT)
        Scenario(ledger).given(operator, generated(drum(1)), issued(), departed(1), accepted(1))
        with TestClient(create_app(ledger, Settings(files=str(tmp_path / "files")))) as anybody:
            for path in (
                f"/labels.pdf?container={drum(1)}",
                f"/manifests/{NUMBER.partition(':')[2]}.pdf",
                f"/receipts/{trip(1).partition(':')[2]}.pdf",
            ):
                assert "模拟数据" in Pdf(anybody.get(path).content).text, path


@pytest.mark.parametrize(
    ("subject", "leads_to"),
    [
        (drum(1), f"/labels.pdf?container={drum(1).replace(':', '%3A')}"),
        (NUMBER, "/manifests/20263101004217.pdf"),
        (f"organisation:{PLANT}", None),
    ],
)
def test_a_replay_leads_to_what_may_be_printed(
    told: People, scenario: Scenario, subject: str, leads_to: str | None
) -> None:
    scenario.given(issued())
    replay = told.browser("plant").get(f"/replay/{subject}").text
    assert f'href="{leads_to}"' in replay if leads_to else ".pdf" not in replay
