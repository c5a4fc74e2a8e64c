"""Facts that the command line states for the operator of the log, and the keys that it issues."""

from typing import Any

from api.people import issuing
from api.people.issuing import Speaker
from ledger.log import Ledger
from ledger.receipts import Receipt


def state(ledger: Ledger, fact_type: str, subject: str, data: dict[str, Any]) -> Receipt:
    """State one fact at the ledger's present instant; raises what refuses it."""
    return issuing.state(ledger, Speaker.at_the_terminal(ledger), fact_type, subject, data)


def issue_key(ledger: Ledger, organisation: str, name: str | None) -> str:
    """A new key of an organisation, `CREDENTIAL.SECRET`; that it was issued is a fact."""
    return issuing.issue_key(ledger, Speaker.at_the_terminal(ledger), organisation, name)
