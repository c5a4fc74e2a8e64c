"""The supervision class of a year, as every rule has it: what was assigned last, from the day on which it was."""

import pytest

from ledger.posting import Posting
from tests.ledger.test_standing import bureau
from tests.manifests import TRADE
from tests.rules.conftest import Register
from tests.rules.drums import REGISTERED, stored
from tests.specification import BUREAU, SITE, drum, generated, said

HELD, DECLARES = "five_immediates_skipped", "declaration_overdue"
LATER = "2026-12-20T00:00:00Z"
AT_ONCE, ON_THE_DAY_BEFORE, ON_THE_DAY_AFTER = "2026-01-03", "2026-11-23", "2026-11-25"


def classed(of: str, on: str = AT_ONCE, year: int = 2026) -> Posting:
    data = {"class": of, "year": year, "source": "名录"}
    return said("supervision_class.assigned", SITE, data, by=BUREAU, at=f"{on}T08:00:00+08:00")


def of_one_drum(register: Register, *classes: Posting) -> Register:
    """A drum of the 24th of November that was stored with no step between, and what was assigned before and after."""
    before = [each for each in classes if each.time < "2026-11-24"]
    after = [each for each in classes if each not in before]
    return register.given(*TRADE, bureau(), REGISTERED, *before, generated(drum()), stored("08:30"), *after)


@pytest.mark.parametrize(
    ("classes", "held", "months"),
    [
        ([classed("key")], True, True),
        ([classed("simplified")], False, False),
        ([classed("key"), classed("simplified")], False, False),
        ([classed("simplified"), classed("key")], True, True),
        ([classed("registered"), classed("key")], True, True),
        ([classed("key"), classed("simplified", ON_THE_DAY_BEFORE)], False, False),
        ([classed("simplified"), classed("key", ON_THE_DAY_BEFORE)], True, True),
        ([classed("key", year=2025)], True, True),
        ([classed("key"), classed("simplified", year=2025)], True, True),
        ([classed("simplified"), classed("key", year=2027)], False, False),
    ],
)
def test_what_was_assigned_last_counts_for_every_rule(
    register: Register, classes: list[Posting], held: bool, months: bool
) -> None:
    of_one_drum(register, *classes)
    assert bool(register.told(LATER, HELD)) == held
    assert any(cause.endswith("2026-11") for _, cause, _ in register.told(LATER, DECLARES)) == months


def test_nobody_is_held_to_the_steps_before_the_class_is_assigned(register: Register) -> None:
    of_one_drum(register, classed("simplified"), classed("key", ON_THE_DAY_AFTER))
    live = register.told(LATER, HELD)
    register.views.rebuild("anomaly")
    assert live == register.told(LATER, HELD) == []


def test_what_was_done_under_a_class_stays_as_it_was(register: Register) -> None:
    of_one_drum(register, classed("key"), classed("simplified", ON_THE_DAY_AFTER))
    live = register.told(LATER, HELD)
    register.views.rebuild("anomaly")
    assert len(live) == 1
    assert live == register.told(LATER, HELD)
