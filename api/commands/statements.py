"""Facts that the command line states for the operator of the log, and the keys that it issues."""

from typing import Any
from uuid import uuid4

from api.commands.console import cli_poster
from ledger.clock import write_instant
from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.receipts import Receipt


def state(ledger: Ledger, fact_type: str, subject: str, data: dict[str, Any]) -> Receipt:
    """State one fact at the ledger's present instant; raises what refuses it."""
    poster = cli_poster(ledger)
    now = write_instant(ledger.recorder.now())
    posting = Posting(uuid4().hex, f"urn:uscc:{poster.organisation}:cli", fact_type, subject, now, data)
    return ledger.state_one(poster, [posting])[0]


def issue_key(ledger: Ledger, organisation: str, name: str | None) -> str:
    """A new key of an organisation, `CREDENTIAL.SECRET`; that it was issued is a fact."""
    credential = new_credential_id()
    data = {"organisation": f"organisation:{organisation}", **({"name": name} if name else {})}
    # the fact first: a key without its fact could speak unrecorded, a fact without its key harms nobody
    state(ledger, "credential.issued", f"credential:{organisation}.{credential}", data)
    return Credentials(ledger.recorder.engine).issue(credential, organisation, name, ledger.recorder.now())
