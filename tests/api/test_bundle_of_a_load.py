"""A drum's bundle holds what a manifest says of its whole load: that acts on the drum and does not name it."""

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.transparency.bundle_form import REPORT
from ledger.transparency.checking import check_inclusion
from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.note import split_note
from ledger.transparency.proof import TlogProof
from ledger.transparency.stored_zip import read_zip
from tests.api.test_bundle import bundle, index_of
from tests.manifests import DRUMS, NUMBER, RECEIVER, THERE, TRADE, TRUCK, TRUCKER, issued, of_manifest, org, received
from tests.properties.trade_histories import BURNER, FURNACE
from tests.specification import PLANT, Scenario, generated, weighed

ONE = DRUMS[0]
ONWARD = "manifest:20263101004218"


@pytest.fixture
def public(scenario: Scenario, tmp_path: Path) -> TestClient:
    """Three drums that left on one truck, none of which the departure names."""
    scenario.given(*TRADE, *(step for each in DRUMS for step in (generated(each), weighed(each))), issued())
    scenario.given(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=hour(9)))
    settings = Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=str(tmp_path / "outside"))
    return TestClient(create_app(scenario.ledger, settings, signing_of(scenario.ledger, settings)))


def hour(of_day: int) -> str:
    return f"2026-11-24T{of_day:02d}:00:00+08:00"


def report_of(public: TestClient, asker: str) -> str:
    archive = bundle(public, asker, ONE)
    index_of(public, archive)  # both verifiers find nothing wrong with it
    return read_zip(archive)[REPORT].decode()


def texts(report: str, kind: str) -> list[str]:
    return [unescape(each) for each in re.findall(rf'<pre class="mono {kind}">(.*?)</pre>', report, re.S)]


def test_the_departure_counts_and_its_bytes_and_proof_are_there(public: TestClient, ledger: Ledger) -> None:
    report = report_of(public, PLANT)
    assert "起已起运" in report
    (departed,) = [f for f in ledger.recorded(subject=NUMBER) if f.fact.type == "manifest.collected"]
    stored = ledger.stored(departed.position)
    assert stored is not None
    assert texts(report, "stored") == [stored[1].decode()]
    (text,) = texts(report, "proof")
    _proves(text, departed.position, leaf_hash(stored[1]))


def test_of_a_trip_that_the_asker_may_not_see_only_what_it_did_is_told(
    scenario: Scenario, public: TestClient, ledger: Ledger
) -> None:
    scenario.given(received(DRUMS, at=hour(10)))
    onward = {"transferor": org(RECEIVER), "receiver": org(BURNER), "from_establishment": THERE}
    legs = [{"carrier": org(TRUCKER), "mode": "road", "conveyance": TRUCK}]
    scenario.given(issued(ONWARD, by=RECEIVER, at=hour(11), to_establishment=FURNACE, legs=legs, **onward))
    (receipt,) = scenario.when(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, ONWARD, at=hour(11)))
    report = report_of(public, PLANT)
    assert "起已起运" not in report  # what is withheld might say otherwise
    assert len(texts(report, "stored")) == 1
    stored = ledger.stored(receipt.position)
    assert stored is not None
    assert leaf_hash(stored[1]).hex() in report
    assert ONWARD not in report
    assert stored[1].decode() not in unescape(report)
    _proves(texts(report, "proof")[1], receipt.position, leaf_hash(stored[1]))


def _proves(text: str, position: int, leaf: bytes) -> None:
    proof = TlogProof.parse(text.encode())
    assert proof.index == position - 1
    checkpoint = Checkpoint.parse(split_note(proof.checkpoint)[0])
    check_inclusion(leaf, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
