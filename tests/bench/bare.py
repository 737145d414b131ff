"""A bare echo bot on the library's defaults: it answers every tap with the next screen and stores nothing."""

import sys

from telegram import Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from tests.bench.screens import after, screen

Context = ContextTypes.DEFAULT_TYPE


async def begin(update: Update, _context: Context) -> None:
    """A command gets the first question."""
    if update.message is not None:
        text, keyboard = screen("mood")
        await update.message.reply_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)


async def tap(update: Update, _context: Context) -> None:
    """A tap gets the next."""
    query = update.callback_query
    if query is not None:
        await query.answer()
        text, keyboard = after(query.data or "")
        await query.edit_message_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)


def main(token: str, api_url: str) -> None:
    """Run it."""
    application = Application.builder().token(token).base_url(f"{api_url}/bot").build()
    application.add_handler(CommandHandler(("start", "checkin"), begin))
    application.add_handler(CallbackQueryHandler(tap))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:3])
