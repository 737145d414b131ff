"""The ticker: ticks at its start, when woken, at the next wake, and again after a fault."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.schedule.ticker import Ticker

SOON = timedelta(milliseconds=30)


class Ledger:
    """What is due next, and how often was ticked."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.wake: datetime | None = None
        self.ticks = 0
        self.faults = 0
        self.asked = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.ticker = Ticker(next_wake=self.next_wake, clock=self.clock, after_a_fault=SOON)

    async def next_wake(self) -> datetime | None:
        """The next wake, after a while if the test wishes."""
        found = self.wake
        self.asked.set()
        await self.may_go_on.wait()
        return found

    async def tick(self) -> None:
        """Claim what is due, or fail."""
        if self.faults:
            self.faults -= 1
            raise OSError("locked")
        self.ticks += 1
        if self.wake is not None and self.wake <= self.clock.now():
            self.wake = None

    async def until(self, ticks: int) -> None:
        """Wait for so many ticks."""
        async with asyncio.timeout(5):
            while self.ticks < ticks:  # noqa: ASYNC110 - a tick rings no bell
                await asyncio.sleep(0.001)


@pytest.fixture
async def ledger() -> AsyncIterator[Ledger]:
    """A ticker that is stopped at the end."""
    made = Ledger()
    yield made
    await made.ticker.stop()


async def test_the_first_tick_comes_at_once(ledger: Ledger) -> None:
    """What fell due while nothing ran is found at the start."""
    seen = [ledger.ticker.is_running]
    ledger.ticker.start(ledger.tick)
    await ledger.until(1)
    seen.append(ledger.ticker.is_running)
    await ledger.ticker.stop()
    seen.append(ledger.ticker.is_running)
    ledger.ticker.wake()
    assert seen == [False, True, False]


async def test_the_next_wake(ledger: Ledger) -> None:
    """The ticker sleeps until the rows need it."""
    ledger.wake = ledger.clock.now() + 2 * SOON
    ledger.ticker.start(ledger.tick)
    await ledger.until(1)
    assert ledger.wake is not None
    await ledger.until(2)
    assert ledger.wake is None


async def test_what_is_over_due(ledger: Ledger) -> None:
    """What is due already when a tick ends is ticked at once."""
    ledger.ticker.start(ledger.tick)
    await ledger.until(1)
    ledger.wake = ledger.clock.now() - SOON
    ledger.ticker.wake()
    await ledger.until(2)
    assert ledger.wake is None


async def test_woken(ledger: Ledger) -> None:
    """Something that may have become due earlier wakes the ticker."""
    ledger.ticker.start(ledger.tick)
    await ledger.until(1)
    await asyncio.sleep(0.02)
    assert ledger.ticks == 1
    ledger.ticker.wake()
    await ledger.until(2)


async def test_woken_in_the_middle_of_a_tick(ledger: Ledger) -> None:
    """A wake that comes while the rows are being asked is not lost."""
    ledger.may_go_on.clear()
    ledger.ticker.start(ledger.tick)
    await ledger.asked.wait()
    ledger.ticker.wake()
    ledger.may_go_on.set()
    await ledger.until(2)


async def test_stopped_in_the_middle_of_a_tick(ledger: Ledger) -> None:
    """A tick that is going on counts as running, and is finished before the end."""
    ledger.may_go_on.clear()
    ledger.ticker.start(ledger.tick)
    await ledger.asked.wait()
    assert ledger.ticker.is_running
    stopping = asyncio.create_task(ledger.ticker.stop())
    await asyncio.sleep(0.01)
    assert not stopping.done()
    ledger.may_go_on.set()
    await stopping
    assert (ledger.ticks, ledger.ticker.is_running) == (1, False)


async def test_a_clock_that_is_moved(ledger: Ledger) -> None:
    """When the clock is moved on, what is due by it is found after a wake."""
    ledger.wake = ledger.clock.now() + timedelta(hours=7)
    ledger.ticker.start(ledger.tick)
    await ledger.until(1)
    ledger.clock.ahead = timedelta(hours=8)
    ledger.ticker.wake()
    await ledger.until(2)
    assert ledger.wake is None


async def test_a_tick_that_fails(ledger: Ledger) -> None:
    """A failing tick is tried again a little later."""
    ledger.faults = 2
    ledger.ticker.start(ledger.tick)
    await ledger.until(1)
    assert ledger.faults == 0


def test_the_clock() -> None:
    """The present is aware UTC, and moves with what it is ahead."""
    clock = Clock()
    before = datetime.now(UTC)
    assert timedelta(0) <= clock.now() - before < timedelta(seconds=5)
    clock.ahead = timedelta(days=1)
    assert clock.now() - clock.system_now() > timedelta(hours=23)
    assert clock.now().tzinfo is UTC
