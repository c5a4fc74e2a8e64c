"""A server that can be stopped while event streams are open."""

from socket import socket
from typing import Any

import uvicorn


class Server(uvicorn.Server):
    """Ends the event streams before it waits for what is under way: they would never end by themselves."""

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop as the server does, with no stream left to wait for."""
        app: Any = self.config.app
        app.state.tail.close()
        await super().shutdown(sockets)
