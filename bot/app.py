"""The composition root: the only place where rooms are wired, opened and closed."""

import asyncio
import contextlib
import random
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette

from bot import metrics
from bot.care.feelings import all_feelings
from bot.care.people import load_people
from bot.care.tips import load_tips
from bot.channel import telegram
from bot.channel.handlers import Handlers
from bot.channel.intake import AnotherInstance, Intake
from bot.channel.operators import Operators
from bot.channel.sender import Sender
from bot.clock import Clock
from bot.errors import BotError
from bot.health import Health
from bot.registry import load_flows
from bot.schedule.ticker import Ticker
from bot.settings import Settings
from bot.store.alone import alone
from bot.store.migrate import revision_of, some_keys, upgrade
from bot.store.queries import forget_everyone, next_prompt, next_wake
from bot.store.reader import Reader
from bot.store.sealing import ANOTHER_KEY, BadKey, Keyring, load_key_file, read_key
from bot.store.sqlite import BadDatabase, database_path, explain, open_reader, open_writer, refuse_damaged
from bot.store.writer import DatabaseFault, Writer
from bot.turns.desk import House
from bot.turns.host import Turns
from bot.turns.outgoing import waiting
from bot.voice.language import OFFERED, load_language
from bot.watch import watch
from bot.web.site import WEBHOOK_PATH, site

log = structlog.get_logger()

# Seconds that messages on their way get to arrive when the process is asked to stop.
FAREWELL = 5.0


class PortTaken(BotError):
    """Another program listens on the port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Daymark:
    """The running bot: what its owner may ask of it."""

    intake: Intake
    ticker: Ticker
    writer: Writer
    reader: Reader
    health: Health
    operators: Operators

    async def next_prompt(self) -> datetime | None:
        """When a prompt is next due."""
        return await self.reader.ask(next_prompt)

    async def start_over(self) -> None:
        """Forget everyone; the sandbox's wish."""
        await self.writer.run(forget_everyone)


def keyring(settings: Settings, database: Path, *, may_make: bool = True) -> Keyring:
    """The master key in force; a key file is made only as long as no database needs an older one."""
    secret = settings.daymark_key.get_secret_value()
    if secret:
        return read_key(secret, source="DAYMARK_KEY")
    has_record = database.exists() and revision_of(database) is not None
    return load_key_file(settings.daymark_key_file, may_make=may_make and not has_record)


def build_house(ring: Keyring, operator: str) -> House:
    """Everything that turns share; loading fails here if a file of the care room or a flow is faulty."""
    all_feelings()
    load_people()
    return House(
        registry=load_flows(),
        tips=load_tips(),
        languages={code: load_language(code) for code in OFFERED},
        keyring=ring,
        operator=operator,
        draw=random.Random(),  # noqa: S311 - draws tips, not secrets
    )


def _check_key(ring: Keyring, path: Path) -> None:
    """Refuse a key that opens nothing of what is stored, before anything is written.

    One person's key that is damaged is a fault of that row and keeps nobody else waiting.
    """
    stored = some_keys(path)
    if stored and not ring.opens_any(stored):
        raise BadKey(ANOTHER_KEY)


@asynccontextmanager
async def open_daymark(
    settings: Settings, clock: Clock, *, farewell: float = FAREWELL
) -> AsyncIterator[Daymark]:
    """The bot, ready to take updates; closed in the order in which nothing is lost."""
    path = database_path(settings.database_url)
    try:
        with alone(path):
            async with _open(settings, path, clock, farewell) as daymark:
                yield daymark
    except DatabaseFault as fault:  # the file failed after it was looked at, before anybody could wait for it
        raise BadDatabase(explain(path, fault)) from fault
    log.info("stopped")


@asynccontextmanager
async def _open(settings: Settings, path: Path, clock: Clock, farewell: float) -> AsyncIterator[Daymark]:
    refuse_damaged(path)
    ring = keyring(settings, path)
    _check_key(ring, path)
    upgrade(path)
    house = build_house(ring, settings.operator_name)
    metrics.begin()
    async with _open_writer(path) as writer, _open_reader(path) as reader:
        ticker = Ticker(next_wake=partial(reader.ask, next_wake), clock=clock)
        async with _on_telegram(settings, clock, house, writer, ticker, farewell) as intake:
            log.info("started", flows=len(house.registry.flows), tips=len(house.tips))
            health = Health(
                writer=writer,
                reader=reader,
                ticker=ticker,
                clock=clock,
                is_delivered_to=bool(settings.webhook_url),
            )
            operators = Operators(
                bot=intake.bot, ids=settings.operator_ids, language=house.languages[OFFERED[0]]
            )
            yield Daymark(
                intake=intake,
                ticker=ticker,
                writer=writer,
                reader=reader,
                health=health,
                operators=operators,
            )


