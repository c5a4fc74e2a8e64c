"""Organisations, their dossiers 一企一档 and the supervision lists: who finds whom, and what is told to whom."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.manifests import DRUMS, RECEIVER, THERE, TRADE, TRUCKER, issued, of_manifest, registered
from tests.people import People, answer_of, sheet_of, sheets_of, text_of
from tests.specification import (
    BAY,
    BUREAU,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    generated,
    organisation,
    said,
    uscc,
    weighed,
)

BUREAU_THERE = uscc("11310117MB1A2B3C4")
CITY = uscc("11310000MB1A2B3C4")
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A plant in 浦东 under key supervision, its load on the way to 松江, and somebody of each who may look."""
    scenario.given(*TRADE, registered(SITE, "310115", PLANT), registered(THERE, "310117", RECEIVER))
    scenario.given(organisation(OTHER_PLANT, "generator", name=EVIL, division="310116"))
    for code, division in ((BUREAU, "310115"), (BUREAU_THERE, "310117"), (CITY, "310000")):
        scenario.given(organisation(code, "authority", competence=["ecology"], division=division))
    listed = {"list": "key_supervision", "reason": f"跨省转移较频繁{EVIL}"}
    scenario.given(
        said("facility.registered", BAY, {"establishment": SITE, "kind": "storage_house", "capacity_t": 20}),
        said("supervision_class.assigned", SITE, {"class": "key", "year": 2026, "source": "名录"}, by=BUREAU),
        said("supervision_list.entered", SITE, listed, by=BUREAU),
        *(step for each in DRUMS for step in (generated(each), weighed(each))),
        issued(),
        of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}),
        of_manifest("arrived", RECEIVER),
    )
    here = People(client.app)
    for name, whose in (
        ("plant", PLANT),
        ("receiver", RECEIVER),
        ("other", OTHER_PLANT),
        ("bureau", BUREAU),
        ("there", BUREAU_THERE),
        ("city", CITY),
    ):
        here.add(name, "viewer", whose)
    return here


def test_who_is_not_signed_in_is_sent_to_the_sign_in(people: People) -> None:
    for path in ("/organisations", "/supervision", f"/organisations/{PLANT}", "/supervision.xlsx"):
        assert people.browser().get(path).headers["location"].startswith("/sign-in?next=%2F"), path


