"""Updates become acts of persons."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.channel.outage import Outage
from bot.channel.sender import answer_press
from bot.store.writer import DatabaseFault
from bot.turns.incoming import Act, Blocked, Command, Edit, Incoming, Odd, Outcome, Press, Text, Unblocked
from bot.voice.language import Language, offered_language
from bot.voice.message import Message as Spoken
from bot.voice.odd import cannot_note, group, not_invited

Context = ContextTypes.DEFAULT_TYPE
Take = Callable[[Incoming], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlers:
    """Reads updates and hands them to `take`; `allowed` names who may use the bot, or nobody for everyone."""

    take: Take
    allowed: Collection[int]
    languages: Mapping[str, Language]
    answering: set[asyncio.Task[None]] = field(default_factory=set)
    """Calls that no update waits for; kept here so that none is dropped half way."""
    outage: Outage = field(default_factory=Outage)

    def all(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers in the order in which they are tried."""
        private = filters.ChatType.PRIVATE
        return [
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            CallbackQueryHandler(self.press),
            MessageHandler(~private & filters.COMMAND, self.in_group),
            MessageHandler(private & filters.UpdateType.EDITED_MESSAGE & filters.TEXT, self.edit),
            MessageHandler(private & filters.UpdateType.MESSAGE & filters.COMMAND, self.command),
            MessageHandler(private & filters.UpdateType.MESSAGE & filters.TEXT, self.text),
            MessageHandler(private & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, self.odd),
        ]

    async def command(self, update: Update, _context: Context) -> None:
        """A command; what follows its name is its argument."""
        name, _, argument = _typed(update).partition(" ")
        await self._hand_over(update, Command(name=name[1:].split("@")[0].lower(), argument=argument))

    async def text(self, update: Update, _context: Context) -> None:
        """Typed words."""
        await self._hand_over(update, Text(text=_typed(update), message_id=_message_id(update)))

    async def edit(self, update: Update, _context: Context) -> None:
        """A typed message that now reads otherwise."""
        await self._hand_over(update, Edit(text=_typed(update), message_id=_message_id(update)))

    async def odd(self, update: Update, _context: Context) -> None:
        """Anything else in a private chat."""
        await self._hand_over(update, Odd(kind=_kind(update.message)))

    async def press(self, update: Update, context: Context) -> None:
        """A button; its spinner stops once the turn is committed."""
        query = update.callback_query
        if query is None:
            return
        message_id = query.message.message_id if query.message else 0
        outcome = await self._hand_over(update, Press(data=query.data or "", message_id=message_id))
        self._beside(answer_press(context.bot, query.id, outcome.notice))

    async def membership(self, update: Update, _context: Context) -> None:
        """The person blocked the bot, or let it in again."""
        change = update.my_chat_member
        if change is not None and change.chat.type == ChatType.PRIVATE:
            gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
            await self._hand_over(update, Blocked() if gone else Unblocked())

    async def in_group(self, update: Update, context: Context) -> None:
        """Commands in a group get one line; nothing is kept."""
        spoken = update.effective_user.language_code if update.effective_user else None
        self._beside(_say(context.bot, update, group(self._language(spoken))))

    def _beside(self, call: Coroutine[Any, Any, None]) -> None:
        """Make a call that no update waits for: Telegram may hang, and the next person is to be heard."""
        task = asyncio.create_task(call, name="beside")
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)

    def _language(self, spoken: str | None) -> Language:
        return self.languages[offered_language(spoken)]

    async def _hand_over(self, update: Update, act: Act) -> Outcome:
        person = update.effective_user
        if person is None or person.is_bot:
            return Outcome()
        if self.allowed and person.id not in self.allowed:
            self._turn_away(update, person, act)
            return Outcome()
        incoming = Incoming(
            person_id=person.id, update_id=update.update_id, language=person.language_code, act=act
        )
        try:
            outcome = await self.take(incoming)
        except DatabaseFault:
            self._tell_outage(update, incoming)
            raise  # the update is not confirmed and comes again
        self.outage.ends(person.id, asyncio.get_running_loop().time())
        return outcome

    def _tell_outage(self, update: Update, incoming: Incoming) -> None:
        """Say directly, not through the outbox, that nothing can be written down."""
        now = asyncio.get_running_loop().time()
        if isinstance(incoming.act, Blocked | Unblocked):
            return
        if self.outage.is_news(incoming.person_id, incoming.update_id, now):
            line = cannot_note(self._language(incoming.language), tapped=isinstance(incoming.act, Press))
            self._beside(_say(update.get_bot(), update, line))

    def _turn_away(self, update: Update, person: User, act: Act) -> None:
        if isinstance(act, Command | Text):
            line = not_invited(self._language(person.language_code))
            self._beside(_say(update.get_bot(), update, line))


async def _say(bot: Bot, update: Update, spoken: Spoken) -> None:
    """A line that is sent at once and kept nowhere; if it does not arrive, nothing is lost."""
    if update.effective_chat is not None:
        with contextlib.suppress(TelegramError):
            await bot.send_message(update.effective_chat.id, spoken.text, parse_mode=ParseMode.HTML)


def _typed(update: Update) -> str:
    message = update.effective_message
    return message.text or "" if message else ""


def _message_id(update: Update) -> int:
    return update.effective_message.message_id if update.effective_message else 0


def _kind(message: Message | None) -> str:
    if message is None:
        return "other"
    kinds = {"sticker": message.sticker, "photo": message.photo, "voice": message.voice or message.video_note}
    return next((kind for kind, content in kinds.items() if content), "other")
