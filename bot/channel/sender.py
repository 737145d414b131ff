"""Empties the outbox: in order for each chat, replies at once, prompts through their bucket."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

import structlog
from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channel.bucket import Bucket
from bot.channel.patience import Patience
from bot.channel.rendering import keyboard
from bot.logs import where
from bot.store.writer import DatabaseFault, Writer
from bot.turns.outgoing import Outgoing, delivered, refused, unreachable

log = structlog.get_logger()

# A call is given up after about a quarter of an hour.
PATIENCE = Patience(first=0.5, longest=120.0, tries=12)
# An edit that changes nothing is done; one whose message is gone becomes a message of its own.
UNCHANGED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "there is no text in the message to edit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What waits for one chat: its replies, or its prompts."""

    person_id: int
    prompts: bool

    @property
    def beside(self) -> "Lane":
        """The other lane of the same chat."""
        return replace(self, prompts=not self.prompts)


class Sender:
    """Two lanes for each chat that has something waiting: its replies, and the prompts that yield to them."""

    def __init__(
        self, *, bot: Bot, writer: Writer, prompts_per_second: float, patience: Patience = PATIENCE
    ) -> None:
        self._bot = bot
        self._writer = writer
        self._patience = patience
        self._bucket = Bucket(prompts_per_second)
        self._lanes: dict[Lane, deque[Outgoing]] = {}
        self._workers: dict[Lane, asyncio.Task[None]] = {}
        self._chats: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    def hand_on(self, calls: Iterable[Outgoing]) -> None:
        """Queue committed calls; they leave in this order for each chat, replies before prompts."""
        for call in calls:
            lane = Lane(person_id=call.person_id, prompts=call.prompt)
            if lane not in self._lanes:
                self._lanes[lane] = deque()
                self._workers[lane] = asyncio.create_task(self._work(lane), name="chat")
            self._lanes[lane].append(call)

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
        return sum(map(len, self._lanes.values()))

    async def _work(self, lane: Lane) -> None:
        queue = self._lanes[lane]
        try:
            while queue:
                if lane.prompts:  # waited for outside the lock: replies to this chat go before
                    await self._wait_in_line(lane)
                async with self._chats[lane.person_id]:
                    if queue:
                        await self._settle(queue.popleft())
        finally:
            del self._lanes[lane], self._workers[lane]
            if lane.beside not in self._lanes:
                self._chats.pop(lane.person_id, None)

    async def _wait_in_line(self, lane: Lane) -> None:
        """Until a prompt may go: after its chat's replies, also those that come while the bucket is full."""
        await self._replied(lane)  # first, or a prompt would take a turn that it cannot use yet
        await self._bucket.take()
        await self._replied(lane)

    async def _replied(self, lane: Lane) -> None:
        """Until nothing is left to be said in the other lane of this chat."""
        while (replies := self._workers.get(lane.beside)) is not None:
            await asyncio.wait({replies})

    async def _settle(self, call: Outgoing) -> None:
        """Make one call and write down how it went; what cannot be written down goes out again at a start."""
        try:
            await self._try(call)
        except DatabaseFault as fault:
            log.error("not_written_down", fault=type(fault).__name__, at=where(fault))

    async def _try(self, call: Outgoing) -> None:
        for attempt in range(self._patience.tries):
            try:
                message_id = await self._make(call)
            except Forbidden:
                await self._let_go(call.person_id)
                return
            except BadRequest as fault:
                log.warning("refused", fault=fault.message, prompt=call.prompt)
                break
            except TelegramError as fault:
                log.warning("not_reached", fault=type(fault).__name__, attempt=attempt)
                await asyncio.sleep(self._patience.pause(fault, attempt))
            else:
                await self._writer.run(partial(delivered, one=call, message_id=message_id))
                return
        await self._writer.run(partial(refused, one=call))

    async def _let_go(self, person_id: int) -> None:
        """Nothing more reaches this person, so what waits for them is not tried."""
        log.info("unreachable")
        for prompts in (False, True):
            self._lanes.get(Lane(person_id=person_id, prompts=prompts), deque()).clear()
        await self._writer.run(partial(unreachable, person_id=person_id))

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
