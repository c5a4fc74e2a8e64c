"""GET /v1/subjects/{subject}/bundle: all facts about a subject, for who may see some, to be checked by anybody."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.publishing import signing_of
from api.settings import Settings
from ledger.catalogue import tags_of
from ledger.clock import SimulatedClock
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.transparency.bundle_form import INDEX, REPORT, Index
from ledger.transparency.stored_zip import read_zip, write_zip
from tests.api.least_statements import TRUCK
from tests.doors import Caller, codes, receipts
from tests.ledger import varied_log
from tests.ledger.insider import Insider, replacing
from tests.ledger.transparency.forged_log import drum_log, refused_by_library, refused_by_stand_alone
from tests.specification import (
    BAY,
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SCALE,
    SITE,
    Scenario,
    drum,
    organisation,
    said,
    weighed,
)

VERIFIER = files("api.standalone") / "verify_bundle.py"
ALONE = """
import runpy, sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names | {"cryptography", "cffi", "_cffi_backend", "pycparser"}:
            raise ImportError(f"{name} is neither Python's own nor cryptography's")

sys.meta_path.insert(0, Nothing())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def public(ledger: Ledger, clock: SimulatedClock, tmp_path: Path) -> TestClient:
    """The application over sixteen facts; its publisher's thread does not run, so a bundle publishes by itself."""
    varied_log.fill(ledger, clock)
    settings = Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=str(tmp_path / "outside"))
    return TestClient(create_app(ledger, settings, signing_of(ledger, settings)))


def bundle(client: TestClient, organisation: str, subject: str) -> bytes:
    answer = Caller.of(client, organisation).get(f"/v1/subjects/{subject}/bundle")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip"), answer.text
    return answer.content


def index_of(client: TestClient, archive: bytes) -> Index:
    """What a bundle says, once both verifiers have found nothing wrong with it."""
    keys = client.get("/log-key").content
    for refused in (refused_by_library, refused_by_stand_alone):
        assert refused(archive, keys) is None
        assert refused(archive, None) is None
    return Index.read(read_zip(archive)[INDEX])


def report_in(archive: bytes) -> str:
    return read_zip(archive)[REPORT].decode()


@pytest.mark.parametrize(
    ("asker", "subject", "withheld"),
    [
        (PLANT, drum(1), []),
        (BUREAU, drum(1), []),
        (PLANT, drum(2), []),
        (PLANT, SCALE, []),
        (BUREAU, SCALE, []),
        (PLANT, BAY, []),
        (PLANT, SITE, []),
        (PLANT, f"organisation:{PLANT}", []),
        (OPERATOR, f"organisation:{PLANT}", [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16]),
        (OPERATOR, "log:localhost/test", []),
    ],
)
def test_all_facts_that_carry_the_tag_are_there_shown_or_withheld(
    public: TestClient, ledger: Ledger, asker: str, subject: str, withheld: list[int]
) -> None:
    carrying = [f.position for f in ledger.recorded() if subject in tags_of(f.fact)]
    archive = bundle(public, asker, subject)
    index = index_of(public, archive)
    assert (index.origin, index.subject, index.made_for, index.size) == ("localhost/test", subject, asker, 16)
    assert [entry.position for entry in index.entries] == carrying
    assert [entry.position for entry in index.entries if entry.withheld] == withheld
    for entry in index.entries:
        stored = ledger.stored(entry.position)
        assert stored is not None
        assert entry.leaf_hash == leaf_hash(stored[1]).hex()
        assert read_zip(archive).get(entry.fact) == (None if entry.withheld else stored[1])


def test_who_stated_one_fact_and_sees_no_other_gets_that_one_and_the_places_of_the_rest(public: TestClient) -> None:
    receipts(Caller.of(public, OPERATOR).post(said("organisation.closed", f"organisation:{BUREAU}", by=OPERATOR)))
    archive = bundle(public, BUREAU, SITE)
    index = index_of(public, archive)
    assert [e.position for e in index.entries if not e.withheld] == [varied_log.SUPERVISED]
    assert [e.position for e in index.entries if e.withheld] == [4, 5, 7, 9, 14]
    assert b"\xe7\xa4\xba\xe8\x8c\x83\xe8\xb7\xaf" not in archive  # the street where the site is


def test_a_truck_has_a_bundle_though_its_plate_is_chinese(public: TestClient) -> None:
    receipts(Caller.of(public, PLANT).post(said("conveyance.registered", "vehicle:沪AB1234", TRUCK)))
    index = index_of(public, bundle(public, PLANT, "vehicle:%E6%B2%AAAB1234"))
    assert index.subject == "vehicle:沪AB1234"
    assert [entry.withheld for entry in index.entries] == [False]


