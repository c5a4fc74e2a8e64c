"""The case of a subject from the whole log, for whoever may see all of it: the operator, readers of a simulation."""

from ledger.log import Ledger
from projections.custody.acting import acting_on
from projections.custody.beside import facts_beside
from projections.custody.replay import Case, replay


def whole_case(
    ledger: Ledger, subject: str, happened_by: str | None = None, known_by: str | None = None
) -> Case | None:
    """The case, cut by either clock; None where nothing was said of the subject and nothing acts on it."""
    head, _ = ledger.head()
    facts, acting = ledger.recorded(subject=subject, upto=head), acting_on(ledger, subject, head)
    if not facts and not acting:
        return None
    beside = facts_beside(ledger, subject, facts, head)
    return replay(subject, facts, happened_by, known_by, head=head, beside=beside, acting=acting)
