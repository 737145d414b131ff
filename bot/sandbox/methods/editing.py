"""Edits and deletions of messages, with Telegram's order of checks."""

from bot.sandbox.call import Call, chat_of, describe_message, method, writable_chat_of
from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_edited_markup
from bot.sandbox.records import Json, Message
from bot.sandbox.texts import read_caption, read_text

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TWO_DAYS = 48 * 3600
_MOST_DELETED = 100


@method
async def edit_message_text(call: Call) -> Json:
    """Give a message another text; without reply_markup its buttons go."""
    content = read_text(call.parameters)
    keyboard = read_edited_markup(call.parameters).inline
    message = _own_message(call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(call, message, content, keyboard)


@method
async def edit_message_caption(call: Call) -> Json:
    """Give a picture or document another caption; without reply_markup its buttons go."""
    caption = read_caption(call.parameters)
    keyboard = read_edited_markup(call.parameters).inline
    message = _own_message(call)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    medium = {name: value for name, value in message.content.items() if not name.startswith("caption")}
    return _change(call, message, {**medium, **caption}, keyboard)


@method
async def edit_message_reply_markup(call: Call) -> Json:
    """Exchange the buttons under a message; without reply_markup they go."""
    keyboard = read_edited_markup(call.parameters).inline
    message = _own_message(call)
    return _change(call, message, message.content, keyboard)


@method
async def delete_message(call: Call) -> bool:
    """Delete a message of the last two days."""
    conversation = chat_of(call)
    message_id = call.parameters.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = conversation.find(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if not _can_delete(call, message):
        raise bad_request("message can't be deleted for everyone")
    _delete(call, message)
    return True


@method
async def delete_messages(call: Call) -> bool:
    """Delete up to a hundred messages; those that are missing or too old are passed over."""
    conversation = chat_of(call)
    ids = call.parameters.parsed("message_ids", "message identifiers")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > _MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    for message in [conversation.find(int(each)) for each in ids]:
        if message is not None and _can_delete(call, message):
            _delete(call, message)
    return True


def _own_message(call: Call) -> Message:
    if not call.parameters.text("chat_id") and call.parameters.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    conversation = writable_chat_of(call)
    message_id = call.parameters.integer("message_id")
    if not call.parameters.text("message_id"):
        raise bad_request("message identifier is not specified")
    message = conversation.find(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.person is not None or message.reply_keyboard is not None:
        raise bad_request("message can't be edited")
    return message


def _change(call: Call, message: Message, content: Json, keyboard: list[list[Json]]) -> Json:
    if content == message.content and keyboard == message.keyboard:
        raise bad_request(_SAME)
    if content != message.content:
        message.edited = call.world.clock.unix()
    message.content, message.keyboard = content, keyboard
    call.world.change_message(message)
    return describe_message(call.world, message)


def _can_delete(call: Call, message: Message) -> bool:
    recent = call.world.clock.unix() - message.date <= _TWO_DAYS
    return recent and (message.person is None or message.chat > 0)


def _delete(call: Call, message: Message) -> None:
    message.deleted = True
    call.world.change_message(message)