def test_there_is_no_bundle_for_who_may_see_nothing(public: TestClient, ledger: Ledger) -> None:
    size = ledger.head()[0]
    for subject in (drum(1), drum(99), "nonsense", "container:"):
        answer = Caller.of(public, OTHER_PLANT).get(f"/v1/subjects/{subject}/bundle")
        assert (answer.status_code, codes(answer)) == (404, ["not_found"])
        assert answer.json()["detail"] == f"{subject} 下没有可供查看的内容"
    assert ledger.head()[0] == size  # and nothing is stated for who only tries
    assert public.get(f"/v1/subjects/{drum(1)}/bundle").status_code == 401


def test_the_same_is_the_same_and_what_is_stated_later_is_in_the_next(
    public: TestClient, ledger: Ledger, scenario: Scenario
) -> None:
    first = bundle(public, PLANT, drum(1))
    assert bundle(public, PLANT, drum(1)) == first
    assert ledger.head()[0] == 17  # the snapshot was stated once
    (receipt,) = scenario.when(weighed(drum(1)))
    assert [e.position for e in index_of(public, bundle(public, PLANT, drum(1))).entries][-1] == receipt.position
    assert index_of(public, first).size == 16  # and the older one holds for ever


def test_bundles_asked_for_while_facts_arrive_hold_all_the_same(public: TestClient) -> None:
    plant = Caller.of(public, PLANT)

    def post_and_ask(number: int) -> bytes:
        receipts(plant.post(weighed(drum(1), id=f"late-{number}")))
        return bundle(public, PLANT, drum(1))

    with ThreadPoolExecutor(4) as pool:
        for archive in pool.map(post_and_ask, range(12)):
            index_of(public, archive)


def test_without_a_publisher_there_is_none(client: TestClient, scenario: Scenario) -> None:
    scenario.when(weighed(drum()))
    answer = Caller.of(client, PLANT).get(f"/v1/subjects/{drum()}/bundle")
    assert (answer.status_code, codes(answer)) == (404, ["not_published"])


def test_a_log_that_parted_from_what_it_published_proves_nothing(public: TestClient, ledger: Ledger) -> None:
    bundle(public, PLANT, drum(1))
    Insider.with_all_rights(ledger.recorder.engine).rewrite(varied_log.WEIGHED, replacing(("212400", "200000")))
    answer = Caller.of(public, PLANT).get(f"/v1/subjects/{drum(1)}/bundle")
    assert (answer.status_code, codes(answer)) == (503, ["not_provable"])
    public.app.state.publisher.stopped_because = "rewritten"
    answer = Caller.of(public, PLANT).get(f"/v1/subjects/{drum(2)}/bundle")
    assert (answer.status_code, codes(answer)) == (503, ["not_provable"])


def test_facts_that_the_log_did_not_count_are_not_sold_as_counted(public: TestClient, ledger: Ledger) -> None:
    ledger.record_heads()
    Insider.with_all_rights(ledger.recorder.engine).rewrite(varied_log.WEIGHED, replacing(("212400", "200000")))
    answer = Caller.of(public, PLANT).get(f"/v1/subjects/{drum(1)}/bundle")
    assert (answer.status_code, codes(answer)) == (503, ["not_provable"])


