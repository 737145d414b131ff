"""A person at the sandbox: says, taps, and waits by long poll until something is seen."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import httpx

ROBIN, SAM, GROUP = 1001, 1002, -2001
PATIENCE = 15.0  # seconds
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of the bot as it stands in the chat; `rows` are labels, `data` what each carries."""

    id: int
    text: str
    rows: Sequence[Sequence[str]]
    data: dict[str, str]

    @property
    def labels(self) -> list[str]:
        """All labels in their order."""
        return [label for row in self.rows for label in row]

    def finds(self, label: str) -> str | None:
        """The data of the button with this label, or of the first whose label holds it."""
        near = (data for name, data in self.data.items() if label in name)
        return self.data.get(label) or next(near, None)


@dataclass(slots=True, kw_only=True)
class Chat:
    """One person's chat; `taps` and `typed` count what the person had to do."""

    http: httpx.AsyncClient
    person: int = ROBIN
    taps: int = 0
    typed: int = 0
    seen: int = 0
    said: list[int] = field(default_factory=list)

    async def say(self, text: str, sees: str | None = None) -> Shown:
        """Send words, and wait for a message with `sees` in it."""
        await self._look()
        self.typed += 1
        told = await self.control(f"people/{self.person}/text", text=text)
        self.said.append(told["message_id"])
        return await self.sees(sees) if sees is not None else await self.newest()

    async def send(self, kind: str, sees: str, **more: Any) -> Shown:
        """Send a sticker, a photo or a voice message, or edit words."""
        await self._look()
        await self.control(f"people/{self.person}/{kind}", **more)
        return await self.sees(sees)

    async def tap(self, label: str, sees: str | None = None, *, on: Shown | None = None) -> Shown:
        """Press the newest button with this label, and wait for `sees`, or for the spinner to stop."""
        await self._look()
        shown = on or await self._with_button(label)
        data = shown.finds(label)
        assert data is not None, f"no button '{label}' among {shown.labels}"
        return await self.press(shown, data, sees)

    async def press(self, shown: Shown, data: str, sees: str | None = None) -> Shown:
        """Press a button by its data, even if it has gone since: the person's screen was old."""
        await self._look()
        self.taps += 1
        told = {"message_id": shown.id, "data": data, "force": True}
        await self.control(f"people/{self.person}/tap", **told)
        await self.settled()
        return await self.sees(sees) if sees is not None else await self.newest()

    async def sees(self, text: str) -> Shown:
        """The newest message of the bot that changed since the last act and holds `text`."""
        return await self._until(lambda chat: _holding(chat, text), f"see '{text}'")

    async def hears(self, text: str) -> str:
        """The notice over the chat that answered a button."""
        return await self._until(
            lambda chat: next((one["text"] for one in chat["toasts"] if text in one["text"]), None),
            f"hear '{text}'",
        )

    async def settled(self) -> None:
        """Wait until no button spins any more."""
        await self._until(lambda chat: not chat["waiting"] or None, "be answered")

    async def newest(self) -> Shown:
        """The last message of the bot."""
        return (await self.messages())[-1]

    async def messages(self) -> list[Shown]:
        """Every message of the bot, oldest first."""
        chat = await self.get(f"chats/{self.person}")
        return [_shown(one) for one in chat["messages"] if _is_of_bot(one)]

    async def message(self, message_id: int) -> Shown:
        """A message as it stands now."""
        return next(one for one in await self.messages() if one.id == message_id)

    async def open_questions(self) -> list[Shown]:
        """The messages with a button that answers a check-in."""
        return [one for one in await self.messages() if any(_is_answer(data) for data in one.data.values())]

    async def control(self, path: str, **body: Any) -> Any:
        """Post to the control API; what it refuses fails the test."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    async def get(self, path: str, **query: Any) -> Any:
        """Read from the control API."""
        return (await self.http.get(f"/sandbox/{path}", params=query)).json()

    async def move(self, **wish: Any) -> datetime:
        """Move the clock, and give the moment it shows."""
        await self._look()
        return datetime.fromisoformat((await self.control("clock", **wish))["now"])

    async def _look(self) -> None:
        self.seen = (await self.get(f"chats/{self.person}"))["version"]

    async def _with_button(self, label: str) -> Shown:
        messages = (await self.messages())[::-1]
        exact = [one for one in messages if label in one.data]
        near = [one for one in messages if one.finds(label)]
        assert near, f"no button '{label}' in {[one.labels for one in messages]}"
        return (exact or near)[0]

    async def _until(self, look_for: Callable[[Any], Found | None], wish: str) -> Found:
        """Look again at each change until something is found; what was found is in the failure."""
        path, query = f"chats/{self.person}/wait", {"since": self.seen, "timeout": PATIENCE}
        chat = await self.get(f"chats/{self.person}", since=self.seen)
        try:
            async with asyncio.timeout(PATIENCE):
                while (found := look_for(chat)) is None:
                    chat = await self.get(path, version=chat["version"], **query)
        except TimeoutError:
            texts = [one["text"] for one in chat["messages"]] + [one["text"] for one in chat["toasts"]]
            raise AssertionError(f"{self.person} waits to {wish}, but got {texts}") from None
        return found


def _holding(chat: Any, text: str) -> Shown | None:
    found = [one for one in chat["messages"] if _is_of_bot(one) and text in one["text"]]
    return _shown(found[-1]) if found else None


def _shown(message: Any) -> Shown:
    return Shown(
        id=message["message_id"],
        text=message["text"],
        rows=[[button["text"] for button in row] for row in message["buttons"]],
        data={each["text"]: each["data"] for row in message["buttons"] for each in row if "data" in each},
    )


def _is_of_bot(message: Any) -> bool:
    return message["from"] == "bot" and not message["deleted"]


def _is_answer(data: str) -> bool:
    parts = data.split(":")
    return parts[0] == "c" and len(parts) > 2 and parts[2] in {"r", "w", "d", "o", "s", "x", "n"}
