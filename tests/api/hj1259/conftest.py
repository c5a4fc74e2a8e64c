"""A desk before an empty log on each store."""

from collections.abc import Iterator

import pytest

from tests.api.hj1259.desk import Desk, desk_at


@pytest.fixture
def desk(store_url: str) -> Iterator[Desk]:
    """The plant's desk."""
    with desk_at(store_url) as opened:
        yield opened
