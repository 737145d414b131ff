"""getMe, getChat, getFile, answerCallbackQuery."""

from bot.sandbox.call import Call, chat_of, describe_chat, method
from bot.sandbox.errors import bad_request
from bot.sandbox.records import Json
from bot.sandbox.world import ANSWER_WINDOW

_LONGEST_ANSWER = 200
_LARGEST_DOWNLOAD = 20 * 1024 * 1024
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_ABILITIES = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "supports_guest_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
    "has_topics_enabled": False,
    "allows_users_to_create_topics": False,
    "can_manage_bots": False,
}


@method
async def get_me(call: Call) -> Json:
    """Tell the bot who it is."""
    return call.world.profile.as_user() | _ABILITIES


@method
async def get_chat(call: Call) -> Json:
    """Describe a chat in full."""
    described = describe_chat(call.world, chat_of(call).chat)
    return described | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


@method
async def answer_callback_query(call: Call) -> bool:
    """Answer a press once, within 15 seconds, with a short text if any."""
    press = call.world.presses.get(call.parameters.text("callback_query_id"))
    if press is None or call.world.clock.elapsed() - press.at > ANSWER_WINDOW:
        raise bad_request(_TOO_OLD)
    text = call.parameters.text("text")
    if len(text) > _LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.parameters.text("url"):
        raise bad_request("URL_INVALID")
    call.world.end_press(press)
    conversation = call.world.conversations[press.chat]
    if text:
        conversation.toast({"text": text, "alert": call.parameters.boolean("show_alert"), "press": press.id})
    else:
        conversation.changed()
    return True


@method
async def get_file(call: Call) -> Json:
    """Say where a file can be fetched."""
    file = call.world.files.known.get(call.parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > _LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    path = f"{file.kind}s/{file.file_id}"
    unique = {"file_id": file.file_id, "file_unique_id": file.unique_id}
    return {**unique, "file_size": file.size, "file_path": path}
