"""Commands, names, descriptions and the menu button."""

from typing import Any

import pytest

from tests.sandbox.line import Line


def command(name: str, description: str = "What it does") -> list[dict[str, str]]:
    """A list of one command."""
    return [{"command": name, "description": description}]


async def test_commands_by_scope_and_language(line: Line) -> None:
    """The narrowest scope wins, then the language; deleting falls back to the wider one."""
    await line.bot("setMyCommands", commands=command("/start "))
    await line.bot("setMyCommands", commands=command("los"), language_code="de")
    await line.bot("setMyCommands", commands=command("mine"), scope={"type": "chat", "chat_id": 1002})
    assert (await line.bot("getMyCommands"))[0]["command"] == "start"
    assert await line.bot("getMyCommands", language_code="fr") == []
    seen = [(await line.look("bot", chat=chat))["commands"][0]["command"] for chat in (1001, 1002)]
    assert seen == ["start", "mine"]
    await line.control("people/1001/language", code="de")
    assert (await line.look("bot", chat=1001))["commands"][0]["command"] == "los"
    await line.bot("deleteMyCommands", language_code="de")
    assert (await line.look("bot", chat=1001))["commands"][0]["command"] == "start"


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": "x"}, "can't parse commands JSON object"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": [1]}, "expected an Object as BotCommand"),
        ({"commands": command("a") * 101}, "too many commands specified"),
        ({"commands": command("/")}, "command must be non-empty"),
        ({"commands": command("a" * 33)}, "command length must not exceed 32"),
        ({"commands": command("a", " ")}, "command description must be non-empty"),
        ({"commands": command("a", "x" * 257)}, "command description length must not exceed 256"),
        ({"commands": command("Start")}, "BOT_COMMAND_INVALID"),
        ({"commands": [], "scope": {"type": "x"}}, "can't parse BotCommandScope: unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope: chat_id is empty"),
        ({"commands": [], "language_code": "eng"}, "invalid language code specified"),
    ],
)
async def test_refused_commands(line: Line, parameters: dict[str, Any], description: str) -> None:
    """Each mistake in commands is refused in Telegram's words."""
    assert await line.refusal("setMyCommands", **parameters) == f"Bad Request: {description}"


async def test_names_and_descriptions(line: Line) -> None:
    """Names and descriptions have a length, a language, and are shown."""
    for name, longest in [("name", 64), ("description", 512), ("short_description", 120)]:
        method = "My" + name.title().replace("_", "")
        await line.bot(f"set{method}", **{name: "x" * longest})
        await line.bot(f"set{method}", **{name: "y"}, language_code="de")
        assert (await line.bot(f"get{method}"))[name] == "x" * longest
        assert (await line.bot(f"get{method}", language_code="de"))[name] == "y"
        assert (await line.look("bot", chat=1001))[name] == "x" * longest
        assert "is too long" in await line.refusal(f"set{method}", **{name: "x" * (longest + 1)})
    assert (await line.bot("getMe"))["first_name"] == "x" * 64


async def test_menu_button(line: Line) -> None:
    """The menu button is set for all chats or for one."""
    assert await line.bot("getChatMenuButton") == {"type": "commands"}
    app = {"type": "web_app", "text": "App", "web_app": {"url": "https://a.org"}}
    await line.bot("setChatMenuButton", chat_id=1001, menu_button=app)
    assert await line.bot("getChatMenuButton", chat_id=1001) == app
    assert await line.bot("getChatMenuButton", chat_id=1002) == {"type": "commands"}
    for button, words in [
        ({"type": "x"}, "can't parse menu button: unallowed type"),
        (app | {"text": " "}, "menu button text must be non-empty"),
        (
            app | {"web_app": {"url": "http://a"}},
            "menu button Web App URL 'http://a' is invalid: Only HTTPS links are allowed",
        ),
    ]:
        assert await line.refusal("setChatMenuButton", menu_button=button) == f"Bad Request: {words}"
    assert await line.refusal("getChatMenuButton", chat_id=5) == "Bad Request: chat not found"
