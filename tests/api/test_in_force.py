"""GET /v1/settings, and the mark beside a waste code: what is settled for the whole log, and as of when."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock, write_instant
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.store.catalogue_entries import CatalogueEntries
from ledger.waste_codes import Entry
from tests.doors import Caller, codes, receipts
from tests.specification import OPERATOR, PLANT, SITE, drum, generated, kg, said, weighed

RULE = "rule:stated_late"
SHA = "ab" * 32
ENTRIES = [
    Entry("900-402-06", "HW06", "废有机溶剂与含有机溶剂废物", "非特定行业", "虚构条目", "T,I"),
    Entry("900-901-49", "HW49", "其他废物", "非特定行业", "虚构条目", "T"),
]


@pytest.fixture
def operator(client: TestClient) -> Caller:
    """Who runs the log."""
    return Caller.of(client, OPERATOR)


def hours(value: Any, since: str = "2026-01-01") -> Posting:
    return said(
        "threshold.set", RULE, {"parameter": "person_hours", "value": value, "valid_from": since}, by=OPERATOR
    )


def edition(name: str, sha256: str = SHA, rows: int = 2, **more: str) -> Posting:
    return said("catalogue.loaded", f"catalogue:{name}", {"sha256": sha256, "rows": rows, **more}, by=OPERATOR)


def settings(caller: Caller, **query: str) -> dict[str, Any]:
    answer = caller.get("/v1/settings", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_log_in_which_nothing_was_settled_has_the_calendars_of_this_release(plant: Caller) -> None:
    told = settings(plant)
    assert (told["thresholds"], told["catalogues"], told["position"], told["forecast"]) == ([], [], 1, False)
    assert [(year["year"], year["built_in"], year["position"]) for year in told["calendars"]] == [
        (2024, True, None),
        (2025, True, None),
        (2026, True, None),
    ]
    assert {"day": "2026-10-10", "kind": "work"} in told["calendars"][2]["exceptions"]
    assert told["calendars"][2]["notice"] == "国务院办公厅关于2026年部分节假日安排的通知（文号未核对）"


def test_what_is_settled_is_told_with_the_position_that_says_so(plant: Caller, operator: Caller) -> None:
    days = [{"day": "2027-01-01", "kind": "off", "name": "元旦"}]
    year = said("calendar.published", "calendar:2027", {"exceptions": days, "notice": "示例"}, by=OPERATOR)
    receipts(operator.post(hours(kg("24.5")), year, edition("2021")))
    told = settings(plant)
    assert told["thresholds"] == [
        {
            "rule": "stated_late",
            "parameter": "person_hours",
            "value": 24.5,
            "valid_from": "2026-01-01",
            "position": 2,
        }
    ]
    assert told["calendars"][-1] == {
        "year": 2027,
        "exceptions": days,
        "notice": "示例",
        "position": 3,
        "built_in": False,
    }
    assert told["catalogues"] == [
        {"edition": "2021", "sha256": SHA, "rows": 2, "valid_from": None, "position": 4, "in_force": True}
    ]
    assert told["position"] == 4


def test_as_of_is_what_was_recorded_by_then(plant: Caller, operator: Caller, clock: SimulatedClock) -> None:
    before = write_instant(clock.now())
    clock.set(clock.now() + timedelta(hours=1))
    (receipt,) = receipts(operator.post(hours(24)))
    clock.set(clock.now() + timedelta(hours=1))
    correction = {"position": receipt["position"], "data": hours(48).data, "reason": "误"}
    receipts(operator.post(said("fact.corrected", RULE, correction, by=OPERATOR)))

    def then(as_of: str) -> tuple[int, list[int]]:
        told = settings(plant, as_of=as_of)
        assert told["as_of"] == as_of
        return told["position"], [each["value"] for each in told["thresholds"]]

    assert then(before) == (1, [])
    assert then(receipt["recorded_at"]) == (2, [24])
    assert then(write_instant(clock.now())) == (3, [48])
    assert [each["value"] for each in settings(plant)["thresholds"]] == [48]


def test_a_later_day_is_a_forecast_with_what_begins_by_then(plant: Caller, operator: Caller) -> None:
    receipts(operator.post(hours(24), hours(12, since="2027-01-01")))
    # the day is that of Shanghai: eight hours ahead
    on_the_eve, on_the_day = (settings(plant, as_of=f"2026-12-31T{hour}:59:59Z") for hour in (15, 16))
    assert (on_the_eve["day"], on_the_eve["thresholds"][0]["value"]) == ("2026-12-31", 24)
    assert (on_the_day["day"], on_the_day["thresholds"][0]["value"]) == ("2027-01-01", 12)
    assert on_the_eve["forecast"]
    assert settings(plant, as_of="9999-12-31T23:59:59Z")["thresholds"][0]["value"] == 12


def test_an_instant_that_is_none_is_refused(plant: Caller) -> None:
    assert codes(plant.get("/v1/settings", as_of="yesterday")) == ["wrong_query"]


def test_a_rule_a_year_and_an_edition_are_subjects_that_all_may_see(plant: Caller, operator: Caller) -> None:
    receipts(operator.post(hours(24), edition("2021"), hours(12, since="2027-01-01")))
    rule, catalogue = (plant.get(f"/v1/subjects/{subject}").json() for subject in (RULE, "catalogue:2021"))
    assert (rule["provisional"], rule["stage"], rule["loop"]) == (False, None, None)
    assert [p["value"] for p in rule["state"]["parameters"]] == [12, 24]
    assert (catalogue["provisional"], catalogue["stage"]) == (False, "loaded")
    assert catalogue["state"] == {"rows": 2, "sha256": SHA}
    assert [e["type"] for e in plant.get("/v1/events", tag=RULE).json()["events"]] == ["threshold.set"] * 2


def known(caller: Caller, subject: str) -> bool | None:
    told = caller.get(f"/v1/subjects/{subject}").json()
    mark: bool | None = told["state"]["waste_code_known"]
    assert told["marks"] == (["waste_code_not_in_catalogue"] if mark is False else [])
    return mark


def of_code(number: int, code: str, at: str = "2026-11-24T08:00:00+08:00") -> Posting:
    return said(
        "container.generated", drum(number), {"establishment": SITE, "kind": "drum", "waste_code": code}, at=at
    )


def test_a_waste_code_is_marked_by_whether_the_catalogue_knows_it(
    plant: Caller, operator: Caller, ledger: Ledger
) -> None:
    receipts(plant.post(of_code(1, "900-402-06"), of_code(2, "321-999-48")))
    assert [known(plant, drum(1)), known(plant, drum(2))] == [None, None]
    receipts(operator.post(edition("2021")))
    # the fact is there and the entries are not: no ground for an answer
    assert [known(plant, drum(1)), known(plant, drum(2))] == [None, None]
    CatalogueEntries(ledger.recorder.engine).put(SHA, ENTRIES)
    assert [known(plant, drum(1)), known(plant, drum(2))] == [True, False]


def test_a_code_is_looked_up_in_the_edition_of_the_day_on_which_the_case_began(
    plant: Caller, operator: Caller, ledger: Ledger
) -> None:
    stored = CatalogueEntries(ledger.recorder.engine)
    stored.put(SHA, ENTRIES)
    stored.put("cd" * 32, ENTRIES[:1])
    receipts(
        operator.post(
            edition("2021", valid_from="2021-01-01"), edition("2025", "cd" * 32, 1, valid_from="2025-01-01")
        )
    )
    code = "900-901-49"
    times = {1: "2020-12-31T23:59:59+08:00", 2: "2024-12-31T23:59:59+08:00", 3: "2025-01-01T00:00:00+08:00"}
    receipts(plant.post(*(of_code(number, code, at) for number, at in times.items())))
    assert [known(plant, drum(number)) for number in times] == [None, True, False]


def test_what_names_no_code_has_no_mark(plant: Caller) -> None:
    receipts(plant.post(weighed(drum())))
    assert "waste_code_known" not in plant.get(f"/v1/subjects/{drum()}").json()["state"]


@pytest.mark.parametrize(
    ("label", "marks"), [(f"{PLANT}9004020620261124001", []), ("0" * 37, ["label_code_unreadable"])]
)
def test_a_label_whose_parts_make_no_sense_is_marked(plant: Caller, label: str, marks: list[str]) -> None:
    receipts(plant.post(said("container.labelled", drum(), {"label_code": label})))
    assert plant.get(f"/v1/subjects/{drum()}").json()["marks"] == marks


def test_a_profile_is_marked_too(plant: Caller, operator: Caller, ledger: Ledger) -> None:
    data = {"waste_code": "900-402-06", "name": "废溶剂", "form": "liquid", "hazards": ["T"]}
    profile = f"profile:{PLANT}.W1"
    receipts(
        plant.post(said("waste_profile.registered", profile, data | {"components": ["甲苯"], "precautions": "防火"}))
    )
    receipts(operator.post(edition("2021")))
    CatalogueEntries(ledger.recorder.engine).put(SHA, ENTRIES)
    assert known(plant, profile) is True


def test_a_code_that_no_catalogue_knows_is_recorded_all_the_same(plant: Caller) -> None:
    (receipt,) = receipts(plant.post(generated(drum())))
    assert receipt["duplicate"] is False
