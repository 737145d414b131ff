"""Updates are read before they are believed: what has not the shape that handlers rely on is passed over."""

from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Bot, Update

log = structlog.get_logger()

# The database counts no further.
TOO_LARGE = 2**63


def read_update(data: Mapping[str, Any], bot: Bot) -> Update | None:
    """The update that Telegram tells of, or None for one that nobody could take, however often it comes."""
    try:
        update = Update.de_json(dict(data), bot)
        is_sound = _is_sound(update)
    except Exception as fault:  # noqa: BLE001 - the library raises whatever it stumbles over
        log.warning("update_not_read", fault=type(fault).__name__)
        return None
    if not is_sound:
        log.warning("update_not_read", fault="wrong type")
    return update if is_sound else None


def _is_sound(update: Update) -> bool:
    """Whether all that the handlers look at has the type that Telegram promises."""
    person, chat, message = update.effective_user, update.effective_chat, update.effective_message
    query, change = update.callback_query, update.my_chat_member
    numbers: list[object] = [update.update_id]
    texts: list[object] = []
    if person is not None:
        numbers.append(person.id)
        texts.append(person.language_code)
    if chat is not None:
        numbers.append(abs(chat.id))  # a group's is negative
        texts.append(chat.type)
    if message is not None:
        numbers.append(message.message_id)
        texts.append(getattr(message, "text", None))
    if query is not None:
        texts += [query.id, query.data]
    if change is not None:
        texts.append(change.new_chat_member.status)
    has_place = chat is not None or (message is None and change is None)
    is_text = all(text is None or isinstance(text, str) for text in texts)
    return has_place and is_text and all(map(_is_id, numbers))


def _is_id(number: object) -> bool:
    return type(number) is int and 0 <= number < TOO_LARGE
