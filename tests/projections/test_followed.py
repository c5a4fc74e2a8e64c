"""Following a waste through the log: a question for each generation, no more than hangs together, within a bound."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from ledger.correction import effective
from ledger.errors import InvalidError
from ledger.hazardous_waste.flows import ENDS, Flows
from ledger.hazardous_waste.lineage import Lineage
from ledger.log import Ledger
from projections.custody.followed import Direction, follow
from tests.specification import BAY, PLANT, Scenario, drum, kg, said, weighed

RUN = f"treatment:{PLANT}.T-1"


def at(hour: int) -> str:
    return f"2026-11-24T{hour:02d}:30:00+08:00"


def poured(source: str, target: str, mass: int, hour: int) -> Any:
    sides = [[{"container": each, "mass_kg": mass}] for each in (source, target)]
    return said("container.repacked", target, {"from": sides[0], "into": sides[1]}, at=at(hour))


def burnt(source: str, mass: int, hour: int, run: str = RUN, left: str | None = None) -> Any:
    data: dict[str, Any] = {"facility": BAY, "kind": "disposed", "method": "D10", "from": at(1), "until": at(hour)}
    data |= {"inputs": [{"container": source, "mass_kg": mass}]}
    ash = {"outputs": [{"container": left, "mass_kg": kg("1.5"), "waste_code": "772-003-18"}]} if left else {}
    return said("treatment.completed", run, data | ash, at=at(hour))


@pytest.fixture
def chain(scenario: Scenario) -> Scenario:
    """Drum 1 was poured on from drum to drum; at the end it was burnt, and its ash is there."""
    scenario.given(weighed(drum(1), at=at(1)))
    for number in range(1, 6):
        scenario.given(poured(drum(number), drum(number + 1), 200, number + 1))
    scenario.given(burnt(drum(6), 200, 9, left=drum("ash")))
    return scenario


@contextmanager
def asked(ledger: Ledger) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        statements.append(statement)

    event.listen(ledger.recorder.engine, "before_cursor_execute", note)
    yield statements
    event.remove(ledger.recorder.engine, "before_cursor_execute", note)


WAY = [drum(number) for number in range(1, 7)]


@pytest.mark.parametrize(("subject", "direction"), [(drum(1), "down"), (drum("ash"), "up")])
def test_the_whole_way_is_followed(chain: Scenario, ledger: Ledger, subject: str, direction: Direction) -> None:
    found = follow(ledger, subject, direction, ledger.head()[0])
    assert (found.whole, found.lives.keys()) == (True, {*WAY, drum("ash")})


def test_as_many_questions_are_asked_as_there_are_generations(scenario: Scenario, ledger: Ledger) -> None:
    counts = []
    for width in (2, 60):
        drums = [drum(f"{width}-{n}") for n in range(width)]
        sides = [{"container": each, "mass_kg": 1} for each in drums], [{"container": drum(width), "mass_kg": width}]
        scenario.given(said("container.repacked", drum(width), dict(zip(("from", "into"), sides, strict=True))))
        follow(ledger, drum(width), "up", ledger.head()[0])  # what is remembered of names is remembered of both
        with asked(ledger) as statements:
            assert len(follow(ledger, drum(width), "up", ledger.head()[0]).lives) == width + 1
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_what_is_not_followed_is_told_with_its_mass(chain: Scenario, ledger: Ledger) -> None:
    head = ledger.head()[0]
    for most in range(1, 7):
        found = follow(ledger, drum(1), "down", head, vessels=most)
        assert (found.whole, len(found.lives)) == (False, most)
        became = {(p.kind, p.subject): g for p, g in Flows(found.lives).down(drum(1)).items() if p.kind in ENDS}
        treated = {("treated", RUN): 200_000} if most == 6 else {}
        left = {("not_followed", drum("ash")): 1_500} if most == 6 else {("not_followed", drum(most + 1)): 200_000}
        assert became == treated | left
    few = follow(ledger, drum(1), "down", head, facts=4)
    assert (few.whole, sorted(few.lives)) == (False, WAY[:3])


def test_a_subject_with_too_many_facts_of_its_own_is_refused(chain: Scenario, ledger: Ledger) -> None:
    with pytest.raises(InvalidError) as refused:
        follow(ledger, drum(1), "down", ledger.head()[0], facts=1)
    assert refused.value.findings[0].code == "lineage_too_large"


def test_what_a_vessel_held_at_another_time_is_not_read(scenario: Scenario, ledger: Ledger) -> None:
    ibc = drum("ibc")
    for number in (1, 2, 3):
        run = f"treatment:{PLANT}.T-{number}"
        scenario.given(
            weighed(drum(number), at=at(1)),
            poured(drum(number), ibc, 200, 2 * number),
            burnt(ibc, 200, 2 * number + 1, run, drum(f"ash-{number}")),
        )
    head = ledger.head()[0]
    for number in (1, 2, 3):
        way = {drum(number), ibc, drum(f"ash-{number}")}
        assert follow(ledger, drum(number), "down", head).lives.keys() == way
        assert follow(ledger, f"treatment:{PLANT}.T-{number}", "up", head).lives.keys() == way - {
            drum(f"ash-{number}")
        }
    # all that ever was in it is asked for: then all of it is read
    assert len(follow(ledger, ibc, "up", head).lives) == 4


def test_the_closure_tells_the_same_as_the_whole_log(chain: Scenario, ledger: Ledger) -> None:
    chain.given(weighed(drum(4), "150", at=at(4)), said("storage.counted", BAY, {"mass_kg": 1}))
    whole = Lineage(effective(ledger.recorded()))
    found = follow(ledger, drum(1), "down", ledger.head()[0])
    became = {(p.kind, p.subject): g for p, g in Flows(found.lives).down(drum(1)).items() if p.kind in ENDS}
    expected: dict[tuple[str, str], Any] = {}
    for (place, _), grams in whole.down(drum(1)).items():
        expected[place.fate, place.subject] = expected.get((place.fate, place.subject), 0) + grams
    assert became == expected
