"""A typical build of the same bot: what the guides of its libraries lead to, on their defaults.

python-telegram-bot with its own request class and polling, one update after the other; the state of a
conversation in the database; SQLAlchemy's AsyncSession on sqlite+aiosqlite, opened and committed anew for
each thing that is looked up or stored; a JobQueue with one daily job for each person. Only the journal is not
SQLite's default: it is WAL, which is faster, so that what it is compared with is the better of the two.
"""

import sys
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import CallbackQuery, Update
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from tests.bench.screens import after, screen

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]
MAKER = "sessions"


class Table(DeclarativeBase):
    """The tables."""


class Member(Table):
    """Someone who talks with the bot."""

    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
    remind_at: Mapped[str] = mapped_column(default="20:00")


class CheckIn(Table):
    """A way through the questions; `step` is where it stands."""

    __tablename__ = "checkin"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    step: Mapped[str] = mapped_column(default="mood")
    begun_at: Mapped[datetime] = mapped_column(default=func.now())


class Given(Table):
    """An answer."""

    __tablename__ = "given"
    id: Mapped[int] = mapped_column(primary_key=True)
    checkin_id: Mapped[int] = mapped_column(ForeignKey("checkin.id"), index=True)
    value: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(default=func.now())


def engine() -> AsyncEngine:
    """The database, in the folder where the bot is started."""
    opened = create_async_engine("sqlite+aiosqlite:///typical.db")

    @event.listens_for(opened.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL").close()

    return opened


def sessions(context: Context) -> async_sessionmaker[AsyncSession]:
    """What opens a session."""
    found: async_sessionmaker[AsyncSession] = context.bot_data[MAKER]
    return found


async def meet(context: Context, person_id: int) -> None:
    """The person is stored, and was seen now."""
    async with sessions(context)() as session:
        member = await session.get(Member, person_id) or Member(id=person_id)
        member.seen_at = datetime.now(UTC)
        session.add(member)
        await session.commit()


async def remind(context: Context) -> None:
    """The daily job of one person."""
    if context.job is not None and context.job.chat_id is not None:
        text, keyboard = screen("mood")
        await context.bot.send_message(
            context.job.chat_id, text, parse_mode=ParseMode.HTML, reply_markup=keyboard
        )


async def begin(update: Update, context: Context) -> None:
    """A command begins a check-in."""
    if update.message is None or update.effective_user is None:
        return
    await meet(context, update.effective_user.id)
    async with sessions(context)() as session:
        session.add(CheckIn(member_id=update.effective_user.id))
        await session.commit()
    text, keyboard = screen("mood")
    await update.message.reply_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)


async def tap(update: Update, context: Context) -> None:
    """A tap is stored and moves the check-in on."""
    query = update.callback_query
    if query is None:
        return
    await meet(context, query.from_user.id)
    newest = await open_checkin(context, query.from_user.id)
    if newest is not None:
        await keep(context, newest, query)
    await query.answer()
    text, keyboard = after(query.data or "")
    await query.edit_message_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)


async def open_checkin(context: Context, person_id: int) -> int | None:
    """The check-in that the person is in."""
    async with sessions(context)() as session:
        wanted = select(CheckIn).where(CheckIn.member_id == person_id).order_by(CheckIn.id.desc()).limit(1)
        found = (await session.execute(wanted)).scalar_one_or_none()
        return found.id if found else None


async def keep(context: Context, checkin_id: int, query: CallbackQuery) -> None:
    """The answer, and then where the check-in stands."""
    step, _, value = (query.data or "").partition(":")
    async with sessions(context)() as session:
        session.add(Given(checkin_id=checkin_id, value=value))
        await session.commit()
    async with sessions(context)() as session:
        checkin = await session.get(CheckIn, checkin_id)
        if checkin is not None:
            checkin.step = step
        await session.commit()


async def prepare(application: App) -> None:
    """The tables, and a job for each person, as there is nothing else that remembers the jobs."""
    maker = application.bot_data[MAKER]
    async with maker.kw["bind"].begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    async with maker() as session:
        for member in (await session.execute(select(Member))).scalars():
            when = time.fromisoformat(member.remind_at).replace(tzinfo=UTC)
            if application.job_queue is not None:
                application.job_queue.run_daily(remind, when, chat_id=member.id, name=str(member.id))


def main(token: str, api_url: str) -> None:
    """Run it."""
    builder = Application.builder().token(token).base_url(f"{api_url}/bot").post_init(prepare)
    application = builder.build()
    application.bot_data[MAKER] = async_sessionmaker(engine())
    application.add_handler(CommandHandler(("start", "checkin"), begin))
    application.add_handler(CallbackQueryHandler(tap))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:3])
