"""Many processes on one listening socket, each with a ledger, a writer and a publisher of its own.

They share the socket rather than each opening the port: a worker that dies takes its own connections with it, never
those that wait to be taken. Its socket keeps the protocol named in `listen`, so that no answer waits for Nagle.
"""

import logging
import os
import signal
from multiprocessing import parent_process
from socket import socket
from threading import Thread
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.app import create_app
from api.publishing import signing_of
from api.server import GRACE_S
from api.settings import read_settings
from ledger.log import Ledger

ANSWERS_WITHIN_S = 30
"""A worker that does not answer its supervisor for so long is ended and started again."""


def serve_by_workers(listener: socket, count: int) -> bool:
    """Serve until SIGTERM or Ctrl-C, starting again whoever dies; whether it ended because it was told to."""
    config = uvicorn.Config(
        "api.workers:worker",
        factory=True,
        workers=count,
        log_level="warning",
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_S,
        timeout_worker_healthcheck=ANSWERS_WITHIN_S,
    )
    # who died and was started again is worth a line; what each worker says stays at its own level
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)
    supervisor = Supervisor(config, sockets=[listener])
    supervisor.run()
    return supervisor.told_to_end


class Supervisor(Multiprocess):
    """Starts workers, and starts again whichever dies; SIGHUP replaces them one by one."""

    told_to_end = False

    def handle_int(self) -> None:
        """End, for somebody pressed Ctrl-C."""
        self.told_to_end = True
        super().handle_int()

    def handle_term(self) -> None:
        """End, for a service manager said so."""
        self.told_to_end = True
        super().handle_term()


def worker() -> FastAPI:
    """The application of one worker, by the settings of its environment; it ends when its supervisor is gone."""
    Thread(target=_end_when_orphaned, name="orphan-watch", daemon=True).start()
    settings = read_settings()
    ledger = Ledger(settings.database_url)
    app = create_app(ledger, settings, signing_of(ledger, settings))
    for told in (signal.SIGINT, signal.SIGTERM):
        _end_streams_first(app, told)
    return app


def _end_streams_first(app: FastAPI, told: signal.Signals) -> None:
    """Before the server, which has its own handler by now, waits for what is under way: streams never end."""
    handle = signal.getsignal(told)

    def end(number: int, frame: FrameType | None) -> None:
        app.state.tail.close()
        if callable(handle):
            handle(number, frame)

    signal.signal(told, end)


def _end_when_orphaned() -> None:
    # the parent as it was when this process was started: getppid() would name another if it is gone already
    supervisor = parent_process()
    assert supervisor is not None  # whoever runs this was spawned
    supervisor.join()
    os.kill(os.getpid(), signal.SIGTERM)
