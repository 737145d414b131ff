"""A message as Telegram takes it: HTML, and an inline keyboard."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.voice.message import Button, Rows


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """The buttons under a message, or None if there are none."""
    filled = [[_button(button) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=button.label, callback_data=button.data, url=button.url)
