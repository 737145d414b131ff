"""A message as the bot means it: text in a little HTML, and rows of buttons."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

# Telegram's limits: code points of a text after its tags are read, and bytes of a button's data.
TEXT_LIMIT = 4096
DATA_LIMIT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A label, and either data that comes back when it is pressed or an address that it opens."""

    label: str
    data: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Text with tags b and i, values escaped, and the buttons under it."""

    text: str
    rows: Rows = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is to be done in a chat: send a message, or put it in the place of `edits`."""

    message: Message
    edits: int | None = None


def press(label: str, *parts: object) -> Button:
    """A button whose data is its parts, joined by colons; ValueError over 64 bytes."""
    data = ":".join(str(part) for part in parts)
    if len(data.encode()) > DATA_LIMIT:
        raise ValueError(f"The data of the button {label!r} is over {DATA_LIMIT} bytes: shorten its parts.")
    return Button(label=label, data=data)


def in_rows(buttons: Iterable[Button], width: int) -> Rows:
    """Buttons laid out in rows of at most `width`."""
    all_buttons = tuple(buttons)
    return tuple(all_buttons[at : at + width] for at in range(0, len(all_buttons), width))


def paragraphs(*parts: str) -> str:
    """Parts that are not empty, with a blank line between."""
    return "\n\n".join(part for part in parts if part)


def shorten(text: str, length: int) -> str:
    """The text, cut with an ellipsis where it is longer than `length`."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def call_to_json(call: Call) -> str:
    """A call as it waits in the outbox."""
    return json.dumps(asdict(call), ensure_ascii=False)


def call_from_json(text: str) -> Call:
    """The call that `call_to_json` wrote."""
    data = json.loads(text)
    return Call(message=_message(data["message"]), edits=data["edits"])


def _message(data: dict[str, Any]) -> Message:
    rows: Sequence[Sequence[dict[str, Any]]] = data["rows"]
    return Message(text=data["text"], rows=tuple(tuple(Button(**b) for b in row) for row in rows))
