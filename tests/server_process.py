"""`bihuan serve` as a process of its own, on a free port, that a test may kill."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from sqlalchemy import make_url

PATIENCE_S = 60
"""How long a server may take to answer before the test gives up."""

BIHUAN = str(Path(sys.executable).with_name("bihuan"))

# a parent that has imported the product and forks: a start costs 0.3 s instead of two, and is a process all the same
_forks = get_context("forkserver")
_forks.set_forkserver_preload(["api.cli"])


def bihuan(*arguments: str, url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the console script to its end, on a database."""
    return subprocess.run(
        [BIHUAN, *arguments],
        env=_environment(url, environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def serving(url: str, **environment: str) -> Iterator[str]:
    """The address of `bihuan serve`, started by its console script and stopped as a person would."""
    port = free_port()
    process = subprocess.Popen([BIHUAN, "serve", "--port", str(port)], env=_environment(url, environment))
    try:
        await_answer(port, lambda: process.poll() is None)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def killed_afterwards(url: str) -> Iterator[str]:
    """The address of `bihuan serve` in a forked process, which ends by SIGKILL in the middle of whatever it does."""
    port = free_port()
    process = _forks.Process(target=_serve, args=(url, port), daemon=True)
    process.start()
    try:
        await_answer(port, process.is_alive)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.join()
        process.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_answer(port: int, alive: Callable[[], bool]) -> None:
    """Until the server is live; raises when it ended or took too long."""
    pause, deadline = Event(), time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5):
                return
        except (URLError, ConnectionError):
            assert alive(), "the server ended before it answered"
            pause.wait(0.02)
    raise AssertionError(f"no answer within {PATIENCE_S} s")


def until(happened: Callable[[], bool]) -> None:
    """Look again and again until it did."""
    pause, deadline = Event(), time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline, f"it did not happen within {PATIENCE_S} s"
        pause.wait(0.05)


def _environment(url: str, more: Mapping[str, str]) -> dict[str, str]:
    ours = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
    return {**ours, **files_of(url), "BIHUAN_DATABASE_URL": url, **more}


def files_of(url: str) -> dict[str, str]:
    """Where the key and the checkpoints of a database on a server are kept; a SQLite file has them beside it."""
    if url.startswith("sqlite"):
        return {}
    base = Path(tempfile.gettempdir()) / f"bihuan-{make_url(url).database}"
    return {"BIHUAN_LOG_KEY_FILE": f"{base}.key", "BIHUAN_CHECKPOINT_COPIES": f"{base}.checkpoint"}


def forget(url: str) -> None:
    """Remove what a server kept outside a database of this name: it would take the next one for a fork."""
    for path in files_of(url).values():
        Path(path).unlink(missing_ok=True)


def _serve(url: str, port: int) -> None:
    from api.cli import app  # noqa: PLC0415  (the child finds it imported)

    os.environ.update(files_of(url), BIHUAN_DATABASE_URL=url)
    app(["serve", "--port", str(port)])
