"""Spans without network: what a phone takes in meanwhile is sent when they end."""

from datetime import datetime
from typing import NamedTuple


class Outage(NamedTuple):
    """A span in which a phone hears nothing."""

    begin: datetime
    end: datetime
