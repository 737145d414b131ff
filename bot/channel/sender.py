"""Empties the outbox: in order for each chat, replies at once, prompts through their bucket."""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.channel.bucket import Bucket, Pace
from bot.channel.calls import make
from bot.channel.chat import BURST, Chat
from bot.channel.patience import Patience
from bot.logs import where
from bot.store.writer import DatabaseFault, Writer
from bot.turns.outgoing import Outgoing, delivered, is_wanted, refused, unreachable

log = structlog.get_logger()

# A call is given up after about a quarter of an hour; what Telegram asks to wait does not count.
PATIENCE = Patience(first=0.5, longest=60.0, tries=20)
# Seconds after which a prompt that waited is looked at again: its person may have checked in meanwhile.
FRESH = 20.0
# Seconds that a tick may wait for room; chats that Telegram holds up must not hold up all others.
ROOM_WITHIN = 5.0


class Sender:
    """One worker for each chat that has something waiting.

    Telegram has no way to make a call once only. Where it is not known whether a call was carried out (no
    answer came in time, or the connection broke), it is made again, replies and prompts alike. An edit that
    comes twice is not seen. A question that comes twice costs a glance, and both copies take the answer; one
    that never comes leaves someone waiting, and leaves a hole in the record that looks like silence.
    """

    def __init__(
        self,
        *,
        bot: Bot,
        writer: Writer,
        now: Callable[[], datetime],
        prompts_per_second: float,
        patience: Patience = PATIENCE,
        chat_per_second: float = 1.0,
    ) -> None:
        self._bot = bot
        self._writer = writer
        self._now = now
        self._patience = patience
        self._gap = 1 / chat_per_second
        self._bucket = Bucket(prompts_per_second)
        self._chats: dict[int, Chat] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._under_way: set[int] = set()
        self._is_stopping = False
        self._most_prompts = max(64, int(2 * prompts_per_second))
        self._left = asyncio.Event()

    def hand_on(self, calls: Iterable[Outgoing]) -> None:
        """Queue committed calls; they leave in this order for each chat, replies before prompts."""
        for one in calls:
            person_id = one.person_id
            chat = self._chats.setdefault(person_id, Chat(pace=Pace(gap=self._gap, burst=BURST)))
            chat.add(one)
            if person_id not in self._workers and not self._is_stopping:
                self._workers[person_id] = asyncio.create_task(self._work(person_id), name="chat")

    async def stop(self, *, within: float) -> None:
        """Let what is on its way finish, for so many seconds; the rest stays in the outbox."""
        self._is_stopping = True
        self._bucket.close()
        workers = dict(self._workers)
        for person_id, worker in workers.items():
            if person_id not in self._under_way:
                worker.cancel()
        if workers:
            await asyncio.wait(workers.values(), timeout=within)
        for worker in workers.values():
            worker.cancel()
        await asyncio.gather(*workers.values(), return_exceptions=True)
        self._chats.clear()

    async def room(self) -> None:
        """Wait until few enough prompts wait to be sent, or as long as a tick may take.

        In a storm prompts are made as fast as they leave, so that each tells the state of things, and the
        replies of those who tap meanwhile need not wait behind the making of thousands.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ROOM_WITHIN):
                while self._prompts >= self._most_prompts:
                    self._left.clear()
                    await self._left.wait()

    @property
    def _prompts(self) -> int:
        return sum(len(chat.prompts) for chat in self._chats.values())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being sent or waited for."""
        return not self._workers

    @property
    def depth(self) -> int:
        """How many calls wait."""
        return sum(chat.depth for chat in self._chats.values())

    async def _work(self, person_id: int) -> None:
        chat = self._chats[person_id]
        try:
            while chat.depth and not self._is_stopping:
                one = await self._next(chat)
                if one is not None:
                    await self._settle(chat, one)
        finally:
            chat.leave_line()
            del self._workers[person_id]
            self._rest(person_id, chat)

    def _rest(self, person_id: int, chat: Chat) -> None:
        """Remember a chat as long as its pace does, so that a burst is not allowed anew."""
        loop = asyncio.get_running_loop()
        if chat.depth or person_id in self._workers:
            return
        if chat.pace.is_rested(loop.time()):
            self._chats.pop(person_id, None)
        else:
            loop.call_later(1.0, self._rest, person_id, chat)

    async def _next(self, chat: Chat) -> Outgoing | None:
        """The call that goes next; None where something came up while it was waited for."""
        if not chat.replies:
            await self._in_line(chat)
        pause = chat.pace.wait(asyncio.get_running_loop().time())
        if pause:
            await asyncio.sleep(pause)
        if chat.replies:
            return chat.replies.popleft()
        if chat.turn is not None and chat.turn.done() and chat.prompts:
            chat.turn = None
            self._left.set()
            return chat.prompts.popleft()
        return None

    async def _in_line(self, chat: Chat) -> None:
        """Wait until a prompt may go, or a reply came that goes before it."""
        if chat.turn is None:
            chat.turn = self._bucket.take()
        chat.woken = asyncio.get_running_loop().create_future()
        await asyncio.wait({chat.turn, chat.woken}, return_when=asyncio.FIRST_COMPLETED)
        chat.woken = None

    async def _settle(self, chat: Chat, one: Outgoing) -> None:
        """Make one call and write down how it went; what cannot be written down goes out again at a start."""
        self._under_way.add(one.person_id)
        try:
            if await self._is_wanted(one):
                await self._try(chat, one)
        except DatabaseFault as fault:
            log.error("not_written_down", fault=type(fault).__name__, at=where(fault))
        finally:
            self._under_way.discard(one.person_id)

    async def _is_wanted(self, one: Outgoing) -> bool:
        """Whether a prompt that waited is still to be sent."""
        now = self._now()
        if not one.prompt or (now - one.made_at).total_seconds() < FRESH:
            return True
        return await self._writer.run(partial(is_wanted, one=one, now=now), lane=one.person_id)

    async def _try(self, chat: Chat, one: Outgoing) -> None:
        attempt = 0
        while attempt < self._patience.tries:
            try:
                message_id = await make(self._bot, one)
            except Forbidden:
                await self._let_go(chat, one.person_id)
                return
            except BadRequest as fault:
                log.warning("refused", fault=fault.message, prompt=one.prompt)
                break
            except TelegramError as fault:
                log.warning("not_reached", fault=type(fault).__name__, attempt=attempt)
                await self._pause(one, self._patience.pause(fault, attempt))
                attempt += not isinstance(fault, RetryAfter)
            else:
                work = partial(delivered, one=one, message_id=message_id)
                await self._writer.run(work, lane=one.person_id)
                return
        await self._writer.run(partial(refused, one=one), lane=one.person_id)

    async def _pause(self, one: Outgoing, seconds: float) -> None:
        """Wait before the next try; whoever stops the process need not wait with it."""
        self._under_way.discard(one.person_id)
        await asyncio.sleep(0 if self._is_stopping else seconds)
        if self._is_stopping:
            raise asyncio.CancelledError
        self._under_way.add(one.person_id)

    async def _let_go(self, chat: Chat, person_id: int) -> None:
        """Nothing more reaches this person, so what waits for them is not tried."""
        log.info("unreachable")
        chat.clear()
        self._left.set()
        await self._writer.run(partial(unreachable, person_id=person_id), lane=person_id)


async def answer_press(bot: Bot, query_id: str, notice: str) -> None:
    """Stop the spinner of a pressed button; too late is no harm."""
    try:
        await bot.answer_callback_query(query_id, text=notice or None)
    except TelegramError as fault:
        log.debug("press_not_answered", fault=type(fault).__name__)
