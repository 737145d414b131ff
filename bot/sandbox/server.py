"""Serving the sandbox on 127.0.0.1, without touching the process's signal handlers."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import Scope

from bot.sandbox.errors import PortTakenError
from bot.sandbox.sandbox import Sandbox

_HOST = "127.0.0.1"
_BACKLOG = 2048
_FAREWELL = 0.8  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the sandbox listens."""

    port: int

    @property
    def url(self) -> str:
        """The chat page."""
        return f"http://{_HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as base_file_url."""
        return f"{self.url}/file/bot"


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: whoever runs the bot handles signals."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self._leaving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, and tell whoever waits for it."""
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Wait to be told to leave, without uvicorn's ten looks a second."""
        await self._leaving.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the door and let running calls finish for a second, without uvicorn's pauses."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        running = list(self.server_state.tasks)
        if running:
            _, late = await asyncio.wait(running, timeout=_FAREWELL)
            for task in late:
                task.cancel()
        await asyncio.sleep(0)

    def leave(self) -> None:
        """Ask the server to stop."""
        self.should_exit = True
        self._leaving.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def hang_up(self, scope: Scope) -> None:
        """Abort the connection of a request."""
        for connection in list(self.server_state.connections):
            if getattr(connection, "client", None) == tuple(scope["client"]):
                connection.transport.abort()
        await asyncio.sleep(0)


@asynccontextmanager
async def serve(sandbox: Sandbox, *, port: int) -> AsyncIterator[Address]:
    """Serve while inside; port 0 takes a free one. A taken port raises PortTakenError, an OSError."""
    listener = _listen(port)
    config = uvicorn.Config(
        sandbox.app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
    )
    server = _Server(config)
    async with sandbox.running(server.hang_up):
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await server.ready.wait()
            yield Address(port=listener.getsockname()[1])
        finally:
            sandbox.let_go()
            server.leave()
            await serving


def _listen(port: int) -> socket.socket:
    # asyncio sends small answers at once only on sockets that name TCP; others wait 40 ms
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
        listener.listen(_BACKLOG)  # now, so that a taken port is noticed now
    except OSError:
        listener.close()
        raise PortTakenError(port) from None
    listener.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    return listener
