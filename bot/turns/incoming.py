"""What Telegram brought, as the host takes it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command such as /start, without its slash; `argument` is the rest of the line."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button under a message was pressed; `data` is whatever came back."""

    data: str
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A typed message."""

    text: str
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A message that was typed before now reads otherwise."""

    text: str
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Something that is not text: 'sticker', 'photo', 'voice' or 'other'."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """The person blocked the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked:
    """The person unblocked the bot."""


Act = Command | Press | Text | Edit | Odd | Blocked | Unblocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One act of one person; `language` is the code that Telegram names, if any."""

    person_id: int
    update_id: int
    language: str | None
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the host says at once, beside the outbox: a short notice for a pressed button."""

    notice: str = ""
