"""five_immediates_skipped: stored or taken out unpacked, unweighed or unlabelled, where supervision is 重点."""

import pytest

from ledger.posting import Posting
from tests.rules.conftest import Register
from tests.rules.drums import at, key_plant, labelled, packaged, stored, withdrawn
from tests.specification import SITE, drum, generated, said, weighed

RULE = "five_immediates_skipped"
DRUM = drum(1)
LATER = "2026-11-28T00:00:00Z"


def steps(*without: str) -> list[Posting]:
    done = {
        "packaged": packaged("08:05", DRUM),
        "weighed": weighed(DRUM),
        "labelled": labelled("08:15", DRUM),
        "stored": stored("08:30", DRUM),
    }
    return [generated(DRUM), *(posting for name, posting in done.items() if name not in without)]


@pytest.fixture
def plant(register: Register) -> Register:
    return register.given(*key_plant())


def test_all_steps_done_in_time_leave_no_flag(plant: Register) -> None:
    assert plant.given(*steps()).told(LATER, RULE) == []


@pytest.mark.parametrize(
    ("missing", "severity"),
    [
        (["packaged"], "notice"),
        (["weighed"], "notice"),
        (["labelled"], "warning"),
        (["weighed", "labelled"], "warning"),
    ],
)
def test_a_missing_step_is_a_notice_and_a_missing_label_a_warning(
    plant: Register, missing: list[str], severity: str
) -> None:
    (flag,) = plant.given(*steps(*missing)).flags(LATER, RULE)
    assert (flag.subject, flag.severity, flag.findings[0].variant) == (DRUM, severity, "+".join(missing))
    assert flag.findings[0].fine is ("labelled" in missing)


def test_it_waits_a_day_for_devices_without_network(plant: Register) -> None:
    plant.given(*steps("weighed"))
    assert plant.told("2026-11-25T00:30:00Z", RULE) == []
    assert plant.told("2026-11-25T00:30:01Z", RULE) == [(DRUM, "", "notice")]


def test_a_step_done_after_the_storing_was_left_out(plant: Register) -> None:
    plant.given(*steps("labelled"), labelled("08:31", DRUM))
    assert plant.told(LATER, RULE) == [(DRUM, "", "warning")]


def test_a_drum_that_leaves_without_ever_being_stored_counts_too(plant: Register) -> None:
    plant.given(*steps("weighed", "stored"), withdrawn("09:00", DRUM))
    assert plant.told(LATER, RULE) == [(DRUM, "", "notice")]


def test_a_weighing_told_late_clears_it_and_what_was_known_stays(plant: Register) -> None:
    plant.given(*steps("weighed"))
    assert len(plant.told("2026-11-26T00:00:00Z", RULE)) == 1
    plant.given(weighed(DRUM), recorded_at="2026-11-27T00:00:00Z")
    assert plant.told(LATER, RULE) == []
    assert len(plant.told("2026-11-26T00:00:00Z", RULE)) == 1


@pytest.mark.parametrize("like", [{"kind": "tank"}, {"waste_code": "841-001-01"}])
def test_tanks_and_medical_waste_are_no_matter_of_five_immediates(plant: Register, like: dict[str, str]) -> None:
    data = {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"} | like
    plant.given(said("container.generated", DRUM, data, at=at("08:00")), stored("08:30", DRUM))
    assert plant.told(LATER, RULE) == []


def test_only_where_supervision_is_the_strictest(register: Register) -> None:
    postings = key_plant()
    postings[-1].data["class"] = "simplified"
    register.given(*postings, *steps("labelled"))
    assert register.told(LATER, RULE) == []
