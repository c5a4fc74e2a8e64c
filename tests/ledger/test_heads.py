"""The heads of all tags, stated as a fact: so many facts carry this tag, and these."""

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from ledger.catalogue import tags_of
from ledger.heads import Heads
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.store.tables import head
from ledger.store.verification import verify
from ledger.transparency.errors import ProofError
from ledger.transparency.heads import Head, HeadTree
from tests.ledger.insider import Insider, replacing
from tests.ledger.transparency import naive_tree
from tests.specification import PLANT, SCALE, Scenario, drum, generated, weighed


def heads_of(ledger: Ledger, size: int) -> list[Head]:
    """What the heads are, said in the plainest way."""
    leaves: dict[str, list[bytes]] = defaultdict(list)
    for fact in ledger.recorded(upto=size):
        for tag in tags_of(fact.fact):
            leaves[tag].append(hash_at(ledger, fact.position))
    return [Head.over(tag, hashes) for tag, hashes in leaves.items()]


def hash_at(ledger: Ledger, position: int) -> bytes:
    stored = ledger.stored(position)
    assert stored is not None
    return leaf_hash(stored[1])


def root_of(heads: list[Head]) -> str:
    return naive_tree.root(tuple(each.leaf_hash for each in heads)).hex()


def fault_of(ledger: Ledger) -> tuple[int, str] | None:
    fault = list(verify(ledger.recorder.engine, ledger.recorded_heads()))[-1].fault
    return fault and tuple(fault)


def test_a_snapshot_is_the_root_over_the_heads_of_all_tags(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(generated(drum(n)) for n in range(400)), *(weighed(drum(n)) for n in range(0, 400, 7)))
    snapshot = ledger.record_heads().fact.data
    heads = heads_of(ledger, snapshot.size)
    assert (snapshot.size, snapshot.tags) == (459, len(heads))
    assert snapshot.root == root_of(heads)


def test_it_grows_with_the_log_whoever_was_there_before(ledger: Ledger, scenario: Scenario) -> None:
    for number in range(6):
        scenario.when(*(generated(drum(f"{number}-{n}")) for n in range(130)), *(weighed(drum(n)) for n in range(9)))
        snapshot = ledger.record_heads().fact.data
        assert snapshot.root == root_of(heads_of(ledger, snapshot.size))
    assert fault_of(ledger) is None


def test_nothing_is_stated_twice_about_a_log_that_stands_still(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(weighed(drum()))
    first = ledger.record_heads()
    assert ledger.record_heads() == first
    assert ledger.head()[0] == first.position


def test_a_snapshot_that_was_folded_and_not_stated_is_stated_later(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(weighed(drum()))
    ledger.snapshots.take(2)  # and here the process dies
    assert ledger.record_heads().fact.data.size == 2
    assert fault_of(ledger) is None


@pytest.mark.parametrize("tag", [SCALE, f"organisation:{PLANT}", drum(3), drum(299)])
def test_a_head_is_proven_for_whatever_a_fact_names(ledger: Ledger, scenario: Scenario, tag: str) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(300)), weighed(drum(3)))
    snapshot = ledger.record_heads().fact.data
    proof = ledger.head_proof(tag)
    assert proof is not None
    proof.check(bytes.fromhex(snapshot.root))
    positions = [fact.position for fact in ledger.recorded(tag=tag, upto=snapshot.size)]
    assert proof.head == Head.over(tag, (hash_at(ledger, position) for position in positions))
    assert (proof.size, proof.tags) == (snapshot.size, snapshot.tags)
    one_less = replace(proof.head, count=proof.head.count - 1)
    with pytest.raises(ProofError):
        replace(proof, head=one_less).check(bytes.fromhex(snapshot.root))


def test_what_nobody_named_has_no_head(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(weighed(drum()))
    ledger.record_heads()
    scenario.when(weighed(drum("later")))
    assert ledger.head_proof(drum("never")) is None
    assert ledger.head_proof(drum("later")) is None


def test_verification_computes_each_stated_snapshot_again(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(weighed(drum()))
    ledger.record_heads()
    scenario.when(weighed(drum("other")))
    false = Heads.Recorded(root="ab" * 32, size=2, tags=4)
    leaf = ledger.state_itself(false, "heads.false")
    assert leaf is not None
    assert fault_of(ledger) == (leaf.position, "the heads that it states are not those of the first 2 facts")


def test_a_snapshot_of_more_facts_than_there_are_is_a_lie(ledger: Ledger) -> None:
    assert ledger.state_itself(Heads.Recorded(root="ab" * 32, size=9, tags=4), "heads.9") is not None
    assert fault_of(ledger) == (2, "the heads that it states are not those of the first 9 facts")


def test_who_changes_a_fact_before_a_snapshot_has_the_snapshot_against_him(
    ledger: Ledger, scenario: Scenario
) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(5)))
    position = ledger.record_heads().position
    insider = Insider.with_all_rights(ledger.recorder.engine)
    insider.rewrite(3, replacing(('"gross_g":212400', '"gross_g":112400')))
    assert fault_of(ledger) == (position, "the heads that it states are not those of the first 6 facts")


def test_heads_that_somebody_touched_are_no_proof(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(300)))
    root = bytes.fromhex(ledger.record_heads().fact.data.root)
    with ledger.recorder.engine.begin() as connection:
        connection.execute(update(head).where(head.c.tag_id == 9).values(count=7))
    proof = ledger.head_proof(drum(299))
    assert proof is not None
    proof.check(root)  # the tile of the ninth was kept before
    with ledger.recorder.engine.connect() as connection:
        ninth = connection.execute(text("SELECT tag FROM tag WHERE id = 9")).scalar_one()
    touched = ledger.head_proof(ninth)
    assert touched is not None
    with pytest.raises(ProofError):
        touched.check(root)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.lists(st.integers(0, 900), max_size=3)), max_size=12))
def test_a_tree_of_heads_is_the_tree_over_the_plain_list(steps: list[tuple[int, list[int]]]) -> None:
    tree, leaves = HeadTree(), dict[str, list[bytes]]()
    texts = ["none has the number 0", *(f"tag {n}" for n in range(1, 1 + sum(new for new, _ in steps)))]
    for new, old in steps:
        known = len(leaves)
        numbers = [*range(known + 1, known + new + 1), *(1 + n % (known + new) for n in old if known + new)]
        for number in numbers:
            leaf = leaf_hash(b"%d" % number)
            tree.add_run([1], [number], [leaf], texts)
            leaves.setdefault(f"tag {number}", []).append(leaf)
        assert tree.tags == len(leaves)
        assert tree.root().hex() == root_of([Head.over(tag, hashes) for tag, hashes in leaves.items()])
