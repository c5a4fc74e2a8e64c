"""transfer_step_overdue: each step of an approval has its working days, and the authority alone is told."""

import pytest

from ledger.posting import Posting
from projections.custody.visibility import Viewer
from tests.rules.across import two_provinces
from tests.rules.conftest import Register
from tests.specification import OPERATOR, PLANT
from tests.transfers import JIANGSU, NUMBER, SHANGHAI, applied, approved, of_slag, step

RULE = "transfer_step_overdue"
LATER = "2026-12-01T00:00:00Z"
REVIEW, REPLY, DECISION = "review 初审并商请", "reply 接受地复函", "decision 决定"


@pytest.fixture
def there(register: Register) -> Register:
    return register.given(*two_provinces())


def passed(at: str) -> Posting:
    return step("preliminarily_reviewed", SHANGHAI, at, {"outcome": "passed"})


def way(*days: str) -> list[Posting]:
    """Application, acceptance, review and letter, consent, approval, as far as days are given."""
    steps = [
        lambda at: [applied(at)],
        lambda at: [step("admitted", SHANGHAI, at)],
        lambda at: [passed(at), step("consulted", SHANGHAI, at)],
        lambda at: [step("consented", JIANGSU, at)],
        lambda at: [approved(at)],
    ]  # fmt: skip
    return [posting for make, day in zip(steps, days, strict=False) for posting in make(f"2026-03-{day}")]


CITY, OTHER = Viewer(SHANGHAI, False, "310000", True), Viewer(JIANGSU, False, "320000", True)


def told(register: Register, at: str) -> list[str]:
    """What either province is told."""
    return [flag.cause for each in (CITY, OTHER) for flag in register.flags(at, RULE, viewer=each)]


def test_a_way_in_time_leaves_no_flag(there: Register) -> None:
    assert told(there.given(*way("02", "04", "11", "25", "31")), LATER) == []


def test_the_review_is_due_five_working_days_after_the_acceptance(there: Register) -> None:
    there.given(*way("02", "04"))  # a Wednesday
    assert told(there, "2026-03-11T16:00:00Z") == []
    assert told(there, "2026-03-11T16:00:00.000001Z") == [REVIEW]


def test_without_a_word_it_is_accepted_from_its_receipt(there: Register) -> None:
    there.given(*way("02"))
    assert told(there, "2026-03-09T16:00:00Z") == []
    assert told(there, "2026-03-10T00:00:00Z") == [REVIEW]


def test_a_reply_that_is_due_is_told_to_the_receiving_province_alone(there: Register) -> None:
    there.given(*way("02", "04", "06"))
    assert told(there, "2026-03-20T16:00:00Z") == []
    (flag,) = there.flags("2026-03-23T00:00:00Z", RULE, viewer=OTHER)
    assert (flag.cause, flag.severity) == (REPLY, "notice")
    others = [CITY, Viewer(PLANT, False, None, False), Viewer(OPERATOR, True, None, True)]
    assert [there.flags("2026-03-23T00:00:00Z", RULE, viewer=each) for each in others] == [[], [], []]


def test_a_decision_that_came_late_stays_and_is_told_to_who_made_it(there: Register) -> None:
    there.given(*way("02", "04", "06", "16"))
    assert told(there, "2026-03-24T00:00:00Z") == [DECISION]
    there.given(approved("2026-03-25"))
    (flag,) = there.flags(LATER, RULE, viewer=CITY)
    assert (flag.findings[0].variant, flag.findings[0].to_authority) == ("late", f"organisation:{SHANGHAI}")


def test_supplements_stop_the_clock(there: Register) -> None:
    asked = [applied("2026-03-02"), step("supplement_requested", SHANGHAI, "2026-03-05", {"reason": "缺合同"})]
    there.given(*asked)
    assert told(there, LATER) == []
    there.given(step("supplemented", PLANT, "2026-03-20"), recorded_at="2026-12-02T00:00:00Z")
    assert told(there, "2026-12-03T00:00:00Z") == [REVIEW]


def test_a_pause_within_the_review_is_left_out(there: Register) -> None:
    there.given(*way("02", "04"))
    there.given(step("supplement_requested", SHANGHAI, "2026-03-05", {"reason": "缺合同"}))
    there.given(step("supplemented", PLANT, "2026-03-10"))
    assert told(there, "2026-03-17T16:00:00Z") == []
    assert told(there, "2026-03-18T00:00:00Z") == [REVIEW]


def test_a_step_that_is_told_late_and_was_taken_in_time_clears_it(there: Register) -> None:
    there.given(*way("02", "04"))
    there.given(*way("02", "04", "10")[2:], recorded_at="2026-03-16T00:00:00Z")
    assert told(there, "2026-03-13T00:00:00Z") == [REVIEW]
    assert told(there, "2026-03-17T00:00:00Z") == []


def test_other_waste_and_simplified_procedures_are_not_judged(there: Register) -> None:
    slag = of_slag(method="D1", waste_codes=["900-001-S01"])
    there.given(step("applied", PLANT, "2026-03-02", slag, "transfer:T1"))
    there.given(applied("2026-03-02", applied().data | {"procedure": "simplified"}, NUMBER))
    assert told(there, LATER) == []
