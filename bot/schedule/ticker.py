"""Wakes when the next slot is due; what is due then, the rows decide."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot import metrics
from bot.clock import Clock
from bot.logs import where

log = structlog.get_logger()

JOB = "tick"
# Even when nothing is due the ticker looks this often, so that a wall clock set back or forth is noticed.
LONGEST_SLEEP = timedelta(seconds=60)
AFTER_A_FAULT = timedelta(seconds=5)


class Ticker:
    """APScheduler with one job, set anew after every tick."""

    def __init__(
        self,
        *,
        next_wake: Callable[[], Awaitable[datetime | None]],
        clock: Clock,
        after_a_fault: timedelta = AFTER_A_FAULT,
    ) -> None:
        self._tick: Callable[[], Awaitable[None]] | None = None
        self._next_wake = next_wake
        self._clock = clock
        self._after_a_fault = after_a_fault
        self._idle = asyncio.Event()
        self._idle.set()
        self._was_woken = False
        self._is_stopped = False
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self, tick: Callable[[], Awaitable[None]]) -> None:
        """Begin to call `tick`; the first tick comes at once and finds what fell due while nothing ran."""
        self._tick = tick
        self._scheduler.start()
        self.wake()

    async def stop(self) -> None:
        """Tick no more; a tick that is going on is finished first, for the scheduler would break it off."""
        self._is_stopped = True
        await self._idle.wait()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # the scheduler shuts down in the loop's next turn

    @property
    def is_running(self) -> bool:
        """Whether a tick is going on or the next one is set."""
        is_set = self._scheduler.running and self._scheduler.get_job(JOB) is not None
        return is_set or not self._idle.is_set()

    def wake(self) -> None:
        """Tick now, or again after a tick that is going on: something may have become due."""
        self._was_woken = True
        if self._idle.is_set():
            self._set(timedelta(0))

    async def _run(self) -> None:
        self._was_woken = False
        self._idle.clear()
        try:
            sleep = await self._sleep_after_tick()
            self._set(timedelta(0) if self._was_woken else max(timedelta(0), sleep))
        finally:
            self._idle.set()

    async def _sleep_after_tick(self) -> timedelta:
        try:
            if self._tick is not None:
                await self._tick()
            metrics.TICKER.beat()
            wake = await self._next_wake()
            return LONGEST_SLEEP if wake is None else min(LONGEST_SLEEP, wake - self._clock.now())
        except Exception as fault:  # noqa: BLE001 - a tick that failed is tried again; the rows are unchanged
            log.warning("tick_failed", fault=type(fault).__name__, at=where(fault))
            return self._after_a_fault

    def _set(self, sleep: timedelta) -> None:
        """Put the one job at `sleep` from now, by the real clock."""
        if self._is_stopped:
            return
        self._scheduler.add_job(
            self._run,
            DateTrigger(self._clock.system_now() + sleep),
            id=JOB,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=2,  # a tick sets the next one before it has quite ended
        )
