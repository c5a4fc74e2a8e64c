"""`bihuan serve` as a process of its own, on a free port, that a test may kill."""

import os
import shutil
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
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from sqlalchemy import make_url

PATIENCE_S = 60
"""How long a server may take to answer before the test gives up."""

BIHUAN = str(Path(sys.executable).with_name("bihuan"))

# a parent that has imported the product and forks: a start costs 0.3 s instead of two, and is a process all the same
_forks = get_context("forkserver")
_forks.set_forkserver_preload(
    [
        "api.cli",
        "anyio._backends._asyncio",
        "pytest",  # the program that the child is told it is
        "uvicorn.lifespan.on",
        "uvicorn.loops.auto",
        "uvicorn.protocols.http.auto",
        "uvicorn.protocols.websockets.auto",
    ]
)


def bihuan(*arguments: str, url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the console script to its end, on a database."""
    return subprocess.run(
        [BIHUAN, *arguments],
        env=environment_of(url, environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextmanager
def serving(url: str, **environment: str) -> Iterator[str]:
    """The address of `bihuan serve`, started by its console script and stopped as a person would."""
    with served(url, **environment) as (address, _):
        yield address


@contextmanager
def served(url: str, *arguments: str, **environment: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The address of `bihuan serve` with these arguments, and its process; stopped as a person would."""
    with started(url, *arguments, **environment) as (port, process):
        await_answer(port, lambda: process.poll() is None)
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def started(url: str, *arguments: str, **environment: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """The port of a `bihuan serve` that was only just started, and its process."""
    port = free_port()
    command = [BIHUAN, "serve", "--port", str(port), *arguments]
    process = subprocess.Popen(command, env=environment_of(url, environment))
    try:
        yield port, process
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
    _await(f"http://127.0.0.1:{port}/health/live", PATIENCE_S, alive)


def await_checkpoint(address: str) -> None:
    """Until the server has published."""
    _await(f"{address}/checkpoint", PATIENCE_S)


def await_proof(address: str, position: int, within_s: float) -> bytes:
    """The proof of the fact at a position, as soon as there is one; raises when it takes longer."""
    return _await(f"{address}/v1/events/{position}/proof", within_s)


def _await(url: str, within_s: float, alive: Callable[[], bool] = lambda: True) -> bytes:
    pause, deadline, last = Event(), time.monotonic() + within_s, ""
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=PATIENCE_S) as answer:
                return bytes(answer.read())
        except HTTPError as refused:
            with refused:
                last = refused.read().decode()
        except (URLError, ConnectionError, TimeoutError) as error:
            last = str(error)
            assert alive(), "the server ended before it answered"
        pause.wait(0.02)
    raise AssertionError(f"{url}: not within {within_s} s, at last {last}")


def workers_of(supervisor: int) -> set[int]:
    """The worker processes of a `bihuan serve --workers`; what else it started is none of them."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    return {int(pid) for pid in children if "spawn_main" in _command(int(pid))}


def await_that(holds: Callable[[], bool]) -> None:
    """Until it holds; raises when that takes too long."""
    pause, deadline = Event(), time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE_S} s"
        pause.wait(0.02)


def runs(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    return bool(_command(pid))


def _command(pid: int) -> str:
    """Its command line; of one that ended nothing is left, even while nobody has waited for it."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def environment_of(url: str, more: Mapping[str, str] = {}) -> dict[str, str]:
    """The settings of a server of this database, and none of the machine's own."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
    return {**ours, **files_of(url), "BIHUAN_DATABASE_URL": url, **more}


def files_of(url: str) -> dict[str, str]:
    """Where the key and the checkpoints of a database on a server are kept; a SQLite file has them beside it."""
    if url.startswith("sqlite"):
        return {}
    base = Path(tempfile.gettempdir()) / f"bihuan-{make_url(url).database}"
    return {
        "BIHUAN_LOG_KEY_FILE": f"{base}.key",
        "BIHUAN_CHECKPOINT_COPIES": f"{base}.mirror/",
        "BIHUAN_FILES": f"{base}.files",
    }


def forget(url: str) -> None:
    """Remove what a server kept outside a database of this name: it would take the next one for a fork."""
    for path in files_of(url).values():
        shutil.rmtree(path) if Path(path).is_dir() else Path(path).unlink(missing_ok=True)


def _serve(url: str, port: int) -> None:
    from api.cli import app  # noqa: PLC0415  (the child finds it imported)

    os.environ.update(files_of(url), BIHUAN_DATABASE_URL=url)
    app(["serve", "--port", str(port)])
