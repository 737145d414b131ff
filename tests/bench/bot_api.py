"""The Bot API as far as a bot needs it that is measured: messages with buttons, updates, refusals.

It answers at once, where Telegram is tens of milliseconds away, so what is measured is the bot alone. It
keeps no entities and knows no limits but those that a faulty measurement would run into.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from tests.bench.wire import Answer, Reply

Parameters = Mapping[str, str]
# Telegram gathers updates for one to two milliseconds before it answers a poll that waits.
GATHERED = 0.001
LONGEST_DATA = 64  # bytes of a button
MOST_UPDATES = 100
BOT = '{"id":1000,"is_bot":true,"first_name":"Daymark","username":"daymark_bot"}'
TRUE = Answer(b'{"ok":true,"result":true}')
NO_UPDATES = Answer(b'{"ok":true,"result":[]}')


class Refused(Exception):
    """Telegram would not take this call; the message is Telegram's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of the bot as it stands in a chat; `buttons` are data by label."""

    chat_id: int
    message_id: int
    text: str
    markup: str
    buttons: Mapping[str, str]

    def packed(self) -> str:
        """As the Bot API tells it."""
        markup = f',"reply_markup":{self.markup}' if self.buttons else ""
        return (
            f'{{"message_id":{self.message_id},"from":{BOT},"date":{int(time.time())},'
            f'"chat":{chat(self.chat_id)},"text":{json.dumps(self.text)}{markup}}}'
        )


def chat(person_id: int) -> str:
    """A private chat."""
    return f'{{"id":{person_id},"first_name":"P","type":"private"}}'


def user(person_id: int) -> str:
    """The person in it."""
    return f'{{"id":{person_id},"is_bot":false,"first_name":"P","language_code":"en"}}'


def ignore(_what: object) -> None:
    """Nobody listens."""


@dataclass(slots=True, kw_only=True)
class BotApi:
    """One bot's chats; moments are those of the machine's monotonic clock, in seconds."""

    on_shown: Callable[[Shown], None] = ignore
    on_answered: Callable[[str], None] = ignore
    first_poll: float = 0.0
    first_sent: dict[int, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    calls: int = 0
    _messages: dict[tuple[int, int], Shown] = field(default_factory=dict)
    _updates: deque[tuple[int, str]] = field(default_factory=deque)
    _queries: set[str] = field(default_factory=set)
    _poll: asyncio.Future[Answer] | None = None
    _number: int = 5_000_000

    def respond(self, called: str, body: bytes) -> Reply:
        """The answer to one call; what is given stands behind the method's name or in the body."""
        self.calls += 1
        method, _, query = called.partition("?")
        given = dict(parse_qsl(f"{query}&{body.decode()}", keep_blank_values=True))
        try:
            return self._respond(method.lower(), given)
        except Refused as refusal:
            self.refused.append(f"{method}: {refusal}")
            told = {"ok": False, "error_code": 400, "description": f"Bad Request: {refusal}"}
            return Answer(json.dumps(told).encode(), status=400)

    def _respond(self, method: str, given: Parameters) -> Reply:
        match method:
            case "getupdates":
                return self._get_updates(int(given.get("offset", 0)), float(given.get("timeout", 0)))
            case "sendmessage":
                return self._show(given, self._next())
            case "editmessagetext":
                return self._edit(given)
            case "answercallbackquery":
                return self._answer_query(given.get("callback_query_id", ""))
            case "getme":
                return Answer(f'{{"ok":true,"result":{BOT}}}'.encode())
            case _:
                return TRUE

    def press(self, shown: Shown, label: str) -> str:
        """The person presses a button of a message; the id of the query."""
        number = self._next()
        query = str(number)
        self._queries.add(query)
        self._add(
            number,
            f'"callback_query":{{"id":"{query}","from":{user(shown.chat_id)},"message":{shown.packed()},'
            f'"chat_instance":"1","data":{json.dumps(shown.buttons[label])}}}',
        )
        return query

    def type(self, person_id: int, command: str) -> None:
        """The person types a command."""
        number = self._next()
        entities = f'[{{"type":"bot_command","offset":0,"length":{len(command)}}}]'
        self._add(
            number,
            f'"message":{{"message_id":{number},"from":{user(person_id)},"chat":{chat(person_id)},'
            f'"date":{int(time.time())},"text":{json.dumps(command)},"entities":{entities}}}',
        )

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _add(self, number: int, what: str) -> None:
        self._updates.append((number, f'{{"update_id":{number},{what}}}'))
        if self._poll is not None and len(self._updates) == 1:
            asyncio.get_running_loop().call_later(GATHERED, self._end_poll, self._poll)

    def _get_updates(self, offset: int, timeout: float) -> Reply:
        self.first_poll = self.first_poll or time.monotonic()
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        if self._updates or not timeout:
            return self._waiting()
        loop = asyncio.get_running_loop()
        self._poll = loop.create_future()
        loop.call_later(timeout, self._end_poll, self._poll)
        return self._poll

    def _end_poll(self, poll: asyncio.Future[Answer]) -> None:
        if not poll.done():
            poll.set_result(self._waiting())
            self._poll = None

    def _waiting(self) -> Answer:
        if not self._updates:
            return NO_UPDATES
        count = min(MOST_UPDATES, len(self._updates))
        joined = ",".join(self._updates[at][1] for at in range(count))
        return Answer(f'{{"ok":true,"result":[{joined}]}}'.encode())

    def _show(self, given: Parameters, message_id: int) -> Answer:
        chat_id, text, markup = int(given["chat_id"]), given.get("text", ""), given.get("reply_markup", "")
        if not text.strip():
            raise Refused("message text is empty")
        shown = Shown(
            chat_id=chat_id, message_id=message_id, text=text, markup=markup, buttons=_buttons(markup)
        )
        self._messages[chat_id, message_id] = shown
        self.first_sent.setdefault(chat_id, time.monotonic())
        self.on_shown(shown)
        return Answer(f'{{"ok":true,"result":{shown.packed()}}}'.encode())

    def _edit(self, given: Parameters) -> Answer:
        place = int(given["chat_id"]), int(given["message_id"])
        before = self._messages.get(place)
        if before is None:
            raise Refused("message to edit not found")
        if (before.text, before.markup) == (given.get("text"), given.get("reply_markup", "")):
            raise Refused("message is not modified")
        return self._show(given, place[1])

    def _answer_query(self, query: str) -> Answer:
        if query not in self._queries:
            raise Refused("query is too old and response timeout expired or query ID is invalid")
        self._queries.remove(query)
        self.on_answered(query)
        return TRUE


def _buttons(markup: str) -> dict[str, str]:
    rows = json.loads(markup).get("inline_keyboard", []) if markup else []
    buttons = {button["text"]: button.get("callback_data", "") for row in rows for button in row}
    if any(len(data.encode()) > LONGEST_DATA for data in buttons.values()):
        raise Refused("BUTTON_DATA_INVALID")
    return buttons
