"""The bot on Telegram: one Application, its profile, and updates by polling or webhook."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from telegram import Bot, BotCommand, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes

from bot.channel.patience import Patience
from bot.channel.request import AiohttpRequest
from bot.errors import BotError
from bot.logs import where
from bot.voice.help import COMMANDS
from bot.voice.language import OFFERED, Language

log = structlog.get_logger()

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
# Seconds that Telegram holds a poll open; 50 is the most it allows.
POLL = 50
AT_START = Patience(first=1.0, longest=30.0, tries=4)
WHILE_RUNNING = Patience(first=1.0, longest=30.0, tries=5)

App = Application[Any, Any, Any, Any, Any, Any]


class BadToken(BotError):
    """Telegram does not know this token."""


class NoTelegram(BotError):
    """Telegram cannot be reached at the start."""


class BadWebhook(BotError):
    """Telegram does not take the address that it should deliver to."""


def build(*, token: str, api_url: str) -> App:
    """An Application without an Updater: updates are taken in by `take_in`, so that none is lost."""
    address = api_url.rstrip("/")
    application = (
        Application.builder()
        .token(token)
        .base_url(f"{address}/bot")
        .base_file_url(f"{address}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest(read_timeout=POLL + 10))
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_error_handler(_remember)
    return application


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
            raise BadToken(
                "Telegram does not know this TELEGRAM_BOT_TOKEN: copy it again from @BotFather into .env."
            ) from fault
        except TelegramError as fault:
            if attempt == patience.tries - 1:
                raise NoTelegram(
                    f"{application.bot.base_url.rsplit('/bot', 1)[0]} cannot be reached: check the network"
                    " and TELEGRAM_API_URL, then start again."
                ) from fault
            _report(fault)
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


async def take_in(application: App, updates: Sequence[Update]) -> None:
    """Take updates to their commit: in order for each person, side by side for different people.

    Raises what kept an update from being committed, once all have come to rest; the updates must then
    come again.
    """
    lanes: dict[int, list[Update]] = defaultdict(list)
    for update in updates:
        lanes[update.effective_user.id if update.effective_user else 0].append(update)
    taken = (_take_lane(application, lane) for lane in lanes.values())
    for fault in await asyncio.gather(*taken, return_exceptions=True):
        if fault is not None:
            raise fault


async def _take_lane(application: App, lane: Sequence[Update]) -> None:
    for update in lane:
        await application.process_update(update)
        fault = application.bot_data.pop(update.update_id, None)
        if fault is not None:
            raise fault


async def _remember(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The library swallows what a handler raises; `take_in` must know of it."""
    if isinstance(update, Update) and context.error is not None:
        context.bot_data[update.update_id] = context.error


async def poll(application: App, *, patience: Patience = WHILE_RUNNING) -> None:
    """Fetch updates for ever; the offset passes an update only after it and all before it are committed.

    Raises BadToken when Telegram no longer knows the token.
    """
    try:
        await _poll(application, patience)
    except InvalidToken as fault:
        raise BadToken("Telegram no longer accepts this token: copy it again from @BotFather.") from fault


async def _poll(application: App, patience: Patience) -> None:
    offset, failures = 0, 0
    await _remove_webhook(application, patience)
    while True:
        try:
            updates = await application.bot.get_updates(
                offset=offset, timeout=POLL, read_timeout=POLL + 10, allowed_updates=UPDATES
            )
            await take_in(application, updates)
        except InvalidToken:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it was, the updates come again
            _report(fault)
            await asyncio.sleep(patience.pause(fault, failures))
            failures += 1
        else:
            failures = 0
            offset = updates[-1].update_id + 1 if updates else offset


async def set_webhook(application: App, *, url: str, secret: str) -> None:
    """Ask Telegram to deliver to `url`; one delivery at a time keeps the order. Raises BadWebhook."""
    try:
        await application.bot.set_webhook(
            url, secret_token=secret, allowed_updates=UPDATES, max_connections=1
        )
    except TelegramError as fault:
        raise BadWebhook(
            f"Telegram does not take WEBHOOK_URL ({fault.message}): give an https:// address that it can"
            " reach, or leave it empty for polling."
        ) from fault


async def take_delivery(application: App, data: Mapping[str, Any]) -> None:
    """One update that Telegram delivered; committed when this returns."""
    update = Update.de_json(dict(data), application.bot)
    await take_in(application, [update])


async def _remove_webhook(application: App, patience: Patience) -> None:
    """Telegram refuses polls while it delivers; should this fail, each poll says so until it is mended."""
    for attempt in range(patience.tries):
        try:
            await application.bot.delete_webhook()
        except InvalidToken:
            raise
        except TelegramError as fault:
            _report(fault)
            await asyncio.sleep(patience.pause(fault, attempt))
        else:
            return


def _report(fault: Exception) -> None:
    if isinstance(fault, Conflict):
        log.error("another_instance", todo="stop the other program that polls with this token")
    else:
        log.error("intake_failed", fault=type(fault).__name__, at=where(fault))


async def name_of_bot(*, token: str, api_url: str) -> str:
    """The user name behind a token; BadToken or NoTelegram if there is none."""
    bot = Bot(token, base_url=f"{api_url.rstrip('/')}/bot", request=AiohttpRequest())
    try:
        async with bot:
            return bot.username
    except InvalidToken as fault:
        raise BadToken(
            "Telegram does not know this TELEGRAM_BOT_TOKEN: copy it again from @BotFather into .env."
        ) from fault
    except TelegramError as fault:
        raise NoTelegram(
            f"{api_url} cannot be reached: check the network and TELEGRAM_API_URL, then try again."
        ) from fault
