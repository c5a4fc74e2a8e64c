"""stated_late: too much of what a source told on a day came long after it had happened."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.posting import Posting
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import OPERATOR, PLANT, SITE, drum, generated, organisation, said, weighed

RULE = "stated_late"
SOURCE = f"urn:uscc:{PLANT}:scale-07"
DEVICE = f"device:{PLANT}.scale-07"
LATER = "2026-12-01T00:00:00Z"
NINE, DAY = "2026-11-24T09:00:00+08:00", "2026-11-24"
FLAG = [(f"organisation:{PLANT}", f"{SOURCE} {DAY}", "notice")]


@pytest.fixture
def plant(register: Register) -> Register:
    return register.given(*early(organisation(PLANT, "generator"), registered(SITE, "310115", PLANT)))


def device(of: str) -> list[Posting]:
    return early(said("device.registered", DEVICE, {"class": of, "place": {"address": "一号"}}))


def told(posting: Posting, **more: Any) -> Posting:
    return replace(posting, source=SOURCE, data=posting.data | more)


@pytest.mark.parametrize(
    ("of", "more", "last_in_time"),
    [
        ("device", {}, "2026-11-24T09:15:00+08:00"),
        ("device", {"recorded_offline": True}, "2026-11-25T09:00:00+08:00"),
        ("person", {}, "2026-11-25T09:00:00+08:00"),
        ("office", {}, "2026-12-02T00:00:00+08:00"),
        (None, {"operator": "E1027"}, "2026-11-25T09:00:00+08:00"),
        (None, {}, "2026-12-02T00:00:00+08:00"),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_each_speaker_has_its_own_time(
    plant: Register, of: str | None, more: dict[str, Any], last_in_time: str, late: bool
) -> None:
    recorded = last_in_time.replace("00+08", "01+08") if late else last_in_time
    plant.given(*(device(of) if of else []))
    plant.given(told(weighed(drum(1), at=NINE), **more), recorded_at=recorded)
    wanted = [f"{SOURCE} {recorded[:10]}"] if late else []
    assert [cause for _, cause, _ in plant.told("2026-12-20T00:00:00Z", RULE)] == wanted


def test_it_is_flagged_at_the_end_of_the_day_on_which_it_was_told(plant: Register) -> None:
    plant.given(*device("device"), told(weighed(drum(1), at=NINE)), recorded_at="2026-11-24T12:00:00+08:00")
    assert plant.told("2026-11-24T16:00:00Z", RULE) == []
    assert plant.told("2026-11-24T16:00:00.000001Z", RULE) == FLAG


@pytest.mark.parametrize(("in_time", "flags"), [(18, FLAG), (19, [])])
def test_one_in_twenty_is_let_pass_and_one_in_nineteen_is_not(
    plant: Register, in_time: int, flags: list[tuple[str, str, str]]
) -> None:
    plant.given(*device("device"))
    plant.given(told(weighed(drum("late"), at=NINE)), recorded_at="2026-11-24T12:00:00+08:00")
    plant.given(*(told(weighed(drum(n), at=f"2026-11-24T13:{n:02d}:00+08:00")) for n in range(in_time)))
    assert plant.told(LATER, RULE) == flags


@pytest.mark.parametrize(("late", "flags"), [(19, []), (20, FLAG)])
def test_twenty_are_too_many_whatever_their_part(
    plant: Register, late: int, flags: list[tuple[str, str, str]]
) -> None:
    whatever = {"parameter": "percent_of_the_day", "value": 100, "valid_from": "2026-01-01"}
    plant.given(*early(said("threshold.set", f"rule:{RULE}", whatever, by=OPERATOR)), *device("device"))
    plant.given(*(told(weighed(drum(n), at=NINE)) for n in range(late)), recorded_at="2026-11-24T12:00:00+08:00")
    assert plant.told(LATER, RULE) == flags


def test_a_corrected_time_clears_it(plant: Register) -> None:
    wrong = told(weighed(drum(1), at=NINE))
    plant.given(*device("device"), wrong, recorded_at="2026-11-24T12:00:00+08:00")
    assert plant.told("2026-11-25T00:00:00Z", RULE) == FLAG
    plant.corrected(wrong, at="2026-11-26T09:00:00+08:00", time="2026-11-24T11:50:00+08:00")
    assert plant.told(LATER, RULE) == []
    assert plant.told("2026-11-25T00:00:00Z", RULE) == FLAG, "as was known then"


def test_paper_and_imports_are_not_judged(plant: Register) -> None:
    imported = replace(weighed(drum(1), at=NINE), source=f"urn:uscc:{PLANT}:hj1259")
    plant.given(imported, recorded_at="2026-12-05T00:00:00Z")
    assert plant.told("2026-12-20T00:00:00Z", RULE) == []


def test_what_happened_before_go_live_is_not_judged(register: Register) -> None:
    site = registered(SITE, "310115", PLANT, go_live="2026-11-25")
    site.data["go_live"] = "2026-11-25"
    register.given(*early(organisation(PLANT, "generator"), site))
    register.given(told(generated(drum(1), at=NINE)), recorded_at="2026-12-05T00:00:00Z")
    assert register.told("2026-12-20T00:00:00Z", RULE) == []
