"""The simulated month, planned once for all tests about its suspects."""

from collections import defaultdict

import pytest

from api.simulation.plan import Month, month
from tests.api.suspects.lives import TUESDAY, Lives, moment


@pytest.fixture(scope="package")
def planned() -> Month:
    return month(TUESDAY)


@pytest.fixture(scope="package")
def lives(planned: Month) -> Lives:
    """Subject → type → what was said of it, in the order in which it happened."""
    found: Lives = defaultdict(lambda: defaultdict(list))
    once = {(p.poster, e["source"], e["id"]): e for p in planned.posts for e in p.events}
    for event in sorted(once.values(), key=moment):
        found[event["subject"]][event["type"]].append(event)
    return found
