"""One chat: its messages, what is shown for a moment, and the number that grows with each change."""

from dataclasses import dataclass, field

from bot.sandbox.bell import Bell
from bot.sandbox.records import Json, Message

_SHOWN_TOASTS = 50
_TYPING_SECONDS = 5.0


@dataclass(slots=True, kw_only=True)
class Conversation:
    """The messages of one chat by id, in the order of their ids."""

    chat: int
    messages: dict[int, Message] = field(default_factory=dict)
    toasts: list[Json] = field(default_factory=list)
    version: int = 0
    cleared: int = 0  # the version at which it was last emptied
    action: str = ""
    action_until: float = 0.0
    bell: Bell = field(default_factory=Bell)

    def changed(self) -> int:
        """Count a change and wake whoever waits for it; gives the new version."""
        self.version += 1
        self.bell.ring()
        return self.version

    def find(self, message_id: int) -> Message | None:
        """The message, unless it never was or was deleted."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def toast(self, toast: Json) -> None:
        """Show the answer to a press; only the newest are kept."""
        self.toasts.append({**toast, "version": self.version + 1})
        del self.toasts[:-_SHOWN_TOASTS]
        self.changed()

    def show_action(self, action: str, *, now: float) -> None:
        """Show 'typing' or the like for five seconds, or until the next message."""
        self.action, self.action_until = action, now + _TYPING_SECONDS
        self.changed()

    def current_action(self, *, now: float) -> str:
        """What the bot is shown to be doing, or nothing."""
        return self.action if now < self.action_until else ""

    def clear(self) -> None:
        """Forget the messages; the version goes on growing, so that nobody misses it."""
        self.messages.clear()
        self.toasts.clear()
        self.action = ""
        self.cleared = self.changed()
