"""The stock of a place for a visit: drum by drum with label, packing and flags; and who is shown it."""

import pytest
from fastapi.testclient import TestClient

from tests.manifests import registered
from tests.people import People, answer_of, sheet_of, text_of
from tests.specification import (
    BAY,
    BUREAU,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    drum,
    generated,
    kg,
    organisation,
    said,
    weighed,
)

LABEL = f"{PLANT}9004020620261124001"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A store of a tenth of a tonne, with one whole drum, and one that is neither weighed nor labelled."""
    store = {"establishment": SITE, "kind": "storage_house", "name": f"一号库{EVIL}", "capacity_t": kg("0.1")}
    scenario.given(
        organisation(PLANT, "generator", name="示范电子厂"),
        organisation(OTHER_PLANT, "generator"),
        organisation(BUREAU, "authority", competence=["ecology"]),
        registered(SITE, "310115", PLANT),
        said("facility.registered", BAY, store),
        generated(drum(1)),
        weighed(drum(1)),
        said("container.packaged", drum(1), {"packaging": "钢桶"}, at="2026-11-24T08:15:00+08:00"),
        said("container.labelled", drum(1), {"label_code": LABEL}, at="2026-11-24T08:20:00+08:00"),
        said("container.stored", drum(1), {"facility": BAY, "zone": "A"}, at="2026-11-24T09:00:00+08:00"),
        generated(drum(2)),
        said("container.stored", drum(2), {"facility": BAY}, at="2026-11-24T09:10:00+08:00"),
    )
    here = People(client.app)
    for name, whose in (("plant", PLANT), ("other", OTHER_PLANT), ("bureau", BUREAU)):
        here.add(name, "viewer", whose)
    return here


def test_it_opens_with_what_lies_there_and_what_may(people: People) -> None:
    html = people.browser("bureau").get(f"/storage/{BAY}").text
    assert answer_of(html).endswith("（浦东新区）在库 2 个容器，共 200 kg，另有 1 个未称重，上限 100 kg。")
    assert "超过上限" in text_of(html)
    assert EVIL not in html
    assert "示范电子厂" in text_of(html)


def test_each_drum_tells_its_label_packing_and_days_and_leads_to_its_life(people: People) -> None:
    html = people.browser("bureau").get(f"/storage/{BAY}").text
    first = text_of(html.partition('id="drums"')[2].partition("D-1</a>")[2].partition("</tr>")[0])
    assert first.startswith("A 900-402-06 200 kg 2026-11-24 09:00")
    assert "已包装，已打码" in first
    assert "未报包装，未打码" in text_of(html).partition("D-2 ")[2]
    assert f'data-label-code="{LABEL}"' in html
    assert f"/replay/{drum(1)}" in html
    found = people.browser("bureau").get(f"/replay?number={LABEL}")
    assert found.headers["location"] == f"/replay/{drum(1)}", "typed or scanned, without a script"


def test_who_may_not_see_the_place_is_told_of_none(people: People) -> None:
    other = people.browser("other")
    nowhere = other.get(f"/storage/{BAY}X")
    for path in (f"/storage/{BAY}", f"/storage.xlsx?facility={BAY}", "/storage/nothing", f"/storage/{SITE}"):
        answer = other.get(path)
        assert (answer.status_code, answer_of(answer.text)) == (404, answer_of(nowhere.text)), path
    assert people.browser().get(f"/storage/{BAY}").headers["location"].startswith("/sign-in")


def test_as_it_was_known_before(people: People) -> None:
    assert people.browser("plant").get(f"/storage/{BAY}?as_of=2020-01-01T00:00").status_code == 404
    assert people.browser("plant").get(f"/storage/{BAY}?as_of=once").status_code == 422
    assert "in store" in answer_of(people.browser("plant").get(f"/storage/{BAY}?lang=en").text)


def test_what_a_count_found_otherwise_is_named(people: People, scenario: Scenario) -> None:
    scenario.given(said("storage.counted", BAY, {"containers": [drum(1)]}, at="2026-11-24T10:00:00+08:00"))
    page = text_of(people.browser("plant").get(f"/storage/{BAY}").text)
    assert "账上在而盘点未见：1 个" in page
    assert "盘点未见 D-2" in page


def test_the_list_goes_on(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.storage_page.AT_ONCE", 1)
    html = people.browser("plant").get(f"/storage/{BAY}").text
    assert f"/storage/{BAY}?start=1#drums" in html
    assert "D-2</a>" in people.browser("plant").get(f"/storage/{BAY}?start=1").text


def test_as_a_table(people: People) -> None:
    heading, first, second = sheet_of(people.browser("bureau").get(f"/storage.xlsx?facility={BAY}"))
    assert heading[:5] == ["容器", "编号全称", "分区", "废物代码", "重量（吨）"]
    assert first[:5] == ["D-1", drum(1), "A", "900-402-06", 0.2]
    assert (first[7], second[4], second[7]) == (LABEL, None, None)


def test_the_flags_of_one_drum_stand_in_the_queue_by_its_number(people: People) -> None:
    bureau, kept = people.browser("bureau"), '<input type="hidden" name="subject" value="'
    assert f'{kept}{drum(1)}"' in bureau.get(f"/flags?subject={drum(1)}").text
    assert kept not in bureau.get("/flags?subject=x").text, "what is no subject is as if it was not said"
