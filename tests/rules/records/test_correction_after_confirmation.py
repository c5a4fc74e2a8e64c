"""correction_after_confirmation: what another relied on is corrected with its word, or flagged."""

import pytest

from tests.manifests import DRUMS, RECEIVER, TRADE, TRUCK, TRUCKER, issued, of_manifest, received
from tests.rules.conftest import Register
from tests.specification import drum, generated, kg, said, weighed

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