@asynccontextmanager
async def _on_telegram(
    settings: Settings, clock: Clock, house: House, writer: Writer, ticker: Ticker, farewell: float
) -> AsyncIterator[Intake]:
    """Sender, turns and ticker at work; at the end what is on its way may still arrive."""
    token = settings.telegram_bot_token.get_secret_value()
    application = telegram.build(token=token, api_url=settings.telegram_api_url)
    sender = Sender(
        bot=application.bot,
        writer=writer,
        now=clock.now,
        prompts_per_second=settings.prompts_per_second,
        chat_per_second=settings.chat_messages_per_second,
    )
    turns = Turns(
        writer=writer,
        house=house,
        now=clock.now,
        hand_on=sender.hand_on,
        wake_ticker=ticker.wake,
        room=sender.room,
    )
    handlers = Handlers(take=turns.take, allowed=settings.allowed_ids, languages=house.languages)
    application.add_handlers(handlers.all())
    try:
        await telegram.introduce(application, house.languages)
        sender.hand_on(await writer.run(partial(waiting, keyring=house.keyring)))
        ticker.start(turns.tick)
        yield Intake(application)
    finally:
        await ticker.stop()
        await sender.stop(within=farewell)
        await telegram.close(application)


@asynccontextmanager
async def _open_writer(path: Path) -> AsyncIterator[Writer]:
    engine = open_writer(path)
    writer = Writer(engine)
    writer.start()
    try:
        yield writer
    finally:
        await writer.stop()
        engine.dispose()


@asynccontextmanager
async def _open_reader(path: Path) -> AsyncIterator[Reader]:
    reader = Reader(open_reader(path))
    try:
        yield reader
    finally:
        await reader.close()


async def run(settings: Settings, clock: Clock) -> None:
    """The bot on Telegram until it is asked to stop, by polling or by webhook."""
    async with open_daymark(settings, clock) as daymark:
        if settings.webhook_url:
            await _by_webhook(settings, daymark)
        else:
            await _by_polling(settings, daymark)


async def until_stopped(work: asyncio.Task[None]) -> None:
    """Wait for SIGINT or SIGTERM, or for `work` to fail."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stopped.set)
    waiter = asyncio.create_task(stopped.wait())
    await asyncio.wait({work, waiter}, return_when=asyncio.FIRST_COMPLETED)
    waiter.cancel()
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work


async def _by_polling(settings: Settings, daymark: Daymark) -> None:
    pages = site(health=daymark.health)
    async with _serve(pages, settings):
        await until_stopped(asyncio.create_task(_poll_watched(daymark)))


async def _poll_watched(daymark: Daymark) -> None:
    """Poll, and be watched, until one of both fails."""
    vital = ("intake", "ticker", "database")
    polling = asyncio.create_task(daymark.intake.poll())
    watching = asyncio.create_task(watch(daymark.health, daymark.operators.tell, vital=vital))
    try:
        await asyncio.wait({polling, watching}, return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, watching):
            if task.done():
                task.result()
    except AnotherInstance:
        await daymark.operators.tell("another")
        raise
    finally:
        for task in (polling, watching):
            task.cancel()
        await asyncio.gather(polling, watching, return_exceptions=True)


async def _by_webhook(settings: Settings, daymark: Daymark) -> None:
    secret = settings.webhook_secret.get_secret_value()
    pages = site(
        health=daymark.health,
        secret=secret,
        receive=daymark.intake.take_delivery,
    )
    async with _serve(pages, settings):
        address = settings.webhook_url.rstrip("/") + WEBHOOK_PATH
        await daymark.intake.set_webhook(url=address, secret=secret)
        # An update that fails each time it is delivered must not stop the bot for everyone.
        watching = watch(daymark.health, daymark.operators.tell, vital=("ticker", "database"))
        await until_stopped(asyncio.create_task(watching))


@asynccontextmanager
async def _serve(pages: Starlette, settings: Settings) -> AsyncIterator[None]:
    """The pages on HOST and PORT while inside."""
    config = uvicorn.Config(
        pages, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=3
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[_listen(settings.host, settings.port)]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the process is stopped in one place."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to `until_stopped`."""
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio leaves small answers waiting for 40 ms (no TCP_NODELAY).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as fault:
        listener.close()
        raise PortTaken(
            f"Nothing can listen on {host}:{port} ({fault.strerror}): set HOST or PORT."
        ) from fault
    listener.setblocking(False)  # noqa: FBT003 - the standard library's signature
    return listener
