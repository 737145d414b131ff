"""Reply markup: which keyboards Telegram takes, what it drops, and its words for each mistake."""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Json

_MOST_IN_ROW = 8
_MOST_REPLY_IN_ROW = 12
_MOST_INLINE = 100
_LONGEST_DATA = 64  # bytes
_LONGEST_COPY = 256
_STYLES = {"", "default", "primary", "danger", "success"}
_ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_URL = re.compile(r"(?:https?://)?[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?|tg://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """An inline keyboard, or any other markup as it was sent; a message has one or the other."""

    inline: list[list[Json]] = field(default_factory=list)
    reply: Json | None = None


def read_markup(parameters: Parameters, *, private: bool) -> Markup:
    """Read `reply_markup` of a new message."""
    markup = parameters.parsed("reply_markup", "reply keyboard markup")
    if markup is None:
        return Markup()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if markup.get("keyboard"):
        return Markup(reply=_read_reply_keyboard(markup, private=private))
    if "inline_keyboard" in markup:
        return Markup(inline=_read_inline(markup["inline_keyboard"]))
    if any(markup.get(name) is True for name in ("remove_keyboard", "hide_keyboard", "force_reply")):
        return Markup(reply=markup)
    return Markup()


def read_edited_markup(parameters: Parameters) -> Markup:
    """Read `reply_markup` of an edit, which may be an inline keyboard only; none takes it away."""
    markup = read_markup(parameters, private=True)
    if markup.reply is not None:
        raise bad_request("inline keyboard expected")
    return markup


def _rows(rows: Any, name: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _read_inline(rows: Any) -> list[list[Json]]:
    keyboard = []
    for row in _rows(rows, "inline_keyboard"):
        buttons = [_read_inline_button(button) for button in row]
        kept = [button for button in buttons if button["text"]][:_MOST_IN_ROW]
        if kept:
            keyboard.append(kept)
    if sum(map(len, keyboard)) > _MOST_INLINE:
        raise bad_request("reply markup is too long")
    return keyboard


def _read_inline_button(button: Any) -> Json:
    text, action = _checked_button(button, "inline keyboard button")
    name = next((each for each in _ACTIONS if button.get(each) not in (None, "", False)), "")
    if not name:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    _check_action(name, button[name])
    return {"text": text, name: button[name]} | action


def _checked_button(button: Any, what: str) -> tuple[str, Json]:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: expected an Object")
    text = button.get("text", "")
    if not isinstance(text, str):
        raise bad_request(f'can\'t parse {what}: field "text" must be of type String')
    style = str(button.get("style", "")).lower()
    if style not in _STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")
    return text.strip(), {"style": style} if style not in ("", "default") else {}


def _check_action(name: str, value: Any) -> None:
    if name == "callback_data" and len(str(value).encode()) > _LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if name == "url" and not _URL.fullmatch(str(value)):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if name == "web_app":
        url = str(value.get("url", "")) if isinstance(value, dict) else ""
        if not url.lower().startswith("https://"):
            words = "is invalid: Only HTTPS links are allowed"
            raise bad_request(f"inline keyboard button Web App URL '{url}' {words}")
    if name == "copy_text":
        text = str(value.get("text", "")) if isinstance(value, dict) else ""
        if not 1 <= len(text) <= _LONGEST_COPY:
            raise bad_request("can't parse inline keyboard button: copy text must be of 1-256 characters")


def _read_reply_keyboard(markup: Json, *, private: bool) -> Json:
    rows = []
    for row in _rows(markup["keyboard"], "keyboard"):
        buttons = [_read_reply_button(button, private=private) for button in row]
        kept = [button for button in buttons if button["text"]][:_MOST_REPLY_IN_ROW]
        if kept:
            rows.append(kept)
    return {**markup, "keyboard": rows}


def _read_reply_button(button: Any, *, private: bool) -> Json:
    if isinstance(button, str):
        return {"text": button.strip()}
    text, style = _checked_button(button, "keyboard button")
    asks = {"request_location": "location", "request_contact": "phone number", "request_poll": "poll"}
    for name, what in asks.items():
        if button.get(name) and not private:
            raise bad_request(f"{what} can be requested in private chats only")
    if button.get("web_app") and not private:
        raise bad_request("web App buttons can be used in private chats only")
    return {**button, "text": text} | style
