"""Who follows the log over HTTP: the frames of a stream as they come."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx2 as httpx
import uvicorn
from fastapi import FastAPI

from api.server import address_of, listen
from api.stopping import Server

PATIENCE_S = 60
"""How long a frame may take to come before the test gives up."""

SEND_BUFFER = 64 * 1024


class Frame(NamedTuple):
    """One server-sent event."""

    id: int
    event: str
    data: dict[str, Any]


class OpenStream:
    """A stream as its client reads it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.comments: list[str] = []
        self._lines = response.iter_lines()

    def __iter__(self) -> Iterator[Frame]:
        """The frames until the server ends the stream; comments are kept beside them."""
        fields: dict[str, str] = {}
        deadline = time.monotonic() + PATIENCE_S
        for line in self._lines:
            assert time.monotonic() < deadline, "nothing but comments came"
            name, _, value = line.partition(": ")
            if line and name:
                fields[name] = value
            elif line:
                self.comments.append(value)
            else:
                if "data" in fields:
                    deadline = time.monotonic() + PATIENCE_S
                    yield Frame(int(fields["id"]), fields["event"], json.loads(fields["data"]))
                fields = {}

    def take(self, count: int) -> list[Frame]:
        """The next frames, as many as are wanted."""
        frames = iter(self)
        return [next(frames) for _ in range(count)]

    def positions(self, count: int) -> list[int]:
        """The ids of the next frames."""
        return [frame.id for frame in self.take(count)]

    def await_comment(self, comment: str) -> None:
        """Read until a comment comes that says this."""
        for line in self._lines:
            if line == f": {comment}":
                return
        raise AssertionError("the stream ended before")


@contextmanager
def following(address: str, key: str, last_event_id: int | None = None, **query: Any) -> Iterator[OpenStream]:
    """An open stream."""
    headers = {"Authorization": f"Bearer {key}"}
    if last_event_id is not None:
        headers["Last-Event-ID"] = str(last_event_id)
    url = f"{address}/v1/events/stream"
    with httpx.stream("GET", url, params=query, headers=headers, timeout=PATIENCE_S) as response:
        assert response.status_code == 200, response.read()
        yield OpenStream(response)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of an application that is served in a thread of this process."""
    listener = listen("127.0.0.1", 0)
    # the system would take megabytes on behalf of a client that does not read
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    server = Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield address_of(listener)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
