"""Reading the log for many subjects at once: each fact once for each of them, however many queries it takes."""

import pytest

from ledger.log import Ledger
from projections import reading
from projections.reading import Reading
from tests.specification import Scenario, drum, generated, said, weighed

DRUMS = [drum(n) for n in range(1, 6)]


@pytest.mark.parametrize("at_once", [1, 2, 3, 500])
def test_a_fact_that_names_several_is_told_once_of_each(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", at_once)
    scenario.given(*(step for each in DRUMS for step in (generated(each), weighed(each))))
    sources = [{"container": each, "mass_kg": 50} for each in DRUMS[1:]]
    poured = {"from": sources, "into": [{"container": DRUMS[0], "mass_kg": 200}]}
    scenario.given(said("container.repacked", DRUMS[0], poured, at="2026-11-24T09:00:00+08:00"))
    found = Reading(ledger, ledger.head()[0]).under(DRUMS)
    told = {each: [fact.fact.type for fact in facts] for each, facts in found.items()}
    assert told == {each: ["container.generated", "container.weighed", "container.repacked"] for each in DRUMS}
    lives = Reading(ledger, ledger.head()[0]).lives(DRUMS)
    assert [len(lives[each]) for each in DRUMS] == [3, 2, 2, 2, 2]
