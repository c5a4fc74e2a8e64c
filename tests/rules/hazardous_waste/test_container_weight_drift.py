"""container_weight_drift: two weighings of a drum that differ by more than scales may, with nothing between them."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.api.least_statements import SOLVENT
from tests.rules.conftest import Register
from tests.rules.drums import VERIFIED, at, closed, withdrawn
from tests.specification import PLANT, SITE, drum, generated, kg, said
from tests.specification import weighed as weighed_at

RULE = "container_weight_drift"
DRUM = drum(1)
LATER = "2026-11-28T00:00:00Z"


def weighed(net: str, clock: str, **more: Any) -> Posting:
    return weighed_at(DRUM, str(kg(net) + 12), "12", at=at(clock), **more)


@pytest.fixture
def full(register: Register) -> Register:
    """A drum of 200 kg on a verified platform scale of 0.1 kg, so that 2 kg are the least that counts."""
    return register.given(*VERIFIED, generated(DRUM), closed("08:05", DRUM), weighed("200", "09:00"))


@pytest.mark.parametrize(
    ("net", "severity"), [("198", None), ("197.999", "warning"), ("202", None), ("202.001", "notice")]
)
def test_a_loss_is_a_warning_and_a_gain_a_notice(full: Register, net: str, severity: str | None) -> None:
    full.given(weighed(net, "12:00"))
    assert [each for _, _, each in full.told(LATER, RULE)] == ([severity] if severity else [])


def test_a_percentage_counts_where_it_is_more(register: Register) -> None:
    register.given(*VERIFIED, generated(DRUM), weighed("300", "09:00"), weighed("297", "10:00"))
    assert register.told(LATER, RULE) == []
    register.given(weighed("294", "11:00"))
    assert len(register.told("2026-11-29T00:00:00Z", RULE)) == 1


def test_a_scale_that_was_not_verified_may_be_off_by_more(register: Register) -> None:
    register.given(generated(DRUM), weighed("200", "09:00"), weighed("184", "12:00"))
    assert register.told(LATER, RULE) == []


@pytest.mark.parametrize(("net", "flagged"), [("194", False), ("193.9", True), ("206", True)])
def test_what_is_volatile_may_lose_more(register: Register, net: str, flagged: bool) -> None:
    profile = f"profile:{PLANT}.W1"
    data = {"establishment": SITE, "kind": "drum", "profile": profile}
    register.given(*VERIFIED, said("waste_profile.registered", profile, {**SOLVENT, "volatile": True}))
    register.given(said("container.generated", DRUM, data), weighed("200", "09:00"), weighed(net, "12:00"))
    assert bool(register.told(LATER, RULE)) is flagged


@pytest.mark.parametrize(
    "between",
    [
        closed("10:00", DRUM),
        said("container.loss_declared", DRUM, {"cause": "evaporation", "mass_kg": kg("20")}, at=at("10:00")),
        said("container.withdrawn", DRUM, {"purpose": "sampling", "mass_kg": kg("20")}, at=at("10:00")),
        said(
            "container.repacked",
            drum(2),
            {"from": [{"container": DRUM, "mass_kg": 20}], "into": [{"container": drum(2), "mass_kg": 20}]},
            at=at("10:00"),
        ),
    ],
)
def test_what_explains_it_between_the_two_leaves_no_flag(full: Register, between: Posting) -> None:
    full.given(between, weighed("180", "12:00"))
    assert full.told(LATER, RULE) == []


def test_to_have_been_taken_out_whole_explains_nothing(full: Register) -> None:
    full.given(withdrawn("10:00", DRUM), weighed("180", "12:00"))
    assert len(full.told(LATER, RULE)) == 1


def test_it_is_flagged_once_the_second_weighing_is_recorded(full: Register) -> None:
    full.given(weighed("180", "12:00"), recorded_at="2026-11-25T00:00:00Z")
    (flag,) = full.flags(LATER, RULE)
    assert flag.since == "2026-11-25T00:00:00.000000Z"
    assert flag.cause == "2026-11-24T01:00:00.000000Z 2026-11-24T04:00:00.000000Z"


def test_a_repacking_told_late_clears_it_and_what_was_known_stays(full: Register) -> None:
    full.given(weighed("180", "12:00"))
    poured = {"from": [{"container": DRUM, "mass_kg": 20}], "into": [{"container": drum(2), "mass_kg": 20}]}
    full.given(said("container.repacked", drum(2), poured, at=at("10:00")), recorded_at="2026-11-26T00:00:00Z")
    assert full.told(LATER, RULE) == []
    assert len(full.told("2026-11-25T00:00:00Z", RULE)) == 1
