"""The bot's channel on a served sandbox: a real Bot API, a real database, and people who tap."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import col, select
from telegram import Bot

from bot.channel.patience import Patience
from bot.channel.request import AiohttpRequest
from bot.channel.sender import Sender
from bot.sandbox import Sandbox, serve
from bot.store.queries import persons
from bot.store.tables import Outbox
from bot.store.transaction import Transaction
from bot.turns.desk import Desk, open_desk
from bot.turns.outgoing import Outgoing, outgoing
from bot.voice.message import Message
from tests.sandbox.line import Line
from tests.turns.screens.room import NOON, Room, open_room

TOKEN = "12:abc"
ROBIN, SAM = 1001, 1002
BRIEF = Patience(first=0.001, longest=0.002, tries=3)


@dataclass(slots=True, kw_only=True)
class Wire:
    """A sandbox with two people who have begun, and a room whose outbox leads to it."""

    line: Line
    room: Room
    bot: Bot
    url: str
    senders: list[Sender] = field(default_factory=list)

    def sender(
        self, *, prompts_per_second: float = 1000, patience: Patience = BRIEF, chat_per_second: float = 1000
    ) -> Sender:
        """A sender of this bot."""
        made = Sender(
            bot=self.bot,
            writer=self.room.writer,
            now=lambda: self.room.now,
            prompts_per_second=prompts_per_second,
            patience=patience,
            chat_per_second=chat_per_second,
        )
        self.senders.append(made)
        return made

    async def commit(self, *texts: str, person: int = ROBIN, **how: Any) -> list[Outgoing]:
        """Put messages into the outbox, as a turn does."""
        return await self.put(*(Message(text=text) for text in texts), person=person, **how)

    async def put(self, *messages: Message, person: int = ROBIN, **how: Any) -> list[Outgoing]:
        """Put whole messages into the outbox."""

        def work(db: Transaction) -> Desk:
            (row,) = (persons(db, {person})).values()
            desk = open_desk(self.room.house, db, row, NOON)
            for message in messages:
                desk.send(message, **how)
            return desk

        return outgoing((await self.room.writer.run(work)).sent)

    async def chat(self, person: int = ROBIN) -> list[str]:
        """What the bot wrote in a chat, oldest first."""
        shown = await self.line.look(f"chats/{person}")
        return [message["text"] for message in shown["messages"] if message["from"] == "bot"]

    async def fail(self, **fault: Any) -> None:
        """Let the next calls fail."""
        await self.line.control("faults", **fault)

    async def waiting(self) -> Sequence[Outbox]:
        """What is still in the outbox."""

        def work(db: Transaction) -> Sequence[Outbox]:
            return (db.exec(select(Outbox).order_by(col(Outbox.id)))).all()

        return await self.room.writer.run(work)

    async def calls(self, method: str) -> list[Any]:
        """The calls of a method that reached the sandbox."""
        found: list[Any] = await self.line.look("calls", method=method)
        return found


async def empty(sender: Sender) -> None:
    """Wait until a sender has nothing left to do."""
    await until(lambda: sender.is_idle)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, at most five seconds."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what is waited for rings no bell
            await asyncio.sleep(0.001)


@asynccontextmanager
async def open_wire(folder: Path) -> AsyncIterator[Wire]:
    """A sandbox on a free port, a database, and two people known to both."""
    sandbox = Sandbox(folder=None, token=TOKEN)
    async with (
        serve(sandbox, port=0) as address,
        httpx.AsyncClient(base_url=address.url) as http,
        open_room(folder) as room,
        Bot(TOKEN, base_url=address.base_url, request=AiohttpRequest()) as bot,
    ):
        wire = Wire(line=Line(sandbox=sandbox, http=http), room=room, bot=bot, url=address.url)
        for person in (ROBIN, SAM):
            await room.person(person)
            await wire.line.say("/start", person=person)
        yield wire
        for sender in wire.senders:
            await sender.stop(within=1)