class TestFinding:
    def test_a_bureau_finds_its_own_and_a_plant_itself(self, people: People) -> None:
        page = text_of(people.browser("bureau").get("/organisations").text)
        assert PLANT in page
        assert OTHER_PLANT not in page
        own = text_of(people.browser("plant").get("/organisations").text)
        assert answer_of(people.browser("plant").get("/organisations").text) == "列出 1 个单位。"
        assert BUREAU not in own

    def test_what_is_sought_stands_in_the_address(self, people: People) -> None:
        bureau = people.browser("bureau")
        html = bureau.get(f"/organisations?q={PLANT[:12]}&role=generator&division=310115").text
        assert PLANT in text_of(html)
        assert f"/organisations.xlsx?q={PLANT[:12]}&amp;role=generator&amp;division=310115" in html
        assert "没有符合条件" in answer_of(bureau.get("/organisations?role=carrier&q=none").text)

    def test_as_a_table_in_which_no_name_is_a_formula(self, people: People, scenario: Scenario) -> None:
        scenario.given(
            said("organisation.changed", f"organisation:{PLANT}",
                 {"name": "=1+1", "roles": ["generator"], "division": "310115"})
        )  # fmt: skip
        heading, *rows = sheet_of(people.browser("bureau").get("/organisations.xlsx"))
        assert heading[:4] == ["单位", "统一社会信用代码", "角色", "区"]
        assert ["=1+1", PLANT, "产生单位", "浦东新区"] in [row[:4] for row in rows]

    def test_a_hundred_at_once_and_then_the_next(self, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("api.pages.organisations_page.AT_ONCE", 1)
        city = people.browser("city")
        html, seen = city.get("/organisations").text, []
        while (link := link_to_next(html)) is not None:
            seen.append(code_in(html))
            html = city.get(link).text
        assert len({*seen, code_in(html)}) == len(seen) + 1 > 1

    def test_names_are_text(self, people: People) -> None:
        html = people.browser("other").get("/organisations").text
        assert EVIL not in html
        assert "&lt;script&gt;" in html


class TestDossier:
    def test_it_opens_with_who_it_is_and_what_stands_open(self, people: People, clock: SimulatedClock) -> None:
        html = people.browser("bureau").get(f"/organisations/{PLANT}").text
        assert "（产生单位，浦东新区）：逾期的环 0 个，断裂 0 个，在进行中" in answer_of(html)
        assert "异常标记：严重" in answer_of(html)
        clock.set(clock.now() + timedelta(days=60))
        late = people.browser("bureau").get(f"/organisations/{PLANT}").text
        assert "逾期的环 0 个" not in answer_of(late)
        assert "逾期的环" in text_of(late).partition("知悉截止")[2]
        assert "内部阈值" in text_of(late) or "转移管理办法" in text_of(late)

    def test_each_number_opens_to_what_is_behind_it(self, people: People) -> None:
        html = people.browser("bureau").get(f"/organisations/{PLANT}").text
        for link in (
            f"/organisations/{PLANT}?loops=open#loops",
            f"/flags?organisation={PLANT}&amp;severity=serious",
            f"/storage/{BAY}",
            f"/replay/organisation:{PLANT}",
            f"/replay/{SITE}",
        ):
            assert link in html, link
        open_ones = text_of(people.browser("bureau").get(f"/organisations/{PLANT}?loops=open").text)
        assert "在进行中的环" in open_ones
        assert "D-1" in open_ones

    def test_as_tables_a_sheet_for_each_section(self, people: People) -> None:
        bureau = people.browser("bureau")
        path = f"/organisations/{PLANT}.xlsx"
        assert path in bureau.get(f"/organisations/{PLANT}").text
        sheets = sheets_of(bureau.get(path))
        assert sheets["单位"][2] == ["统一社会信用代码", PLANT]
        assert {row[0]: row[-1] for row in sheets["设施与库存"][1:]}.keys()
        assert [row[-1] for row in sheets["生产经营场所"][1:]] == [SITE]
        assert sheets["最近的事实"][1][0] > 1
        assert "organisation" in sheets_of(bureau.get(f"{path}?lang=en"))
        for name, whose in (("other", PLANT), ("plant", OTHER_PLANT)):
            assert people.browser(name).get(f"/organisations/{whose}.xlsx").status_code == 404, name

    def test_what_fields_are_called_hangs_on_what_they_are_about(self, people: People, scenario: Scenario) -> None:
        told = {"generator": f"organisation:{PLANT}", "contractor": f"organisation:{OTHER_PLANT}"}
        terms = {"scope": ["recovery"], "waste_codes": ["900-402-06"], "valid_until": "2027-12-31"}
        contract = f"contract:{PLANT}.C-1"
        scenario.given(said("contract.signed", contract, told | terms | {"valid_from": "2026-01-01"}))
        text = text_of(people.browser("bureau").get(f"/organisations/{PLANT}").text)
        assert "受托单位" in text
        assert "施工单位" not in text
        assert "行政区划 浦东新区 310115" in text
        assert "受托单位" in text_of(people.browser("bureau").get(f"/replay/{contract}").text)

    def test_what_one_may_not_see_is_as_if_it_did_not_exist(self, people: People) -> None:
        nowhere = people.browser("other").get(f"/organisations/{uscc('91310115MA1K3XX99')}")
        for name, whose in (("other", PLANT), ("plant", OTHER_PLANT), ("there", OTHER_PLANT)):
            answer = people.browser(name).get(f"/organisations/{whose}")
            assert (answer.status_code, answer_of(answer.text)) == (404, answer_of(nowhere.text)), (name, whose)
        assert people.browser("plant").get(f"/organisations/{PLANT}").status_code == 200

    def test_who_has_a_place_alone_in_the_division_is_told_in_part(self, people: People, scenario: Scenario) -> None:
        there = f"establishment:{OTHER_PLANT}001P"
        scenario.given(registered(there, "310117", OTHER_PLANT))
        html = people.browser("there").get(f"/organisations/{OTHER_PLANT}").text
        assert "该单位登记在别处" in text_of(html)
        assert there.partition(":")[2] in text_of(html)

    def test_as_it_was_known_by_an_instant_and_in_english(self, people: People) -> None:
        bureau = people.browser("bureau")
        assert bureau.get(f"/organisations/{PLANT}?as_of=2020-01-01T00:00").status_code == 404
        assert bureau.get(f"/organisations/{PLANT}?as_of=yesterday").status_code == 422
        page = bureau.get(f"/organisations/{PLANT}?lang=en").text
        assert "loops overdue" in answer_of(page)
        assert f"/organisations/{PLANT}?loops=open&amp;lang=en#loops" in page


class TestSupervision:
    def test_a_bureau_reads_why_and_by_which_fact(self, people: People) -> None:
        html = people.browser("bureau").get("/supervision").text
        assert answer_of(html).startswith("2026 年度：列入监管的 2 条，其中重点监管 1 条；")
        assert "跨省转移较频繁" in text_of(html)
        assert EVIL not in html
        assert f"/replay/{SITE}#p" in html
        assert f"/organisations/{PLANT}" in html

    def test_class_year_and_district_narrow_it(self, people: People) -> None:
        bureau = people.browser("bureau")
        assert "列入监管的 1 条" in answer_of(bureau.get("/supervision?what=key_supervision").text)
        assert "列入监管的 0 条" in answer_of(bureau.get("/supervision?what=simplified").text)
        assert "列入监管的 1 条" in answer_of(bureau.get("/supervision?year=2025").text), "the list has no year"
        assert answer_of(bureau.get("/supervision?division=310101").text).startswith(
            "黄浦区，2026 年度：列入监管的 0"
        )

    def test_others_see_nothing_of_it_and_the_plant_its_own(self, people: People) -> None:
        for name in ("other", "there"):
            assert "列入监管的 0 条" in answer_of(people.browser(name).get("/supervision").text), name
            assert len(sheet_of(people.browser(name).get("/supervision.xlsx"))) == 1, name
        assert "列入监管的 2 条" in answer_of(people.browser("plant").get("/supervision").text)

    def test_overdue_loops_stand_beside_it(self, people: People, clock: SimulatedClock) -> None:
        clock.set(clock.now() + timedelta(days=60))
        heading, *rows = sheet_of(people.browser("bureau").get("/supervision.xlsx?year=2026"))
        assert heading[-1] == "逾期或断裂的环"
        assert [(row[4], row[5], row[6]) for row in rows if row[4] == "重点监管"] == [("重点监管", 2026, "名录")]
        assert all(row[-1] > 0 for row in rows)

    def test_in_english_too(self, people: People) -> None:
        assert "entries under supervision" in answer_of(people.browser("bureau").get("/supervision?lang=en").text)


def link_to_next(html: str) -> str | None:
    before, found, after = html.partition('<a class="button" href="')
    return after.partition('"')[0].replace("&amp;", "&") if found and before else None


def code_in(html: str) -> str:
    return html.partition('scope="row"><a href="/organisations/')[2].partition('"')[0]
