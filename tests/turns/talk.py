"""People who talk with the real host: acts go in, and what went out stands in their chats."""

import html
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlmodel import SQLModel, select

from bot.registry import Registry
from bot.store.transaction import Transaction
from bot.turns.host import Turns
from bot.turns.incoming import Act, Command, Edit, Incoming, Outcome, Press, Text
from bot.turns.outgoing import Outgoing, delivered
from bot.voice.message import Button, Message
from tests.turns.screens.room import PERSON, Room, open_room

Row = TypeVar("Row", bound=SQLModel)


@dataclass(slots=True, kw_only=True)
class Talk:
    """The host on a real database, and a Telegram that takes every call at once."""

    room: Room
    turns: Turns = field(init=False)
    chats: dict[int, dict[int, Message]] = field(default_factory=dict)
    calls: list[Outgoing] = field(default_factory=list)
    woken: int = 0
    update_id: int = 0
    message_id: int = 1000
    delivers: bool = True
    shown: int = 0

    def hand_on(self, calls: Sequence[Outgoing]) -> None:
        """What the sender would be given."""
        self.calls.extend(calls)

    def wake(self) -> None:
        """What the ticker would be told."""
        self.woken += 1

    async def act(self, act: Act, *, person: int = PERSON, update_id: int | None = None) -> Outcome:
        """Let one act of a person be taken, and deliver what it sent."""
        self.update_id += 1
        at = update_id or self.update_id
        outcome = await self.turns.take(Incoming(person_id=person, update_id=at, language="en-GB", act=act))
        await self.deliver()
        return outcome

    async def say(self, text: str, *, person: int = PERSON) -> int:
        """Type something; gives the message's id."""
        self.message_id += 1
        at = self.message_id
        await self.act(Text(text=text, message_id=at), person=person)
        return at

    async def edit(self, message_id: int, text: str) -> None:
        """Edit what was typed before."""
        await self.act(Edit(text=text, message_id=message_id))

    async def command(self, name: str, argument: str = "", *, person: int = PERSON) -> None:
        """Send a command."""
        await self.act(Command(name=name, argument=argument), person=person)

    async def tap(self, label: str, *, person: int = PERSON) -> Outcome:
        """Press the newest button whose label begins like this."""
        for message_id, message in reversed(self.chats[person].items()):
            for button in _buttons(message):
                if button.label.startswith(label):
                    return await self.press(button.data or "", message_id, person=person)
        raise AssertionError(f"no button {label!r} in {self.labels(person)}")

    async def press(self, data: str, message_id: int = 0, *, person: int = PERSON) -> Outcome:
        """Press any button, forged ones too."""
        return await self.act(Press(data=data, message_id=message_id), person=person)

    async def tick(self, later: timedelta = timedelta(0)) -> None:
        """Let time pass, and claim what is due."""
        self.room.now += later
        await self.turns.tick()
        await self.deliver()

    async def deliver(self) -> None:
        """Let Telegram take what waits, unless it is out of reach."""
        while self.delivers and self.shown < len(self.calls):
            one = self.calls[self.shown]
            self.shown += 1
            self.message_id += 1
            at = one.call.edits or self.message_id
            self.chats.setdefault(one.person_id, {})[at] = one.call.message
            await self.room.writer.run(lambda db, one=one, at=at: delivered(db, one, at))  # type: ignore[misc] # mypy does not infer a lambda with defaults

    def texts(self, person: int = PERSON) -> list[str]:
        """What stands in a chat, as it is read."""
        chat = self.chats.get(person, {})
        return [html.unescape(re.sub(r"</?[bi]>", "", message.text)) for message in chat.values()]

    def last(self, person: int = PERSON) -> str:
        """What was sent last, as it is read."""
        sent = [one.call.message.text for one in self.calls if one.person_id == person]
        return html.unescape(re.sub(r"</?[bi]>", "", sent[-1])) if sent else ""

    def labels(self, person: int = PERSON) -> list[str]:
        """The labels of all buttons in a chat."""
        messages = self.chats.get(person, {}).values()
        return [button.label for message in messages for button in _buttons(message)]

    def data(self, person: int = PERSON) -> list[str]:
        """The data of all buttons in a chat."""
        messages = self.chats.get(person, {}).values()
        return [button.data for message in messages for button in _buttons(message) if button.data]

    async def rows(self, kind: type[Row], person: int = PERSON) -> Sequence[Row]:
        """A person's rows of a table, as committed."""

        def work(db: Transaction) -> Sequence[Row]:
            owner = "id" if kind.__tablename__ == "person" else "person_id"
            return (db.exec(select(kind).filter_by(**{owner: person}))).all()

        return await self.room.writer.run(work)

    async def row(self, kind: type[Row], person: int = PERSON) -> Row:
        """A person's only row of a table."""
        (row,) = await self.rows(kind, person)
        return row


@asynccontextmanager
async def open_talk(folder: Path, registry: Registry | None = None) -> AsyncIterator[Talk]:
    """A host on a fresh database file, at noon."""
    async with open_room(folder, registry) as room:
        yield talk_in(room)


def talk_in(room: Room) -> Talk:
    """The host in a room."""
    talk = Talk(room=room)

    def now() -> datetime:
        return room.now

    talk.turns = Turns(
        writer=room.writer, house=room.house, now=now, hand_on=talk.hand_on, wake_ticker=talk.wake
    )
    return talk


def _buttons(message: Message) -> list[Button]:
    return [button for row in message.rows for button in row]
