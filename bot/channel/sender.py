"""Empties the outbox: in order for each chat, replies at once, prompts through their bucket."""

import asyncio
import random
from collections import defaultdict, deque
from collections.abc import Iterable
from functools import partial

import structlog
from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channel.bucket import Bucket
from bot.channel.rendering import keyboard
from bot.channel.request import named_seconds
from bot.store.writer import Writer
from bot.turns.outgoing import Outgoing, delivered, refused, unreachable

log = structlog.get_logger()

# A call that fails for so many tries, about a quarter of an hour, is given up.
TRIES = 12
LONGEST_PAUSE = 120.0
# An edit that changes nothing is done; one whose message is gone becomes a message of its own.
UNCHANGED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "there is no text in the message to edit")


class Sender:
    """One worker for each chat that has something waiting; it ends when its queue is empty."""

    def __init__(self, *, bot: Bot, writer: Writer, prompts_per_second: float) -> None:
        self._bot = bot
        self._writer = writer
        self._bucket = Bucket(prompts_per_second)
        self._queues: dict[int, deque[Outgoing]] = defaultdict(deque)
        self._workers: dict[int, asyncio.Task[None]] = {}

    def hand_on(self, calls: Iterable[Outgoing]) -> None:
        """Queue committed calls; they leave in this order for each chat, replies before prompts."""
        for call in calls:
            queue = self._queues[call.person_id]
            waiting = sum(1 for one in queue if one.prompt) if not call.prompt else 0
            queue.insert(len(queue) - waiting, call)
            if call.person_id not in self._workers:
                task = asyncio.create_task(self._work(call.person_id), name="chat")
                self._workers[call.person_id] = task

    async def stop(self, *, within: float) -> None:
        """Let what is on its way finish, for so many seconds; the rest stays in the outbox."""
        workers = list(self._workers.values())
        if workers:
            await asyncio.wait(workers, timeout=within)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    @property
    def depth(self) -> int:
        """How many calls wait."""
        return sum(map(len, self._queues.values()))

    async def _work(self, person_id: int) -> None:
        queue = self._queues[person_id]
        try:
            while queue:
                await self._settle(queue.popleft())
        finally:
            del self._queues[person_id]
            del self._workers[person_id]

    async def _settle(self, call: Outgoing) -> None:
        """Make one call, however often it takes, and write down how it went."""
        if call.prompt:
            await self._bucket.take()
        for attempt in range(TRIES):
            try:
                message_id = await self._make(call)
            except RetryAfter as wait:
                await asyncio.sleep(named_seconds(wait))
            except Forbidden:
                log.info("unreachable")
                self._queues[call.person_id].clear()
                await self._writer.run(lambda db: unreachable(db, call.person_id))
                return
            except BadRequest as fault:
                log.warning("refused", fault=fault.message, prompt=call.prompt)
                break
            except NetworkError as fault:
                log.warning("not_reached", fault=type(fault).__name__, attempt=attempt)
                await asyncio.sleep(_pause(attempt))
            else:
                await self._writer.run(partial(delivered, one=call, message_id=message_id))
                return
        await self._writer.run(lambda db: refused(db, call))

    async def _make(self, call: Outgoing) -> int | None:
        if call.call.edits is None:
            return await self._send(call)
        try:
            return await self._edit(call, call.call.edits)
        except BadRequest as fault:
            reason = fault.message.lower()
            if UNCHANGED in reason:
                return call.call.edits
            if any(gone in reason for gone in GONE):
                return await self._send(call)
            raise

    async def _send(self, call: Outgoing) -> int:
        sent = await self._bot.send_message(
            chat_id=call.person_id,
            text=call.call.message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(call.call.message.rows),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return sent.message_id

    async def _edit(self, call: Outgoing, message_id: int) -> int:
        edited = await self._bot.edit_message_text(
            chat_id=call.person_id,
            message_id=message_id,
            text=call.call.message.text,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(call.call.message.rows),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return edited.message_id if isinstance(edited, Message) else message_id


async def answer_press(bot: Bot, query_id: str, notice: str) -> None:
    """Stop the spinner of a pressed button; too late is no harm."""
    try:
        await bot.answer_callback_query(query_id, text=notice or None)
    except TelegramError as fault:
        log.debug("press_not_answered", fault=type(fault).__name__)


def _pause(attempt: int) -> float:
    """Seconds before another try: doubling, with jitter so that chats do not come back all at once."""
    return min(LONGEST_PAUSE, 0.5 * 2.0**attempt) * random.uniform(0.5, 1)  # noqa: S311 - not for secrets
