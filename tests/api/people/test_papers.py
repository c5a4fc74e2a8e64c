"""What people print: papers of what they may see, and of nothing else."""

import pytest

from tests.pdf import Pdf
from tests.people import People, answer_of, text_of
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, said, weighed

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


def test_a_replay_leads_to_the_label(told: People) -> None:
    replay = told.browser("plant").get(f"/replay/{drum(1)}").text
    assert f'href="/labels.pdf?container={drum(1).replace(":", "%3A")}"' in replay
    assert ".pdf" not in told.browser("plant").get(f"/replay/organisation:{PLANT}").text
