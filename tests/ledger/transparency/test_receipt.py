"""One signature promises all leaves of a request, and each leaf is checked against it alone."""

import hashlib

import pytest

from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import NoteKey
from ledger.transparency.proof import check
from ledger.transparency.receipt import ORIGIN_END, receipts_for

KEY = NoteKey.generate("localhost/test" + ORIGIN_END)


def leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(count)]


@pytest.mark.parametrize("count", [*range(1, 35), 255, 256, 257, 1000])
def test_each_leaf_of_a_request_has_a_receipt_that_holds_for_it_alone(count: int) -> None:
    hashes = leaves(count)
    receipts = receipts_for(KEY, hashes)
    for index, (leaf, receipt) in enumerate(zip(hashes, receipts, strict=True)):
        proven = check(receipt, leaf, KEY.verifier)
        assert (proven.index, proven.checkpoint.size) == (index, count)
    with pytest.raises(TransparencyError):
        check(receipts[0], hashlib.sha256(b"another").digest(), KEY.verifier)


def test_all_receipts_of_a_request_carry_the_same_signature() -> None:
    assert len({receipt.partition(b"\n\n")[2] for receipt in receipts_for(KEY, leaves(300))}) == 1


def test_a_request_without_leaves_has_no_receipts() -> None:
    assert receipts_for(KEY, []) == []
