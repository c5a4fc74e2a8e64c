"""Every rule about hazardous waste has injections, whatever the day, the seed and the scale."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from api.simulation.plan import Month, month
from api.simulation.shanghai import at
from api.simulation.suspects.company import SUSPECTS
from api.simulation.truth import HAZARDOUS, OTHERS, RULES
from api.simulation.untold import UNTOLD
from tests.api.suspects.lives import TUESDAY

DATES = (
    TUESDAY,
    datetime(2026, 12, 1, 16, tzinfo=UTC),
    datetime(2026, 12, 8, 1, tzinfo=UTC),
    datetime(2026, 10, 12, 4, tzinfo=UTC),
    datetime(2026, 3, 10, 4, tzinfo=UTC),
)


@pytest.mark.parametrize(("until", "seed"), [(until, 1 + n % 3) for n, until in enumerate(DATES)])
def test_every_rule_about_hazardous_waste_is_injected_twice_in_a_month(until: datetime, seed: int):
    counted = Counter(each.rule for each in month(until, seed=seed).injected if not each.cleared)
    assert {rule: counted[rule] for rule in HAZARDOUS if counted[rule] < 2} == {}


def test_a_rule_has_injections_or_a_reason_for_having_none():
    assert not UNTOLD.keys() & set(RULES)
    assert all(UNTOLD.values())
    assert len(set(RULES)) == len(RULES) == len(HAZARDOUS) + len(OTHERS)


@pytest.mark.parametrize("scale", [0.05, 2.0])
def test_the_suspects_do_the_same_at_any_scale(planned: Month, scale: float):
    ours = tuple(f":{place.uscc}" for place in SUSPECTS)
    rules = {each.rule for each in planned.injected if any(our in each.subject for our in ours)}
    assert len(rules) > 15

    def of_ours(of: Month) -> set[tuple[str, str, str | None]]:
        return {(e.rule, e.subject, e.key) for e in of.injected if any(our in e.subject for our in ours)}

    assert of_ours(month(TUESDAY, scale=scale)) == of_ours(planned)


def test_the_holiday_moves_the_fifth_working_day():
    october = month(datetime(2026, 10, 20, 4, tzinfo=UTC))
    ends = at(date(2026, 10, 9), datetime.min.time())
    over = [e for e in october.injected if e.rule == "manifest_unconfirmed" and e.due > ends]
    assert over
