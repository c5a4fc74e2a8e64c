"""What a transfer waits for: the step that is due, since when, and the days on which its clock stands still.

The days of the measures count from the acceptance. Before an express one they count from the receipt of the papers:
without a 补正 notice in time the application is accepted from then. While supplements are awaited nothing is due.
"""

from collections.abc import Iterator

from ledger.cross_province.acceptance import pauses_of
from ledger.cross_province.transfer_state import TransferState


def waits_of_a_transfer(state: TransferState) -> Iterator[tuple[str, str, str]]:
    """The kind of the deadline, its start, and its pauses as `DAY/DAY` after each other; at most one.

    A notice waits for nobody, and a simplified procedure has clocks of its own that no text here tells.
    """
    if state.decided is not None or state.waits_for_supplements or not state.submissions:
        return
    kind, start = "transfer_other", state.submissions[0].received_at
    if state.in_full_order:
        kind, start = "transfer_review", state.admitted_at or state.submissions[-1].received_at
        if state.answered_at is not None:
            kind, start = "transfer_decision", state.answered_at
        elif state.consulted_at is not None:
            kind, start = "transfer_reply", state.consulted_at
    elif state.regime == "notice" or state.procedure is not None:
        return
    yield kind, start, " ".join(f"{each.since}/{each.until}" for each in pauses_of(state, start))
