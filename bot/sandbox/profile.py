"""What the bot says of itself: names, descriptions, commands, menu buttons, webhook."""

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.sandbox.records import Json

DEFAULT_NAME = "Bot on this computer"
USERNAME = "local_sandbox_bot"


@dataclass(slots=True, kw_only=True)
class Webhook:
    """Where updates are delivered; an empty url means that the bot polls."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass(slots=True, kw_only=True)
class Profile:
    """Texts by language code ("" for all), commands by scope and language, menu buttons by chat (0: all)."""

    bot_id: int = 1
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    menu_buttons: dict[str, Json] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)

    def as_user(self) -> Json:
        """The bot as Telegram's User, as it stands in messages."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.names.get("") or DEFAULT_NAME,
            "username": USERNAME,
        }

    def commands_for(self, person: int, language: str, *, chat: int) -> list[Json]:
        """The commands this person sees there: the narrowest scope wins, then the language."""
        kind = "all_private_chats" if chat > 0 else "all_group_chats"
        scopes = [f"chat_member/{chat}/{person}", f"chat/{chat}", kind, "default"]
        keys = [f"{scope}|{code}" for scope in scopes for code in (language, "")]
        return next((self.commands[key] for key in keys if self.commands.get(key)), [])

    def menu_button_for(self, chat: int) -> Json:
        """The chat's own menu button, else the one for all."""
        return self.menu_buttons.get(str(chat)) or self.menu_buttons.get("0") or {"type": "commands"}

    def as_json(self) -> Json:
        """The profile as a JSON object, ready for the journal."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Profile":
        """Build the profile from what the journal kept."""
        return cls(**{**kept, "webhook": Webhook(**kept["webhook"])})
