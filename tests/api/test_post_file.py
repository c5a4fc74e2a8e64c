"""`bihuan post FILE.ndjson`: a file of facts through the real server, again and again until all of it is recorded."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from api.answers import encode
from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger
from ledger.posting import Posting
from tests.doors import cloud_event
from tests.server_process import BIHUAN, bihuan, serving
from tests.specification import OPERATOR, PLANT, drum, generated, said, weighed


@dataclass(frozen=True)
class Desk:
    """A person with a key, a file and a server."""

    ledger: Ledger
    url: str
    address: str
    key: str
    file: Path

    def write(self, *lines: Posting | str) -> None:
        written = [line if isinstance(line, str) else encode(cloud_event(line)).decode() for line in lines]
        self.file.write_text("\n".join(written) + "\n", encoding="utf-8")

    @property
    def command(self) -> list[str]:
        return ["post", str(self.file), "--key", self.key, "--url", self.address]

    def post(self) -> subprocess.CompletedProcess[str]:
        return bihuan(*self.command, url=self.url)

    def recorded(self) -> list[str]:
        return [f.fact.subject for f in self.ledger.recorded(after=1)]


@pytest.fixture
def desk(store_url: str, tmp_path: Path) -> Iterator[Desk]:
    """At the door of `bihuan serve`."""
    with Ledger(store_url) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        key = Credentials(ledger.recorder.engine).issue(new_credential_id(), PLANT, None, ledger.recorder.now())
        with serving(store_url) as address:
            yield Desk(ledger, store_url, address, key, tmp_path / "drums.ndjson")


def drums(count: int) -> list[Posting]:
    return [generated(drum(n), id=f"g-{n}") for n in range(1, count + 1)]


def test_a_file_is_posted_once_however_often_it_is_run(desk: Desk) -> None:
    desk.write(*drums(2), "", weighed(drum(1), id="w-1"))
    first = desk.post()
    assert (first.returncode, "3 new, 0 recorded before" in first.stdout) == (0, True), first.stderr
    again = desk.post()
    assert (again.returncode, "0 new, 3 recorded before" in again.stdout) == (0, True)

    desk.write(*drums(3))
    assert "1 new, 2 recorded before" in desk.post().stdout
    assert desk.recorded() == [drum(1), drum(2), drum(1), drum(3)]

    refused = bihuan("post", str(desk.file), "--key", "k-2.x", "--url", desk.address, url=desk.url)
    assert refused.returncode == 1
    assert "401" in refused.stderr


def test_a_bad_line_is_named_and_nothing_of_its_batch_is_stored(desk: Desk) -> None:
    desk.write(*drums(2), weighed(drum(1), "-1"), said("container.exploded", drum(2)))
    refused = desk.post()
    assert refused.returncode == 1
    assert "drums.ndjson:3" in refused.stderr
    assert "/data/gross_kg" in refused.stderr
    assert "drums.ndjson:4" in refused.stderr
    assert "run the same command again" in refused.stderr
    assert desk.recorded() == []


@pytest.mark.parametrize("line", ["this is no JSON", '{"id": "1"}, {"id": "2"}', '{"id": "1", "id": "2"}'])
def test_a_line_that_is_not_one_json_value_is_named(desk: Desk, line: str) -> None:
    desk.write(*drums(2), line, "{}")
    refused = desk.post()
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "drums.ndjson:3" in refused.stderr
    assert desk.recorded() == []


def test_an_interrupted_run_is_taken_up_where_it_stopped(desk: Desk) -> None:
    lines = drums(6_000)
    desk.write(*lines)
    process = subprocess.Popen(
        [BIHUAN, *desk.command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    pause = Event()
    while desk.ledger.head()[0] < 500 and process.poll() is None:
        pause.wait(0.005)
    process.kill()
    process.wait()

    resumed = desk.post()
    assert resumed.returncode == 0, resumed.stderr
    new, known = (int(number) for number in re.findall(r"(\d+) (?:new|recorded before)", resumed.stdout))
    assert known >= 500
    assert new + known == len(lines)
    assert desk.recorded() == [posting.subject for posting in lines]
