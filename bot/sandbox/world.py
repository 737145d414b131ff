"""Everything the sandbox knows, and the changes that bot and people can make to it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.clock import Clock
from bot.sandbox.conversation import Conversation
from bot.sandbox.errors import SandboxError
from bot.sandbox.files import Files
from bot.sandbox.journal import Journal
from bot.sandbox.profile import Profile
from bot.sandbox.records import Json, Message, Person, Press, StoredFile, as_json
from bot.sandbox.updates import UpdateQueue

_RESTART_STEP = 1000  # so that versions seen before a restart, of toasts too, lie behind
ROBIN, SAM, GROUP = 1001, 1002, -2001


def _first_people() -> dict[int, Person]:
    return {ROBIN: Person(id=ROBIN, first_name="Robin"), SAM: Person(id=SAM, first_name="Sam")}


class World:
    """People, chats, updates and files; each change is put into the journal, `save` keeps them."""

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        self.clock = clock
        self.moved = Bell()
        self.journal = Journal(None if folder is None else folder / "sandbox.jsonl")
        self.files = Files(None if folder is None else folder / "files", self.journal)
        self.updates = UpdateQueue(clock=clock, journal=self.journal)
        self.people = _first_people()
        self.conversations = {chat: Conversation(chat=chat) for chat in (ROBIN, SAM, GROUP)}
        self.presses: dict[str, Press] = {}
        self.profile = Profile()
        self.last_message_id = 0
        self._restore(self.journal.load())

    def _restore(self, kept: dict[str, Any]) -> None:
        self.clock.ahead = timedelta(seconds=kept.pop("ahead", 0.0))
        self.last_message_id = kept.pop("last_message_id", 0)
        self.updates.last_id = kept.pop("last_update_id", self.updates.last_id)
        self.updates.allowed = kept.pop("allowed_updates", [])
        if "profile" in kept:
            self.profile = Profile.from_json(kept.pop("profile"))
        for name, value in kept.items():
            self._restore_record(name.partition("/")[0], value)

    def _restore_record(self, kind: str, value: Json) -> None:
        match kind:
            case "person":
                self.people[value["id"]] = Person(**value)
            case "message":
                self._restore_message(Message(**value))
            case "press":
                self.presses[value["id"]] = Press(**value)
            case "file":
                self.files.known[value["file_id"]] = StoredFile(**value)
            case "update":
                self.updates.restore(value["update"], value["expiry"])
            case _:
                raise SandboxError(f"The sandbox's folder holds '{kind}', which it cannot read: empty it.")

    def _restore_message(self, message: Message) -> None:
        conversation = self.conversations[message.chat]
        conversation.messages[message.message_id] = message
        conversation.version = max(conversation.version, message.version + _RESTART_STEP)

    def save(self) -> None:
        """Keep every change made so far."""
        self.journal.save()

    def keep_person(self, person: Person) -> None:
        """Keep what changed about a person."""
        self.journal.put(f"person/{person.id}", as_json(person))

    def keep_profile(self) -> None:
        """Keep what changed about the bot, and show it in every chat."""
        self.journal.put("profile", self.profile.as_json())
        self.journal.put("allowed_updates", self.updates.allowed)
        for conversation in self.conversations.values():
            conversation.changed()

    def add_message(self, message: Message) -> Message:
        """Give the message the next id and put it into its chat."""
        self.last_message_id += 1
        message.message_id = self.last_message_id
        conversation = self.conversations[message.chat]
        conversation.messages[message.message_id] = message
        if message.person is None:
            conversation.action_until = 0.0
        self.journal.put("last_message_id", self.last_message_id)
        self.change_message(message)
        return message

    def change_message(self, message: Message) -> None:
        """Keep what changed about a message and show it."""
        message.version = self.conversations[message.chat].changed()
        self.journal.put(f"message/{message.chat}/{message.message_id}", as_json(message))

    def add_press(self, press: Press) -> None:
        """Remember a press until it is answered; those that can no longer be answered go."""
        now = self.clock.elapsed()
        for old in [each for each in self.presses.values() if now - each.at > ANSWER_WINDOW]:
            self.end_press(old)
        self.presses[press.id] = press
        self.journal.put(f"press/{press.id}", as_json(press))
        self.conversations[press.chat].changed()

    def end_press(self, press: Press) -> None:
        """Forget a press: it was answered, or nobody can answer it any more."""
        del self.presses[press.id]
        self.journal.put(f"press/{press.id}", None)

    def unanswered(self, chat: int) -> list[Press]:
        """The presses in this chat that the bot can still answer."""
        now = self.clock.elapsed()
        return [
            each for each in self.presses.values() if each.chat == chat and now - each.at <= ANSWER_WINDOW
        ]

    def move_clock(self, ahead: timedelta) -> None:
        """Set how far the clock is ahead of the system's."""
        self.clock.ahead = ahead
        self.journal.put("ahead", ahead.total_seconds())
        self.moved.ring()
        for conversation in self.conversations.values():
            conversation.changed()

    async def let_pass(self, seconds: float) -> None:
        """Wait so long by the sandbox's clock: moving it on shortens the wait."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while (left := end - self.clock.now()) > timedelta(0) and not self.moved.closed:
            await self.moved.heard(left.total_seconds())

    def start_over(self) -> None:
        """Forget people's chats and the moved clock; ids go on growing and the bot keeps its profile."""
        self.updates.clear()
        self.files.clear()
        for press in list(self.presses.values()):
            self.end_press(press)
        for conversation in self.conversations.values():
            for message in conversation.messages.values():
                self.journal.put(f"message/{message.chat}/{message.message_id}", None)
            conversation.clear()
        self.people = _first_people()
        for person in self.people.values():
            self.keep_person(person)
        self.move_clock(timedelta(0))

    def close(self) -> None:
        """Wake everyone who waits, since the server stops."""
        self.updates.close()
        self.moved.close()
        for conversation in self.conversations.values():
            conversation.bell.close()

    def open(self) -> None:
        """Let waiting begin again, since a server starts."""
        self.updates.bell.open()
        self.moved.open()
        for conversation in self.conversations.values():
            conversation.bell.open()


ANSWER_WINDOW = 15.0  # seconds in which Telegram takes the answer to a press; it publishes no figure
