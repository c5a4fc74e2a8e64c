"""collector_source_missing: of what a collector poured together every generator and every mass is to be known."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.api.least_statements import COLLECTOR
from tests.rules.conftest import Register
from tests.rules.drums import at
from tests.specification import PLANT, drum, generated, organisation, said, weighed

RULE = "collector_source_missing"
ONE, TWO, POURED = drum(1), drum(2), drum("C-1", COLLECTOR)
SOON, LATER = "2026-11-25T04:00:00Z", "2026-12-20T00:00:00Z"


@pytest.fixture
def collector(register: Register) -> Register:
    return register.given(organisation(PLANT, "generator"), organisation(COLLECTOR, "collector"))


def poured(*sources: str, into: str = POURED, by: str = COLLECTOR, clock: str = "12:00") -> Posting:
    parts = [{"container": each, "mass_kg": 100} for each in sources]
    data: dict[str, Any] = {"from": parts, "into": [{"container": into, "mass_kg": 100 * len(sources)}]}
    return said("container.repacked", into, data, by=by, at=at(clock))


def test_with_all_sources_known_there_is_no_flag(collector: Register) -> None:
    collector.given(generated(ONE), weighed(ONE), generated(TWO), weighed(TWO), poured(ONE, TWO))
    assert collector.told(LATER, RULE) == []


def test_a_source_of_no_generator_is_flagged_a_day_later(collector: Register) -> None:
    collector.given(generated(ONE), weighed(ONE), weighed(TWO), poured(ONE, TWO))
    assert collector.told(SOON, RULE) == []
    (flag,) = collector.flags("2026-11-25T04:00:01Z", RULE)
    assert (flag.subject, flag.severity, flag.findings[0].against) == (POURED, "warning", f"organisation:{COLLECTOR}")
    assert f'"sources":["{TWO}"]' in flag.findings[0].inputs


def test_a_source_of_no_mass_is_flagged_too(collector: Register) -> None:
    collector.given(generated(ONE), weighed(ONE), generated(TWO), poured(ONE, TWO))
    assert collector.told(LATER, RULE) == [(POURED, "", "warning")]


def test_a_source_that_was_poured_together_itself_has_a_flag_of_its_own(collector: Register) -> None:
    again = drum("C-2", COLLECTOR)
    collector.given(generated(ONE), weighed(ONE), poured(ONE, TWO), poured(POURED, into=again, clock="13:00"))
    assert collector.told(LATER, RULE) == [(POURED, "", "warning")]


def test_a_plant_that_pours_its_own_drums_is_no_collector(collector: Register) -> None:
    collector.given(poured(ONE, into=drum(3), by=PLANT))
    assert collector.told(LATER, RULE) == []


def test_a_weighing_told_late_clears_it_and_what_was_known_stays(collector: Register) -> None:
    collector.given(generated(ONE), weighed(ONE), generated(TWO), poured(ONE, TWO))
    assert len(collector.told("2026-11-26T00:00:00Z", RULE)) == 1
    collector.given(weighed(TWO, at=at("11:59")), recorded_at="2026-11-27T00:00:00Z")
    assert collector.told(LATER, RULE) == []
    assert len(collector.told("2026-11-26T00:00:00Z", RULE)) == 1
