"""The memory of `bihuan serve` after a million posts: its peak, beside what it had after the first ten thousand."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from urllib.error import URLError
from urllib.request import urlopen

from api.answers import encode
from api.server import listen
from benchmarks.append_batch import SIZE
from benchmarks.district import PLANTS, batch, postings
from benchmarks.http_client import client, request
from benchmarks.http_door import cloud_event
from benchmarks.measuring import Result
from benchmarks.report import progress
from benchmarks.stores import Store, fresh_url
from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger

POSTS_PER_FACT = 10
"""A full run has logs of 100,000 facts, so a million is posted."""

EARLY = 10
SERVE = "from api.cli import app; app()"
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


def measure(store: Store, runs: int) -> Result:  # noqa: ARG001  (one run is a million posts)
    """Batches of 1,000 of two hundred plants' drums, by one client after the other."""
    batches = store.facts * POSTS_PER_FACT // SIZE
    with TemporaryDirectory(prefix="bihuan-bench-") as folder, fresh_url(store, Path(folder)) as url:
        key = founded(url)
        with served(url, Path(folder)) as (process, port), client(port, 1) as poster:
            stream = postings(PLANTS[:1])
            early = 0.0
            for done in range(batches):
                if done % 100 == 0:
                    progress(f"{store.name}: {done * SIZE:,} of {batches * SIZE:,} posts, {_peak(process):.0f} MiB")
                poster.load([request("/v1/events", key, encode([cloud_event(p) for p in batch(stream, SIZE)]))])
                poster.go()
                if done + 1 == min(EARLY, batches):
                    early = _peak(process)
            late = _peak(process)
    name, baseline = f"serve_memory_1e6_{store.name}", "the same server after 10,000 posts"
    return Result(name, "MiB at most", round(late, 1), baseline, round(early, 1), round(late / early, 3), 1)


def founded(url: str) -> str:
    """The key of a plant on a log that is opened for it."""
    with Ledger(url) as ledger:
        ledger.migrate(PLANTS[1], "localhost/bench")
        credentials = Credentials(ledger.recorder.engine)
        return credentials.issue(new_credential_id(), PLANTS[0], None, ledger.recorder.now())


@contextmanager
def served(url: str, folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A `bihuan serve` of its own that answers, and its port."""
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()
    settings = {
        "BIHUAN_DATABASE_URL": url,
        "BIHUAN_LOG_KEY_FILE": str(folder / "log.key"),
        "BIHUAN_CHECKPOINT_COPIES": f"{folder}/mirror/",
        "BIHUAN_RATE_LIMIT": "0",
        "BIHUAN_LOG_FORMAT": "none",
    }
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL) as process:
        try:
            _await(port)
            yield process, port
        finally:
            process.terminate()


def _await(port: int) -> None:
    for _ in range(600):
        try:
            urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5).close()
        except URLError:
            sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def _peak(process: "subprocess.Popen[bytes]") -> float:
    """The most memory that the process has had, in MiB."""
    found = PEAK.search(Path(f"/proc/{process.pid}/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024
