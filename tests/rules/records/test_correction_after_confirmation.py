"""correction_after_confirmation: what another relied on is corrected with its word, or flagged."""

import pytest

from api.flag_words import message_of
from ledger.hazardous_waste.container import Container
from projections.rules.catalogue import BY_ID
from tests.manifests import DRUMS, RECEIVER, TRADE, TRUCK, TRUCKER, issued, of_manifest, received
from tests.rules.conftest import Register
from tests.specification import SCALE, drum, generated, kg, said, weighed

RULE = "correction_after_confirmation"
CORRECTED = "2026-11-26T08:00:00+08:00"  # a Thursday
LATER = "2026-12-20T00:00:00Z"
DRUM = drum(1)


@pytest.fixture
def taken(register: Register) -> Register:
    """A drum of 200 kg that its receiver accepted."""
    register.given(*TRADE, *(generated(each) for each in DRUMS), weighed(DRUM), issued())
    register.given(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at="2026-11-24T10:00:00+08:00"))
    register.given(received(DRUMS, at="2026-11-25T10:00:00+08:00"))
    return register


@pytest.mark.parametrize(("gross", "severity"), [("222.4", "notice"), ("223.1", "warning")])
def test_three_working_days_after_the_correction(taken: Register, gross: str, severity: str) -> None:
    taken.corrected(weighed(DRUM), at=CORRECTED, gross_kg=kg(gross))
    assert taken.told("2026-12-01T16:00:00Z", RULE) == []
    (flag,) = taken.flags("2026-12-01T16:00:00.000001Z", RULE)
    assert (flag.subject, flag.severity) == (DRUM, severity)


def test_its_sentence_names_the_fact_the_time_and_who_is_waited_for_as_people_do(taken: Register) -> None:
    taken.corrected(weighed(DRUM), at=CORRECTED, gross_kg=kg("221.9"))
    (flag,) = taken.flags(LATER, RULE)
    message = message_of(BY_ID[RULE], flag.findings[0])
    weighing = Container.Weighed.TITLE
    zh = f"2026-11-26 08:00:00 更正「{weighing.zh}」（质量变动 4.5%），单位 {RECEIVER} 至今未确认"
    assert message.zh == zh
    assert message.en.startswith(f"“{weighing.en}” corrected at 2026-11-26 08:00:00 (mass changed by 4.5 %)")


def test_a_correction_of_something_else_than_a_mass_says_that_no_mass_changed(taken: Register) -> None:
    taken.corrected(weighed(DRUM), at=CORRECTED, scale=f"{SCALE}2")
    (flag,) = taken.flags(LATER, RULE)
    assert "质量变动 0%" in message_of(BY_ID[RULE], flag.findings[0]).zh


def test_the_word_of_who_relied_on_it_clears_it(taken: Register) -> None:
    taken.corrected(weighed(DRUM), at=CORRECTED, gross_kg=kg("222.4"))
    word = {"position": taken.position(DRUM)}
    taken.given(said("fact.correction_confirmed", DRUM, word, by=RECEIVER, at="2026-12-03T08:00:00+08:00"))
    assert len(taken.told("2026-12-02T00:00:00Z", RULE)) == 1, "as was known then"
    assert taken.told(LATER, RULE) == []


def test_a_correction_before_anybody_relied_on_it_waits_for_nobody(register: Register) -> None:
    register.given(*TRADE, generated(DRUM), weighed(DRUM))
    register.corrected(weighed(DRUM), at="2026-11-24T09:00:00+08:00", gross_kg=kg("300"))
    assert register.told(LATER, RULE) == []
