"""Wakes when the next slot is due; what is due then, the rows decide."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

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
    ) -> None:
        self._tick: Callable[[], Awaitable[None]] | None = None
        self._next_wake = next_wake
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self, tick: Callable[[], Awaitable[None]]) -> None:
        """Begin to call `tick`; the first tick comes at once and finds what fell due while nothing ran."""
        self._tick = tick
        self._scheduler.start()
        self.wake()

    def stop(self) -> None:
        """Tick no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    @property
    def is_running(self) -> bool:
        """Whether the next tick is set."""
        return self._scheduler.running and self._scheduler.get_job(JOB) is not None

    def wake(self) -> None:
        """Tick now: something may have become due."""
        self._set(timedelta(0))

    async def _run(self) -> None:
        sleep = AFTER_A_FAULT
        try:
            if self._tick is not None:
                await self._tick()
            wake = await self._next_wake()
            sleep = LONGEST_SLEEP if wake is None else min(LONGEST_SLEEP, wake - self._clock.now())
        except Exception as fault:  # noqa: BLE001 - a tick that failed is tried again; the rows are unchanged
            log.warning("tick_failed", fault=type(fault).__name__, at=where(fault))
        self._set(max(timedelta(0), sleep))

    def _set(self, sleep: timedelta) -> None:
        """Put the one job at `sleep` from now, by the real clock."""
        self._scheduler.add_job(
            self._run,
            DateTrigger(self._clock.system_now() + sleep),
            id=JOB,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=2,
        )