def test_a_subject_with_more_facts_than_a_bundle_holds_is_refused(
    public: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.bundle.MAX_FACTS", 3)
    answer = Caller.of(public, PLANT).get(f"/v1/subjects/{drum(1)}/bundle")
    assert (answer.status_code, codes(answer)) == (422, ["bundle_too_large"])


def alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The stand-alone verifier where nothing can be imported but Python's own library and cryptography."""
    command = [sys.executable, "-I", "-c", ALONE, str(VERIFIER), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_an_expert_checks_it_with_one_file_and_nothing_of_ours(public: TestClient, tmp_path: Path) -> None:
    assert public.get("/verify_bundle.py").content == VERIFIER.read_bytes()
    archive, keys, zipped = bundle(public, OPERATOR, f"organisation:{PLANT}"), tmp_path / "keys", tmp_path / "b.zip"
    keys.write_bytes(public.get("/log-key").content)
    zipped.write_bytes(archive)
    told = alone(str(zipped), "--log-key", str(keys))
    assert told.returncode == 0, told.stderr
    assert "前 16 条之中，涉及它的事实共 14 条，全部在此" in told.stdout
    assert "Of the first 16 facts of the log, 14 carry this subject's tag" in told.stdout
    assert "12 are withheld" in told.stdout
    assert "comes from the bundle itself" not in told.stdout
    untrusting = alone(str(zipped))
    assert untrusting.returncode == 0
    assert "comes from the bundle itself" in untrusting.stdout
    assert keys.read_text().split()[0] in untrusting.stdout
    changed = {n: d.replace(b"3101", b"3102") if n == "facts/2.json" else d for n, d in read_zip(archive).items()}
    zipped.write_bytes(write_zip(changed))
    refused = alone(str(zipped), "--log-key", str(keys))
    assert refused.returncode == 1
    assert "facts/2.json: 与 bundle.json 所载 SHA-256 不符" in refused.stderr


def test_the_stand_alone_says_what_it_cannot_read(tmp_path: Path) -> None:
    missing = alone(str(tmp_path / "none.zip"))
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "none.zip" in missing.stderr


def verify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["verify", *map(str, arguments)])


def test_the_command_checks_it_without_a_ledger(public: TestClient, tmp_path: Path) -> None:
    archive, keys, zipped = bundle(public, OPERATOR, f"organisation:{PLANT}"), tmp_path / "keys", tmp_path / "b.zip"
    keys.write_bytes(public.get("/log-key").content)
    zipped.write_bytes(archive)
    told = verify(zipped, "--log-key", keys)
    assert told.exit_code == 0, told.output
    assert "of the first 16 facts 14 carry this subject's tag, none is missing; 12 withheld" in told.output
    assert "comes from the bundle itself" not in told.output
    assert "comes from the bundle itself" in verify(zipped).output
    zipped.write_bytes(archive[:-1])
    cut = verify(zipped, "--log-key", keys)
    assert cut.exit_code == 1
    assert "zip: " in cut.output
    keys.write_text("no key")
    assert verify(zipped, "--log-key", keys).exit_code == 1


def test_a_bundle_cannot_write_over_what_the_verifiers_say(tmp_path: Path) -> None:
    zipped = tmp_path / "b.zip"
    zipped.write_bytes(write_zip(read_zip(drum_log().bundle(drum(1))) | {"\x1b[2J\r": b""}))
    for told in (alone(str(zipped)).stderr, verify(zipped).output):
        assert "[2J" in told
        assert "\x1b[2J" not in told
        assert "\r" not in told


class Outside(HTMLParser):
    """Whatever a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "link", "img", "iframe", "object", "embed", "form", "base"}:
            self.found.append(tag)
        self.found += [
            f"{name}={value}"
            for name, value in attrs
            if name.startswith("on") or (name in {"href", "src", "srcset"} and not str(value).startswith("#"))
        ]


def test_the_report_needs_nothing_from_anywhere_and_runs_nothing(public: TestClient, scenario: Scenario) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    scenario.when(said("fact.withdrawn", drum(1), {"position": 12, "reason": hostile}))
    report = report_in(bundle(public, PLANT, drum(1)))
    seen = Outside()
    seen.feed(report)
    assert seen.found == []
    assert "url(" not in report
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in report


def test_the_report_tells_the_facts_in_both_languages_and_both_clocks(public: TestClient) -> None:
    report = report_in(bundle(public, PLANT, drum(1)))
    assert "账本前 16 条事实之中，涉及容器 D-1 的共 6 条：全部在此，一条不缺。" in report
    assert "Of the first 16 facts of the log, 6 concern container D-1: all are here, none is missing." in report
    weighing = report[report.index('<tr id="p8"') : report.index('<tr id="p10"')]
    assert "2026-11-24 08:10:00" in weighing
    assert "2026-11-24 12:00:01" in weighing
    assert "<s>即称重</s>" in weighing
    assert '<a href="#p13">#13</a>' in weighing
    assert "212.4 kg" in weighing
    assert "示范单位" in weighing
    correction = report[report.index('<tr id="p13"') :]
    assert '<a href="#p8">#8</a>' in correction
    assert "221.4 kg" in correction
    assert "出库" in correction


def test_the_report_lists_what_the_facts_name_by_its_hash_whatever_else_they_say_of_it(
    public: TestClient, scenario: Scenario
) -> None:
    picture = weighed(drum(1))
    picture.data["evidence"] = [{"sha256": "ab" * 32, "media_type": "image/jpeg"}, {"sha256": "cd" * 32}]
    scenario.when(picture)
    archive = bundle(public, PLANT, drum(1))
    index_of(public, archive)
    listed = report_in(archive).partition("附件")[2]
    assert all(each in listed for each in ("image/jpeg", "ab" * 32, "cd" * 32, "#17"))


def test_the_report_says_what_is_withheld_and_does_not_judge_by_the_rest(public: TestClient) -> None:
    report = report_in(bundle(public, OPERATOR, f"organisation:{PLANT}"))
    assert "出示 2 条，未出示 12 条，一条不缺" in report
    assert report.count('class="hidden"') == 12
    assert "依这些事实" not in report


def test_the_report_names_nobody_whom_the_asker_may_not_see(public: TestClient, scenario: Scenario) -> None:
    scenario.given(organisation(OTHER_PLANT, "generator", name="邻厂"))
    report = report_in(bundle(public, OPERATOR, f"organisation:{OTHER_PLANT}"))
    assert "涉及单位 91310117" in report
    assert report.count("邻厂") == 2  # what the operator itself stated, in both languages
