"""Makes one committed call: a message, or an edit that becomes a message where there is nothing to edit."""

from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.channel.rendering import keyboard
from bot.turns.outgoing import Outgoing

# An edit that changes nothing is done; one whose message is gone becomes a message of its own.
UNCHANGED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "there is no text in the message to edit")


async def make(bot: Bot, one: Outgoing) -> int | None:
    """The id of the message that stands there now; raises what Telegram answered."""
    if one.call.edits is None:
        return await _send(bot, one)
    try:
        return await _edit(bot, one, one.call.edits)
    except BadRequest as fault:
        reason = fault.message.lower()
        if UNCHANGED in reason:
            return one.call.edits
        if any(gone in reason for gone in GONE):
            return await _send(bot, one)
        raise


async def _send(bot: Bot, one: Outgoing) -> int:
    sent = await bot.send_message(
        chat_id=one.person_id,
        text=one.call.message.text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(one.call.message.rows),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return sent.message_id


async def _edit(bot: Bot, one: Outgoing, message_id: int) -> int:
    edited = await bot.edit_message_text(
        chat_id=one.person_id,
        message_id=message_id,
        text=one.call.message.text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(one.call.message.rows),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    return edited.message_id if isinstance(edited, Message) else message_id
