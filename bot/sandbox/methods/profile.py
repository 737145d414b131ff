"""Commands, names, descriptions and the menu button."""

import re
from typing import Any

from bot.sandbox.call import Call, method
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Json

_MOST_COMMANDS = 100
_LONGEST_COMMAND = 32
_LONGEST_COMMAND_DESCRIPTION = 256
_LONGEST_NAME, _LONGEST_DESCRIPTION, _LONGEST_SHORT_DESCRIPTION = 64, 512, 120
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


@method
async def set_my_commands(call: Call) -> bool:
    """Set the commands of a scope and language."""
    given = call.parameters.parsed("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > _MOST_COMMANDS:
        raise bad_request("too many commands specified")
    call.world.profile.commands[_scope_key(call)] = [_read_command(each) for each in given]
    call.world.keep_profile()
    return True


@method
async def get_my_commands(call: Call) -> list[Json]:
    """Give the commands of exactly this scope and language."""
    return call.world.profile.commands.get(_scope_key(call), [])


@method
async def delete_my_commands(call: Call) -> bool:
    """Forget the commands of a scope and language."""
    call.world.profile.commands.pop(_scope_key(call), None)
    call.world.keep_profile()
    return True


@method
async def set_my_name(call: Call) -> bool:
    """Set the bot's name, of at most 64 characters."""
    return _set(call, "name", call.world.profile.names, _LONGEST_NAME)


@method
async def get_my_name(call: Call) -> Json:
    """Give the bot's name."""
    return {"name": _get(call, call.world.profile.names) or call.world.profile.as_user()["first_name"]}


@method
async def set_my_description(call: Call) -> bool:
    """Set the text that is shown in the empty chat, of at most 512 characters."""
    return _set(call, "description", call.world.profile.descriptions, _LONGEST_DESCRIPTION)


@method
async def get_my_description(call: Call) -> Json:
    """Give the text that is shown in the empty chat."""
    return {"description": _get(call, call.world.profile.descriptions)}


@method
async def set_my_short_description(call: Call) -> bool:
    """Set the text on the bot's profile, of at most 120 characters."""
    texts = call.world.profile.short_descriptions
    return _set(call, "short_description", texts, _LONGEST_SHORT_DESCRIPTION)


@method
async def get_my_short_description(call: Call) -> Json:
    """Give the text on the bot's profile."""
    return {"short_description": _get(call, call.world.profile.short_descriptions)}


@method
async def set_chat_menu_button(call: Call) -> bool:
    """Set what the button beside the input opens, in one private chat or in all."""
    button = call.parameters.parsed("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("can't parse menu button: unallowed type")
    if button["type"] == "web_app":
        _check_web_app(button)
    call.world.profile.menu_buttons[str(_private_chat(call))] = button
    call.world.keep_profile()
    return True


@method
async def get_chat_menu_button(call: Call) -> Json:
    """Give what the button beside the input opens."""
    return call.world.profile.menu_button_for(_private_chat(call))


def _private_chat(call: Call) -> int:
    chat = call.parameters.integer("chat_id")
    if chat and chat not in call.world.people:
        raise bad_request("chat not found")
    return chat


def _check_web_app(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("menu button text must be non-empty")
    app: Any = button.get("web_app")
    url = str(app.get("url", "")) if isinstance(app, dict) else ""
    if not url.lower().startswith("https://"):
        raise bad_request(f"menu button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _read_command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("expected an Object as BotCommand")
    command = str(given.get("command", "")).strip().removeprefix("/").strip()
    description = str(given.get("description", "")).strip()
    if not command:
        raise bad_request("command must be non-empty")
    if len(command) > _LONGEST_COMMAND:
        raise bad_request(f"command length must not exceed {_LONGEST_COMMAND}")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > _LONGEST_COMMAND_DESCRIPTION:
        raise bad_request(f"command description length must not exceed {_LONGEST_COMMAND_DESCRIPTION}")
    if not re.fullmatch(r"[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def _scope_key(call: Call) -> str:
    scope = call.parameters.parsed("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    parts = [str(scope.get(name, "")) for name in _SCOPES[scope["type"]]]
    if "" in parts:
        raise bad_request("can't parse BotCommandScope: chat_id is empty")
    return "/".join([scope["type"], *parts]) + f"|{_language(call)}"


def _language(call: Call) -> str:
    code = call.parameters.text("language_code")
    if not re.fullmatch(r"(?:[a-z]{2})?", code):
        raise bad_request("invalid language code specified")
    return code


def _set(call: Call, name: str, texts: dict[str, str], longest: int) -> bool:
    text = call.parameters.text(name).strip()
    if len(text) > longest:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    texts[_language(call)] = text
    call.world.keep_profile()
    return True


def _get(call: Call, texts: dict[str, str]) -> str:
    return texts.get(_language(call)) or texts.get("", "")
