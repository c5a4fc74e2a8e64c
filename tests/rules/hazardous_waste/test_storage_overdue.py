"""storage_overdue: who holds a licence keeps waste for a year, from when it first came into storage there."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.posting import Posting
from tests.api.least_statements import PLACE
from tests.ledger.test_standing import bureau
from tests.manifests import TRADE
from tests.rules.conftest import Register
from tests.rules.drums import at, licensed, stored, withdrawn
from tests.specification import BAY, BUREAU, PLANT, SITE, drum, generated, said, weighed

RULE = "storage_overdue"
DRUM = drum(1)
DUE, BEHIND = "2027-11-24T16:00:00Z", "2027-11-24T16:00:01Z"
GROUP = (SITE, "900-402-06 2026-11", "warning")


@pytest.fixture
def keeper(register: Register) -> Register:
    return register.given(*TRADE, bureau(), said("establishment.registered", SITE, PLACE), licensed())


def longer(until: str, *codes: str, on: str = at("20:00")) -> Posting:
    data = {"waste_codes": list(codes or ["HW06"]), "valid_until": until}
    return said("storage.extension_granted", BAY, data, by=BUREAU, at=on)


def poured(into: str, *sources: str, clock: str, day: int = 24) -> Posting:
    parts = [{"container": each, "mass_kg": 100} for each in sources]
    data: dict[str, Any] = {"from": parts, "into": [{"container": into, "mass_kg": 100 * len(sources)}]}
    return said("container.repacked", into, data | {"emptied": list(sources)}, at=at(clock, day))


def test_the_same_date_of_the_next_year_is_the_last_day(keeper: Register) -> None:
    keeper.given(generated(DRUM), stored("09:00", DRUM))
    assert keeper.told(DUE, RULE) == []
    assert keeper.told(BEHIND, RULE) == [GROUP]


def test_drums_of_a_code_and_month_are_one_flag(keeper: Register) -> None:
    for day, each in ((24, DRUM), (25, drum(2))):
        keeper.given(generated(each, at=at("08:00", day)), stored("09:00", each, day=day))
    (flag,) = keeper.flags("2027-12-01T00:00:00Z", RULE)
    assert len(flag.findings) == 2


def test_an_ordinary_producer_is_not_bound(register: Register) -> None:
    register.given(*TRADE, said("establishment.registered", SITE, PLACE), generated(DRUM), stored("09:00", DRUM))
    assert register.told(BEHIND, RULE) == []


@pytest.mark.parametrize(("day", "flagged"), [("2027-11-25", True), ("2027-11-24", False)])
def test_whose_licence_is_over_by_then_is_not_bound_by_it(register: Register, day: str, flagged: bool) -> None:
    known = [*TRADE, bureau(), said("establishment.registered", SITE, PLACE), licensed(valid_until=day)]
    register.given(*known, generated(DRUM), stored("09:00", DRUM))
    assert bool(register.told(BEHIND, RULE)) is flagged


@pytest.mark.parametrize("code", ["HW06", "900-402-06"])
def test_an_extension_lets_it_stay_until_its_last_day(keeper: Register, code: str) -> None:
    keeper.given(generated(DRUM), stored("09:00", DRUM), longer("2028-02-29", code))
    assert keeper.told("2028-02-29T16:00:00Z", RULE) == []
    assert keeper.told("2028-02-29T16:00:01Z", RULE) == [GROUP]


def test_an_extension_of_other_waste_does_not(keeper: Register) -> None:
    keeper.given(generated(DRUM), stored("09:00", DRUM), longer("2028-02-29", "HW08"))
    assert len(keeper.told(BEHIND, RULE)) == 1


def test_what_is_gone_is_not_flagged_any_more(keeper: Register) -> None:
    keeper.given(generated(DRUM), stored("09:00", DRUM))
    assert len(keeper.told(BEHIND, RULE)) == 1
    keeper.given(said("container.withdrawn", DRUM, {"purpose": "treatment"}, at="2027-11-26T08:00:00+08:00"))
    assert keeper.told("2027-11-27T00:00:00Z", RULE) == []
    assert len(keeper.told(BEHIND, RULE)) == 1, "what was known then stays"


def test_to_have_been_moved_within_the_establishment_does_not_begin_a_new_year(keeper: Register) -> None:
    keeper.given(generated(DRUM), stored("09:00", DRUM), withdrawn("09:00", DRUM, day=26))
    keeper.given(stored("10:00", DRUM, day=26, facility=BAY.replace("TS001", "TS002")))
    assert keeper.told(BEHIND, RULE) == [GROUP]


def test_what_is_poured_into_another_drum_is_as_old_as_it_was(keeper: Register) -> None:
    old, other, new = drum(1), drum(2), drum(3)
    keeper.given(*(generated(each) for each in (old, other)), weighed(old, "112"), weighed(other, "112"))
    keeper.given(stored("09:00", old), stored("09:00", other, day=26))
    keeper.given(poured(new, old, other, clock="10:00", day=28), stored("11:00", new, day=28))
    (flag,) = keeper.flags(BEHIND, RULE)
    assert (flag.findings[0].about, flag.since) == (new, "2027-11-24T16:00:00.000000Z")


def test_a_drum_that_was_emptied_and_filled_again_is_as_old_as_what_is_in_it(keeper: Register) -> None:
    keeper.given(generated(DRUM), weighed(DRUM, "112", "12"), stored("09:00", DRUM))
    keeper.given(poured(drum(2), DRUM, clock="10:00"), weighed(DRUM, "62", "12", at=at("08:00", 28)))
    keeper.given(stored("09:00", DRUM, day=28))
    assert keeper.told("2027-11-27T00:00:00Z", RULE) == []
    assert keeper.told("2027-11-28T16:00:01Z", RULE) == [GROUP]


def test_a_storing_told_late_makes_it_older(keeper: Register) -> None:
    keeper.given(generated(DRUM, at=at("08:00", 20)), stored("09:00", DRUM, day=26))
    keeper.given(stored("09:00", DRUM, day=20), recorded_at="2026-11-27T00:00:00Z")
    assert len(keeper.told("2027-11-20T16:00:01Z", RULE)) == 1


@pytest.mark.parametrize("proof", [True, False])
def test_an_exempt_storage_is_not_bound(keeper: Register, proof: bool) -> None:
    claim: dict[str, Any] = {"establishment": SITE, "item": 8, "stage": "storage", "waste_codes": ["900-402-06"]}
    if proof:
        claim["evidence"] = [{"sha256": "ab" * 32}]
    keeper.given(said("exemption.claimed", f"exemption:{PLANT}.E-1", claim), generated(DRUM), stored("09:00", DRUM))
    assert bool(keeper.told(BEHIND, RULE)) is not proof


def test_a_licence_that_is_told_here_later_than_it_was_granted_binds_from_its_first_day(register: Register) -> None:
    register.given(*TRADE, bureau(), said("establishment.registered", SITE, PLACE))
    register.given(generated(DRUM), stored("09:00", DRUM))
    assert register.told(BEHIND, RULE) == []
    register.given(replace(licensed(), time="2027-12-01T08:00:00+08:00"))
    assert register.told("2027-12-02T00:00:00Z", RULE) == [GROUP]
    assert register.told(BEHIND, RULE) == [], "as was known then"


def test_what_lay_there_for_a_year_before_the_place_went_live_is_flagged_from_then_on(register: Register) -> None:
    live = said("establishment.registered", SITE, PLACE | {"go_live": "2027-12-24"})
    register.given(*TRADE, bureau(), live, licensed(), generated(DRUM), stored("09:00", DRUM))
    assert register.told("2027-12-24T16:00:00Z", RULE) == []
    assert register.told("2027-12-24T16:00:01Z", RULE) == [GROUP]
