"""The sandbox put together: world, Bot API, control API and page in one application."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.bot_api import BotApi, HangUp
from bot.sandbox.clock import Clock
from bot.sandbox.control import Control
from bot.sandbox.faults import Faults
from bot.sandbox.page_files import OnlyThisComputer, page_routes
from bot.sandbox.time_travel import TimeTravel
from bot.sandbox.webhook import Courier
from bot.sandbox.world import World


class Sandbox:
    """A local stand-in for Telegram: a Bot API, two people to be, and a clock that can be moved.

    folder: where everything is kept between two runs; None keeps it in memory.
    token: the only token that is taken; None takes any well-formed one. All tokens reach the same bot.
    on_clock: told the whole offset ahead of the system clock each time the clock was moved.
    next_prompt: when the bot's next prompt is due; without it the page hides that button.
    on_start_over: lets the bot forget everything.
    """

    def __init__(
        self,
        *,
        folder: Path | None,
        token: str | None = None,
        on_clock: Callable[[timedelta], Awaitable[None]] | None = None,
        next_prompt: Callable[[], Awaitable[datetime | None]] | None = None,
        on_start_over: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._clock = Clock()
        self._world = World(folder, self._clock)
        self._api = BotApi(world=self._world, token=token, faults=Faults(clock=self._clock))
        self._travel = TimeTravel(
            world=self._world, on_clock=on_clock, next_prompt=next_prompt, on_start_over=on_start_over
        )
        self._app = self._build()

    @property
    def app(self) -> Starlette:
        """The application; served by `serve`, which also delivers to webhooks."""
        return self._app

    @property
    def ahead(self) -> timedelta:
        """How far the clock is ahead of the system's."""
        return self._clock.ahead

    @property
    def world(self) -> World:
        """Everything the sandbox knows; for tests."""
        return self._world

    @property
    def clock(self) -> Clock:
        """The clock; a test may exchange its system time."""
        return self._clock

    @asynccontextmanager
    async def running(self, hang_up: HangUp) -> AsyncIterator[None]:
        """Deliver to webhooks while inside; let everyone who waits go home at the end."""
        self._api.hang_up = hang_up
        self._world.open()
        courier = asyncio.create_task(Courier(world=self._world, api=self._api).run())
        try:
            yield
        finally:
            self.let_go()
            courier.cancel()
            with suppress(asyncio.CancelledError):
                await courier
            self._world.save()

    def let_go(self) -> None:
        """End every long poll and every stream of events, since the server stops."""
        self._world.close()

    def _build(self) -> Starlette:
        async def call(request: Request) -> Response:
            return await self._api.answer(request)

        async def download(request: Request) -> Response:
            return await self._api.download(request)

        control = Control(self._world, self._api, self._travel)
        return Starlette(
            routes=[
                *page_routes(),
                *control.routes,
                Route("/file/bot{rest:path}", download, methods=["GET"]),
                Route("/bot{rest:path}", call, methods=["GET", "POST"]),
            ],
            middleware=[Middleware(OnlyThisComputer)],
        )
