"""Facts that the command line states for the operator of the log."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from api.commands.console import cli_poster
from ledger.clock import write_instant
from ledger.log import Ledger, Receipt
from ledger.posting import Posting


def state(ledger: Ledger, fact_type: str, subject: str, data: dict[str, Any]) -> Receipt:
    """State one fact now; raises what refuses it."""
    poster = cli_poster(ledger)
    now = write_instant(datetime.now(UTC))
    posting = Posting(uuid4().hex, f"urn:uscc:{poster.organisation}:cli", fact_type, subject, now, data)
    return ledger.state_one(poster, [posting])[0]
