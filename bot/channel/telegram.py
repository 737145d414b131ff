"""The bot on Telegram: one Application and its profile."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from bot.channel.patience import Patience
from bot.channel.request import AiohttpRequest
from bot.errors import BotError
from bot.voice.help import COMMANDS
from bot.voice.language import OFFERED, Language

log = structlog.get_logger()

AT_START = Patience(first=1.0, longest=30.0, tries=4)

App = Application[Any, Any, Any, Any, Any, Any]


class BadToken(BotError):
    """Telegram does not know the token, or no longer."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram does not know this TELEGRAM_BOT_TOKEN: copy it again from @BotFather into .env."
        )


class NoTelegram(BotError):
    """Telegram cannot be reached; `address` is that of its Bot API."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} cannot be reached: check the network and TELEGRAM_API_URL, then try again."
        )


class BadWebhook(BotError):
    """Telegram does not take the address that it should deliver to."""


def build(*, token: str, api_url: str) -> App:
    """An Application without an Updater: updates are taken in by `Intake`, so that none is lost."""
    address = api_url.rstrip("/")
    return (
        Application.builder()
        .token(token)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .updater(None)
        .job_queue(None)
        .build()
    )


async def introduce(
    application: App, languages: Mapping[str, Language], *, patience: Patience = AT_START
) -> None:
    """Check the token, then tell Telegram the bot's commands, name and descriptions in every language."""
    await _log_in(application, patience)
    for code in OFFERED:
        await _introduce_in(application, languages[code], "" if code == OFFERED[0] else code)


async def _log_in(application: App, patience: Patience) -> None:
    for attempt in range(patience.tries):
        try:
            await application.initialize()
        except InvalidToken as fault:
            raise BadToken from fault
        except TelegramError as fault:
            if attempt == patience.tries - 1:
                raise NoTelegram(application.bot.base_url.rsplit("/bot", 1)[0]) from fault
            log.error("not_reached", fault=type(fault).__name__, attempt=attempt)
            await asyncio.sleep(patience.pause(fault, attempt))
        else:
            return


async def _introduce_in(application: App, tr: Language, code: str) -> None:
    commands = [BotCommand(name, tr.plain(text)) for name, text in COMMANDS.items()]
    bot = application.bot
    try:
        await bot.set_my_commands(commands, language_code=code)
        await bot.set_my_name(tr.plain("Daymark"), language_code=code)
        await bot.set_my_description(
            tr.plain(
                "A check-in bot: it asks how you are, at the times you choose, and makes the way to a person"
                " short. It is a program, not a therapist, and not for emergencies."
            ),
            language_code=code,
        )
        await bot.set_my_short_description(
            tr.plain("Asks how you are, at the times you choose."), language_code=code
        )
    except TelegramError as fault:
        log.warning("profile_not_set", fault=type(fault).__name__)


async def close(application: App) -> None:
    """Let answers on their way finish, and close the connections."""
    await application.shutdown()
    await application.bot.shutdown()  # the application skips it where the token was refused


async def name_of_bot(*, token: str, api_url: str) -> str:
    """The user name behind a token; BadToken or NoTelegram if there is none."""
    bot = Bot(token, base_url=f"{api_url.rstrip('/')}/bot", request=AiohttpRequest())
    try:
        async with bot:
            return bot.username
    except InvalidToken as fault:
        raise BadToken from fault
    except TelegramError as fault:
        raise NoTelegram(api_url) from fault
