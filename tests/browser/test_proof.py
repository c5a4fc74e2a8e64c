"""proof.js in a real browser: it proves what ledger/transparency proves, and refuses what was changed by one bit."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from api.pages.page import VERSION
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.key import NoteKey
from ledger.transparency.proof import TlogProof
from tests.ledger.transparency import naive_tree
from tests.ledger.transparency import published_notes as notes
from tests.people import People
from tests.specification import Scenario, drum, generated, weighed

In = Callable[..., Any]
Numbers = dict[str, int]

KEY = NoteKey.parse(notes.PETER_PRIVATE)
LINES = """async ([module, asked]) => {
  const proof = await import(module), bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const said = async (act) => { try { return await act(); } catch (error) { return error.code ?? String(error); } };
  const proven = (stored, text, keys) => said(async () => {
    const told = await proof.proven(stored, text, await proof.parseVerifiers(keys), asked.origin);
    return [told.index, told.size, proof.hex(told.root)].join(" ");
  });
  const eachBit = async (whole, upto, ask) => {
    const found = {};
    for (let bit = 0; bit < upto * 8; bit += 1) {
      const changed = Uint8Array.from(whole);
      changed[bit >> 3] ^= 1 << bit % 8;
      const what = await ask(changed);
      found[what] = (found[what] ?? 0) + 1;
    }
    return found;
  };
"""
OPEN = "return said(async () => (await proof.openNote(asked.note, await proof.parseVerifiers(asked.keys))).text);"


@pytest.fixture
def within(chromium: Browser, served: tuple[str, People]) -> Iterator[In]:
    """Runs lines of script beside `proof` in a page of ours, under its policy."""
    page = chromium.new_page()
    page.goto(served[0])

    def run(lines: str, **asked: Any) -> Any:
        told = {name: b64encode(v).decode() if isinstance(v, bytes) else v for name, v in asked.items()}
        return page.evaluate(f"{LINES}{lines}\n}}", [f"/static/{VERSION}/proof.js", told])

    yield run
    page.close()


@pytest.fixture
def published(served: tuple[str, People]) -> dict[str, Any]:
    """What this server published of the fact at position 6 of seven, and the bytes that it stored."""
    state = served[1].app.state
    ledger: Ledger = state.ledger
    Scenario(ledger).given(*(generated(drum(each)) for each in range(3)), weighed(drum(0)), weighed(drum(1)))
    head = state.publisher.covering(ledger.head()[0])
    stored = ledger.stored(6)
    assert stored
    keys = "".join(f"{each.text}\n" for each in state.publisher.verifiers)
    proof = state.publisher.sequencer.proof(6, head)
    found = f"5 {head.checkpoint.size} {head.checkpoint.root.hex()}"
    return {"stored": stored[1], "proof": proof, "keys": keys, "origin": ledger.opened.origin, "found": found}


def test_what_a_server_published_is_proven_in_the_page(within: In, published: dict[str, Any]) -> None:
    proven = "return proven(bytes(asked.stored), bytes(asked.proof), asked.keys);"
    assert within(proven, **published) == published["found"]
    others = {"origin": published["origin"] + "/receipts"}
    assert within(proven, **published | others) == "unsigned"
    assert within(proven, **published | {"keys": f"{KEY.verifier.text}\n"}) == "unsigned"


def test_no_bit_of_the_leaf_the_proof_or_the_key_can_be_changed(within: In, published: dict[str, Any]) -> None:
    leaf: Numbers = within(
        "return eachBit(bytes(asked.stored), 60, (leaf) => proven(leaf, bytes(asked.proof), asked.keys));",
        **published,
    )
    assert leaf == {"wrong_root": 480}
    proof: Numbers = within(
        "const whole = bytes(asked.proof);"
        "return eachBit(whole, whole.length, (text) => proven(bytes(asked.stored), text, asked.keys));",
        **published,
    )
    assert sum(proof.values()) == 8 * len(published["proof"])
    assert proof.keys() == {"bad_proof", "wrong_root", "bad_signature", "unsigned", "bad_note"}
    one = published["keys"].partition("\n")[0].encode()
    keys: Numbers = within(
        "const one = bytes(asked.one);"
        "return eachBit(one, one.length, (key) => proven(bytes(asked.stored), bytes(asked.proof), key));",
        **published,
        one=one,
    )
    assert keys == {"bad_key": 8 * len(one)}


def test_each_leaf_of_trees_of_many_sizes_is_proven_and_no_other(within: In) -> None:
    cases = [
        [
            leaf.hex(),
            index,
            size,
            [each.hex() for each in naive_tree.path(index, leaves)],
            naive_tree.root(leaves).hex(),
        ]
        for size in (1, 2, 3, 5, 8, 13, 16, 17)
        for leaves in [naive_tree.numbered(size)]
        for index, leaf in enumerate(leaves)
    ]
    good, others = within(
        """
        const raw = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (each) => parseInt(each, 16));
        const check = (leaf, index, size, path, root) => said(async () => {
          await proof.checkInclusion(raw(leaf), index, size, path.map(raw), raw(root));
          return "proven";
        });
        const found = [new Set(), new Set()];
        for (const [leaf, index, size, path, root] of asked.cases) {
          found[0].add(await check(leaf, index, size, path, root));
          found[1].add(await check(leaf, index + 1, size, path, root));
          found[1].add(await check(leaf, index, size, path, leaf.slice(2) + "00"));
          found[1].add(await check(leaf, index, size, [...path, root], root));
          found[1].add(await check(leaf, index, size, [], "00".repeat(32)));
          if (size > 1) found[1].add(await check(leaf, index, size, [], leaf));
        }
        return found.map((each) => [...each]);""",
        cases=cases,
    )
    assert good == ["proven"]
    assert set(others) == {"bad_proof", "wrong_root"}


def test_a_leaf_is_hashed_as_it_is_stored(within: In) -> None:
    stored = '{"text":"上海"}'.encode()
    lines = "return proof.hex(await proof.leafHash(bytes(asked.stored)));"
    assert within(lines, stored=stored) == leaf_hash(stored).hex()


def test_notes_that_others_published_are_opened(within: In) -> None:
    note = f"{notes.TEXT}\n{notes.BY_PETER}{notes.BY_ENOCH}"
    assert within(OPEN, note=note, keys=f"{notes.PETER}\n{notes.ENOCH}") == notes.TEXT
    assert within(OPEN, note=note, keys=notes.ENOCH) == notes.TEXT
    assert within(OPEN, note=note, keys="") == "unsigned"
    assert within(OPEN, note=note.replace("problem,", "problem;"), keys=notes.PETER) == "bad_signature"
    assert within(OPEN, note=note.replace("— Enoch", "- Enoch"), keys=notes.PETER) == "bad_note"
    assert within(OPEN, note=notes.TEXT, keys=notes.PETER) == "bad_note"


def test_keys_that_are_none_are_refused(within: In) -> None:
    for text in (notes.PETER[:-1], notes.PETER.replace("c74f20a3", "c74f20a4"), "PeterNeumann", notes.PETER + " "):
        assert within(OPEN, note="", keys=text) == "bad_key", text


def test_proofs_are_read_as_strictly_as_the_ledger_reads_them(within: In) -> None:
    leaves = naive_tree.LEAVES
    note = Checkpoint(KEY.name, 8, naive_tree.root(leaves)).signed(KEY)
    text = TlogProof(5, tuple(naive_tree.path(5, leaves)), note, b"more").text.decode()
    lines = "return said(() => { const it = proof.parseProof(asked.text); return [it.index, it.hashes.length]; });"
    assert within(lines, text=text) == [5, 3]
    assert within(lines, text=notes.FANCYLOG) == [73894, 5]
    for this, other in (
        ("v1\n", "v2\n"),
        ("index 5", "index 05"),
        ("index 5", "index  5"),
        ("index 5", "index 18446744073709551615"),
        ("index 5\n", "index 5\n====\n"),
        ("extra bW9yZQ==", "extra bW9yZR=="),
        ("extra bW9yZQ==", "extra "),
        ("\n\n", "\n"),
    ):
        assert within(lines, text=text.replace(this, other)) == "bad_proof", other


def test_a_receipt_is_proven_under_the_key_of_receipts(within: In, served: tuple[str, People]) -> None:
    people = served[1]
    leaves = (leaf_hash(b"one"), leaf_hash(b"two"))
    key: NoteKey = people.app.state.publisher.receipt_key
    receipt = TlogProof(1, (leaves[0],), Checkpoint(key.name, 2, naive_tree.root(leaves)).signed(key)).text
    keys = "".join(f"{each.text}\n" for each in people.app.state.publisher.verifiers)
    lines = "return proven(bytes(asked.stored), bytes(asked.receipt), asked.keys);"
    asked = {"stored": b"two", "receipt": receipt, "keys": keys, "origin": key.name}
    assert within(lines, **asked) == f"1 2 {naive_tree.root(leaves).hex()}"
    assert within(lines, **asked | {"stored": b"one"}) == "wrong_root"
