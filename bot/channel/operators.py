"""Those who run the bot, as far as Telegram can reach them."""

from collections.abc import Collection
from dataclasses import dataclass

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.voice.language import Language
from bot.voice.operator import told_to_operator

log = structlog.get_logger()
# Seconds; the bot may be about to end.
WITHIN = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """Told at once and beside the outbox: what they are told of may be that nothing else goes out."""

    bot: Bot
    ids: Collection[int]
    language: Language

    async def tell(self, news: str) -> None:
        """Tell each of them; who has never begun a chat with the bot cannot be told."""
        log.warning("operator_told", news=str(news))
        message = told_to_operator(self.language, news)
        for operator in self.ids:
            try:
                await self.bot.send_message(
                    operator, message.text, parse_mode=ParseMode.HTML, read_timeout=WITHIN
                )
            except TelegramError as fault:
                log.warning("operator_not_told", fault=type(fault).__name__)
