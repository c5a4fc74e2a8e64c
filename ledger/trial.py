"""What the ledger would answer to a request just now: found as on stating it, with nothing recorded."""

from ledger.batch import Batch
from ledger.catalogue import read_leaf
from ledger.log import Ledger
from ledger.numbering import Asking
from ledger.posting import Draft, Poster, Posting, Request


def recorded_before(ledger: Ledger, poster: Poster, postings: list[Posting]) -> int:
    """How many of a request's facts are in the log already; raises what refuses it, each finding with its index.

    A number that it asks for is not taken: what it says is judged under a specimen of one. What somebody else states
    in the meantime may refuse it after all.
    """
    (request,) = ledger.drafted([Request(poster, postings)])
    drafts = request.drafts if isinstance(request, Asking) else request
    known = ledger.recorder.leaves_by_key([each.key for each in drafts if isinstance(each, Draft)])
    batch = Batch([drafts], ledger.operator, {key: read_leaf(*leaf) for key, leaf in known.items()})
    ledger.judge(batch)
    (decided,) = batch.decided
    if decided.error is not None:
        raise decided.error
    return sum(not isinstance(each, int) for each in decided.receipts)
