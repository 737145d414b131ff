"""What a person does in a chat, and the update that tells the bot of it."""

import secrets
from typing import Any

from bot.sandbox.call import describe_chat, describe_message
from bot.sandbox.errors import ControlError
from bot.sandbox.records import Json, Message, Person, Press
from bot.sandbox.texts import write_plainly
from bot.sandbox.world import World

_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63d8bc7933000454022908a6e6aa0000000049454e44ae426082"
)
_VOICE = b"OggS"


def write_text(world: World, person: Person, text: str, *, chat: int, reply_to: int | None) -> Message:
    """Send what a person wrote; the first words open a private chat, as Start does."""
    content = write_plainly(text)
    if not content["text"]:
        raise ControlError("There is nothing to send: write some text first.")
    return _send(world, person, content, chat=chat, reply_to=reply_to)


def send_sticker(world: World, person: Person, *, chat: int) -> Message:
    """Send a sticker."""
    file = world.files.add("sticker.webp", "sticker", _PICTURE)
    sticker = {"file_id": file.file_id, "file_unique_id": file.unique_id, "type": "regular", "emoji": "🙂"}
    shape = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
    return _send(world, person, {"sticker": sticker | shape}, chat=chat)


def send_photo(world: World, person: Person, *, chat: int) -> Message:
    """Send a photo of one grey pixel."""
    file = world.files.add("photo.png", "photo", _PICTURE)
    size = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    return _send(world, person, {"photo": [size | {"width": 1, "height": 1}]}, chat=chat)


def send_voice(world: World, person: Person, *, chat: int) -> Message:
    """Send a voice message of three seconds, which holds no sound."""
    file = world.files.add("voice.ogg", "voice", _VOICE)
    voice = {"file_id": file.file_id, "file_unique_id": file.unique_id, "duration": 3}
    return _send(world, person, {"voice": voice | {"mime_type": "audio/ogg"}}, chat=chat)


def edit_text(world: World, person: Person, message_id: int, text: str, *, chat: int) -> Message:
    """Change what a person wrote before."""
    message = world.conversations[chat].find(message_id)
    if message is None or message.person != person.id or "text" not in message.content:
        raise ControlError(
            f"Message {message_id} is not a text that {person.first_name} wrote: name another."
        )
    message.content = write_plainly(text)
    message.edited = world.clock.unix()
    world.change_message(message)
    world.updates.add("edited_message", describe_message(world, message))
    return message


def tap(world: World, person: Person, message_id: int, data: str, *, chat: int, force: bool) -> Press:
    """Press a button; with `force` also one that is not there (any more), as a forged press would."""
    message = world.conversations[chat].find(message_id)
    buttons = [button for row in message.keyboard for button in row] if message else []
    if not force and not any(button.get("callback_data") == data for button in buttons):
        raise ControlError(
            f"No button with '{data}' stands on message {message_id} now: look at the chat again."
        )
    _check_not_blocked(person, chat)
    press = Press(
        id=str(secrets.randbelow(2**62)),
        person=person.id,
        chat=chat,
        message_id=message_id,
        data=data,
        at=world.clock.elapsed(),
    )
    world.add_press(press)
    world.updates.add("callback_query", _describe_press(world, person, press, message))
    return press


def block(world: World, person: Person) -> None:
    """Block the bot, which it learns at once."""
    _change_membership(world, person, blocked=True)


def unblock(world: World, person: Person) -> None:
    """Let the bot write again."""
    _change_membership(world, person, blocked=False)


def _send(world: World, person: Person, content: Json, *, chat: int, reply_to: int | None = None) -> Message:
    _check_not_blocked(person, chat)
    if reply_to is not None and world.conversations[chat].find(reply_to) is None:
        raise ControlError(f"There is no message {reply_to} to reply to: look at the chat again.")
    if chat == person.id and not person.started:
        person.started = True
        world.keep_person(person)
    message = Message(
        message_id=0,
        chat=chat,
        person=person.id,
        date=world.clock.unix(),
        content=content,
        reply_to=reply_to,
    )
    world.add_message(message)
    world.updates.add("message", describe_message(world, message))
    return message


def _check_not_blocked(person: Person, chat: int) -> None:
    if person.blocked and chat == person.id:
        raise ControlError(f"{person.first_name} has blocked the bot: unblock it first.")


def _describe_press(world: World, person: Person, press: Press, message: Message | None) -> Json:
    if message is None:
        chat = describe_chat(world, press.chat)
        seen: Json = {"chat": chat, "message_id": press.message_id, "date": 0}
    else:
        seen = describe_message(world, message)
    told = {"id": press.id, "from": person.as_user(), "message": seen}
    return told | {"chat_instance": str(press.chat * 7919), "data": press.data}


def _change_membership(world: World, person: Person, *, blocked: bool) -> None:
    if person.blocked == blocked:
        return
    person.blocked = blocked
    world.keep_person(person)
    world.conversations[person.id].changed()
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    told: Json = {"chat": describe_chat(world, person.id), "from": person.as_user()}
    told |= {"date": world.clock.unix(), "old_chat_member": _membership(world, before)}
    world.updates.add("my_chat_member", told | {"new_chat_member": _membership(world, after)})


def _membership(world: World, status: str) -> dict[str, Any]:
    member: Json = {"user": world.profile.as_user(), "status": status}
    return member | ({"until_date": 0} if status == "kicked" else {})
