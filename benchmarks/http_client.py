"""A lean HTTP client in a process of its own: it must cost less than the server that it measures.

It reads orders from its standard input and answers on its standard output, both pickled: connect, load, go.
"""

import pickle
import select
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import IO, Any, NamedTuple

SUCCESS = b"HTTP/1.1 20"


class Client:
    """The other process, as the benchmark sees it."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._answers = process.stdin, process.stdout

    def load(self, requests: Sequence[bytes]) -> None:
        """Hand over the requests of the next round, one for each answer; not timed."""
        self._ask(("load", list(requests)))

    def go(self) -> list[float]:
        """Send them all, one in flight on each connection; the seconds that each took."""
        taken: list[float] = self._ask(("go", None))
        return taken

    def _ask(self, order: tuple[str, Any]) -> Any:
        _write(self._orders, order)
        return pickle.load(self._answers)


@contextmanager
def client(port: int, connections: int) -> Iterator[Client]:
    """A client with so many connections to this machine's port."""
    arguments = [sys.executable, "-m", "benchmarks.http_client", str(port), str(connections)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Client(process)
        assert process.stdin is not None
        process.stdin.close()


def request(path: str, key: str, body: bytes) -> bytes:
    """The bytes of a POST."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Connection(NamedTuple):
    socket: socket.socket
    received: bytearray


def _main(port: int, count: int) -> None:
    connections = {}
    for _ in range(count):
        opened = socket.create_connection(("127.0.0.1", port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connections[opened.fileno()] = _Connection(opened, bytearray())
    requests: list[bytes] = []
    while True:
        try:
            order, given = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        requests = given if order == "load" else requests
        _write(sys.stdout.buffer, _round(connections, requests) if order == "go" else None)


def _round(connections: dict[int, _Connection], requests: list[bytes]) -> list[float]:
    waiting, sent, taken = iter(requests), {}, []
    poll = select.epoll()
    for number, each in connections.items():
        poll.register(number, select.EPOLLIN)
        following = next(waiting, None)
        if following is not None:
            sent[number] = perf_counter()
            each.socket.sendall(following)
    while sent:
        for number, _ in poll.poll():
            each = connections[number]
            each.received.extend(each.socket.recv(1 << 20))
            if not _complete(each.received):
                continue
            if not each.received.startswith(SUCCESS):
                raise SystemExit(each.received[:2_000].decode())
            each.received.clear()
            now = perf_counter()
            taken.append(now - sent.pop(number))
            following = next(waiting, None)
            if following is not None:
                sent[number] = now
                each.socket.sendall(following)
    poll.close()
    return taken


def _complete(received: bytearray) -> bool:
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return False
    start = received.index(b"content-length: ") + 16
    return len(received) == end + 4 + int(received[start : received.index(b"\r", start)])


def _write(stream: IO[bytes], value: Any) -> None:
    pickle.dump(value, stream)
    stream.flush()


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]))
