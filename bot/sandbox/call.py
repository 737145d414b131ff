"""One call of a Bot API method: who may be written to, and what the bot is told of a message."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.conversation import Conversation
from bot.sandbox.errors import bad_request, refuse
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Json, Message
from bot.sandbox.world import GROUP, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The parameters of a call and the world it changes."""

    world: World
    parameters: Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A result that Telegram sends together with a description."""

    result: Any
    description: str


Method = Callable[[Call], Awaitable[Any]]
METHODS: dict[str, Method] = {}
NAMES: dict[str, str] = {}  # the spelling of Telegram's documentation by the name in lower case


def method(function: Method) -> Method:
    """Offer a function as the Bot API method of the same name: send_message is sendMessage."""
    first, *others = str(getattr(function, "__name__", "")).split("_")
    name = first + "".join(each.title() for each in others)
    METHODS[name.lower()], NAMES[name.lower()] = function, name
    return function


def chat_of(call: Call) -> Conversation:
    """The chat named by `chat_id`, if the bot was ever seen there."""
    written = call.parameters.text("chat_id").strip()
    if not written:
        raise bad_request("chat_id is empty")
    conversation = call.world.conversations.get(call.parameters.integer("chat_id"))
    if conversation is None:
        raise bad_request("chat not found")
    return conversation


def writable_chat_of(call: Call) -> Conversation:
    """The chat named by `chat_id`, if the bot may write there now."""
    conversation = chat_of(call)
    person = call.world.people.get(conversation.chat)
    if person is not None and not person.started:
        raise refuse(403, "bot can't initiate conversation with a user")
    if person is not None and person.blocked:
        raise refuse(403, "bot was blocked by the user")
    return conversation


def describe_chat(world: World, chat: int) -> Json:
    """The chat as it stands in messages."""
    if chat == GROUP:
        return {"id": chat, "type": "group", "title": "A group", "all_members_are_administrators": True}
    person = world.people[chat]
    names = {"first_name": person.first_name, "username": person.first_name.lower()}
    return {"id": chat, "type": "private", **names}


def describe_message(world: World, message: Message, *, with_reply: bool = True) -> Json:
    """The message as Telegram's Message object."""
    author = world.profile.as_user() if message.person is None else world.people[message.person].as_user()
    described: Json = {"message_id": message.message_id, "from": author}
    described |= {"chat": describe_chat(world, message.chat), "date": message.date}
    if message.edited is not None:
        described["edit_date"] = message.edited
    replied = world.conversations[message.chat].find(message.reply_to) if message.reply_to else None
    if replied is not None and with_reply:
        described["reply_to_message"] = describe_message(world, replied, with_reply=False)
    described |= message.content
    if message.keyboard:
        described["reply_markup"] = {"inline_keyboard": message.keyboard}
    return described
