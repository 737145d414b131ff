"""The things the sandbox keeps: people, messages, presses, files; records that change in place."""

from dataclasses import dataclass, field, fields
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Person:
    """Someone who can talk with the bot; a private chat has the person's id."""

    id: int
    first_name: str
    language_code: str = "en"
    started: bool = False
    blocked: bool = False

    def as_user(self) -> Json:
        """The person as Telegram's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        user["username"] = self.first_name.lower()
        if self.language_code:
            user["language_code"] = self.language_code
        return user


@dataclass(slots=True, kw_only=True)
class Message:
    """One message; `person` is its author, or None when the bot wrote it.

    `date` and `edited` are Unix seconds of the moved clock. `content` holds Telegram's own fields
    (text and entities, or photo, document, caption ...). `version` is the chat's version at the last change.
    """

    message_id: int
    chat: int
    person: int | None
    date: int
    content: Json
    keyboard: list[list[Json]] = field(default_factory=list)
    reply_keyboard: Json | None = None
    reply_to: int | None = None
    edited: int | None = None
    deleted: bool = False
    version: int = 0


@dataclass(slots=True, kw_only=True)
class Press:
    """A pressed button that waits for its answer; `at` is Unix seconds of the system clock."""

    id: str
    person: int
    chat: int
    message_id: int
    data: str
    at: float


@dataclass(slots=True, kw_only=True)
class StoredFile:
    """What is known of a file; its bytes lie beside the journal or in memory."""

    file_id: str
    name: str
    kind: str
    size: int

    @property
    def unique_id(self) -> str:
        """The id that is the same for every bot."""
        return f"unique{self.file_id}"


def as_json(record: Person | Message | Press | StoredFile) -> Json:
    """The record's fields as a JSON object, ready for the journal."""
    return {each.name: getattr(record, each.name) for each in fields(record)}
