"""How a chat looks to the page and to tests."""

from typing import Any

from bot.sandbox.records import Json, Message
from bot.sandbox.rich_html import to_html
from bot.sandbox.world import World


def show_chat(world: World, chat: int, *, since: int = 0) -> Json:
    """The messages that changed after version `since`, and what stands around them."""
    conversation = world.conversations[chat]
    now = world.clock.elapsed()
    changed = [each for each in conversation.messages.values() if each.version > since]
    return {
        "chat": chat,
        "messages": [show_message(world, each) for each in changed],
        "toasts": [each for each in conversation.toasts if each["version"] > since],
        "waiting": [
            {"id": each.id, "message_id": each.message_id, "data": each.data}
            for each in world.unanswered(chat)
        ],
        "action": conversation.current_action(now=now),
        "version": conversation.version,
        "cleared": conversation.cleared,
        "reply_keyboard": _reply_keyboard(world, chat),
    }


def show_message(world: World, message: Message) -> Json:
    """One message; `html` is safe to show, `date` and `edited` are Unix seconds."""
    content = message.content
    text: str = content.get("text") or content.get("caption") or ""
    entities: list[Json] = content.get("entities") or content.get("caption_entities") or []
    shown: Json = {"message_id": message.message_id, "from": "bot" if message.person is None else "person"}
    shown |= {"person": message.person, "date": message.date, "text": text, "entities": entities}
    shown |= {"html": to_html(text, entities), "edited": message.edited, "deleted": message.deleted}
    shown |= {"buttons": [[_button(button) for button in row] for row in message.keyboard]}
    if message.reply_to is not None:
        shown["reply_to"] = message.reply_to
    return shown | _medium(world, content)


def _button(button: Json) -> Json:
    shown: Json = {"text": button["text"]}
    if "callback_data" in button:
        shown["data"] = button["callback_data"]
    url = button.get("url") or _inner(button, "web_app", "url")
    if url:
        shown["url"] = url if "://" in url else f"http://{url}"
    if "copy_text" in button:
        shown["copy"] = _inner(button, "copy_text", "text")
    if "style" in button:
        shown["style"] = button["style"]
    return shown


def _inner(button: Json, name: str, field: str) -> str:
    value: Any = button.get(name)
    return str(value.get(field, "")) if isinstance(value, dict) else ""


def _medium(world: World, content: Json) -> Json:
    for kind in ("photo", "document", "sticker", "voice"):
        if kind in content:
            medium = content[kind][-1] if kind == "photo" else content[kind]
            file = world.files.known.get(medium["file_id"])
            told = {"file_id": medium["file_id"], "url": f"/sandbox/files/{medium['file_id']}"}
            told |= {"name": file.name if file else kind, "size": file.size if file else 0}
            return {kind: told | {each: medium[each] for each in ("width", "height") if each in medium}}
    return {}


def _reply_keyboard(world: World, chat: int) -> Json | None:
    """The keyboard that the bot last put in the place of the person's own, if it still stands."""
    for message in reversed(world.conversations[chat].messages.values()):
        if message.reply_keyboard is not None and not message.deleted:
            return message.reply_keyboard if "keyboard" in message.reply_keyboard else None
    return None
