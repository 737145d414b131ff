"""Takes updates in, fetched or delivered: what is confirmed to Telegram is committed."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ContextTypes

from bot import metrics
from bot.channel.patience import Patience
from bot.channel.reading import read_update
from bot.channel.request import AiohttpRequest
from bot.channel.telegram import App, BadToken, BadWebhook
from bot.errors import BotError
from bot.logs import where

log = structlog.get_logger()

UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
# Seconds that Telegram holds a poll open; 50 is the most it allows.
POLL = 50
WHILE_RUNNING = Patience(first=1.0, longest=30.0, tries=5)
# Seconds that another program may poll with this token, as an old version does while it is stopped.
OTHER_MAY_POLL = 120.0


class AnotherInstance(BotError):
    """Another program takes this bot's updates."""


class Intake:
    """Updates of one bot, taken to their commit: in order for each person, side by side for different people.

    The library's own polling confirms updates before they are processed, so a crash would lose them. Here an
    update is confirmed when it and all before it are committed; one that comes again changes nothing, for
    the host remembers the last one of each person.
    """

    def __init__(
        self,
        application: App,
        *,
        patience: Patience = WHILE_RUNNING,
        other_may_poll: float = OTHER_MAY_POLL,
    ) -> None:
        self._application = application
        self._patience = patience
        self._other_may_poll = other_may_poll
        self._request = AiohttpRequest(read_timeout=POLL + 10)
        self._heard_at: float | None = None
        application.add_error_handler(_remember)

    @property
    def silent_for(self) -> float:
        """Seconds since Telegram last answered a poll or delivered; 0 before the first time."""
        return 0.0 if self._heard_at is None else asyncio.get_running_loop().time() - self._heard_at

    async def poll(self) -> None:
        """Fetch updates for ever; the offset passes an update only after it and all before it are committed.

        Raises BadToken when Telegram no longer knows the token, and AnotherInstance when another program has
        polled with it for too long: whoever runs this process then learns of it and starts it again.
        """
        try:
            async with self._request:
                await self._remove_webhook()
                await self._poll()
        except InvalidToken as fault:
            raise BadToken from fault

    async def _poll(self) -> None:
        offset, failures = 0, 0
        self._hear()
        while True:
            try:
                found = await self._fetch(offset)
                read = [update for one in found if (update := self._read(one)) is not None]
                await self.take_in(sorted(read, key=lambda update: update.update_id))
            except InvalidToken:
                raise
            except Exception as fault:  # noqa: BLE001 - whatever it was, the updates come again
                metrics.INTAKE.miss()
                self._meet(fault)
                await asyncio.sleep(self._patience.pause(fault, failures))
                failures += 1
            else:
                failures = 0
                self._hear()
                metrics.INTAKE.beat()
                offset = max((one["update_id"] + 1 for one in found if "update_id" in one), default=offset)

    async def take_delivery(self, data: Mapping[str, Any]) -> None:
        """One update that Telegram delivered; committed when this returns."""
        self._hear()
        update = self._read(data)
        try:
            await self.take_in([update] if update is not None else [])
        except Exception:
            metrics.INTAKE.miss()
            raise
        metrics.INTAKE.beat()

    async def take_in(self, updates: Sequence[Update]) -> None:
        """Take updates to their commit.

        All are handed to the writer at once, in their order; it keeps the order of each person. Raises what
        kept an update from being committed, once all have come to rest; the updates must then come again.
        """
        taken = [asyncio.create_task(self._take(update), name="update") for update in updates]
        for fault in await asyncio.gather(*taken, return_exceptions=True):
            if fault is not None:
                raise fault

    async def _take(self, update: Update) -> None:
        await self._application.process_update(update)
        fault = self._application.bot_data.pop(update.update_id, None)
        if fault is not None:
            raise fault

    async def _fetch(self, offset: int) -> Sequence[Mapping[str, Any]]:
        """The updates from an offset on, as they came; called by hand, so that one can be read at a time."""
        wanted = {"offset": offset, "timeout": POLL, "allowed_updates": json.dumps(UPDATES)}
        url = f"{self._application.bot.base_url}/getUpdates?{urlencode(wanted)}"
        found = await self._request.post(url, read_timeout=POLL + 10)
        return found if isinstance(found, list) else []

    def _read(self, data: Mapping[str, Any]) -> Update | None:
        return read_update(data, self._application.bot)

    def _hear(self) -> None:
        self._heard_at = asyncio.get_running_loop().time()

    def _meet(self, fault: Exception) -> None:
        _report(fault)
        if isinstance(fault, Conflict) and self.silent_for > self._other_may_poll:
            raise AnotherInstance(
                "Another program polls with this token: stop it, or give this one a token of its own."
            ) from fault

    async def set_webhook(self, *, url: str, secret: str) -> None:
        """Ask Telegram to deliver to `url`; raises BadWebhook.

        Telegram delivers messages of one person in their order, and button presses in theirs, but the two
        beside each other; the host counts them apart.
        """
        try:
            await self._application.bot.set_webhook(url, secret_token=secret, allowed_updates=UPDATES)
        except TelegramError as fault:
            raise BadWebhook(
                f"Telegram does not take WEBHOOK_URL ({fault.message}): give an https:// address that it can"
                " reach, or leave it empty for polling."
            ) from fault

    async def _remove_webhook(self) -> None:
        """Telegram refuses polls while it delivers; should this fail, every poll says so."""
        for attempt in range(self._patience.tries):
            try:
                await self._application.bot.delete_webhook()
            except InvalidToken:
                raise
            except TelegramError as fault:
                _report(fault)
                await asyncio.sleep(self._patience.pause(fault, attempt))
            else:
                return


async def _remember(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The library swallows what a handler raises; `Intake` must know of it."""
    if isinstance(update, Update) and context.error is not None:
        context.bot_data[update.update_id] = context.error


def _report(fault: Exception) -> None:
    if isinstance(fault, Conflict):
        log.error("another_instance", todo="stop the other program that polls with this token")
    else:
        log.error("intake_failed", fault=type(fault).__name__, at=where(fault))
