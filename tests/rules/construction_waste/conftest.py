"""A project with its sites and its permit, as most rules about construction waste need them."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import all_known, truck
from tests.spoil import filings, permitted


@pytest.fixture
def hauling(register: Register) -> Register:
    """Everybody and everything filed, one truck registered."""
    return register.given(*all_known(), *filings(), permitted(), truck())
