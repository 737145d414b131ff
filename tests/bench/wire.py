"""HTTP/1.1 on an asyncio protocol: as little as a bot's client needs, so that it costs next to nothing."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON body."""

    body: bytes
    status: int = 200

    def packed(self) -> bytes:
        """As it goes over the wire."""
        head = (
            f"HTTP/1.1 {self.status} -\r\nContent-Type: application/json\r\nContent-Length: {len(self.body)}"
        )
        return head.encode() + END + self.body


Reply = Answer | asyncio.Future[Answer]
Respond = Callable[[str, bytes], Reply]


class Wire(asyncio.Protocol):
    """One connection that is kept alive; `respond` gets path and body, one request after the other."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond
        self._waiting = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is open."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take what came, as soon as a request is whole."""
        self._waiting += data
        head, found, rest = self._waiting.partition(END)
        if not found:
            return
        length = LENGTH.search(head)
        size = int(length[1]) if length else 0
        if len(rest) < size:
            return
        self._waiting = rest[size:]
        path = head.split(b" ", 2)[1].decode()
        self._give(self._respond(path, rest[:size]))

    def _give(self, reply: Reply) -> None:
        if isinstance(reply, Answer):
            self._write(reply)
        else:
            reply.add_done_callback(lambda done: None if done.cancelled() else self._write(done.result()))

    def _write(self, answer: Answer) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(answer.packed())
