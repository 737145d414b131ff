"""Whether the running bot does its work: each part with the age of its last sign of life, and a limit."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot import metrics
from bot.clock import Clock
from bot.schedule.ticker import Ticker
from bot.store.queries import next_wake, oldest_prompt, oldest_unsent, outbox_depth, slots_by_state
from bot.store.reader import Reader
from bot.store.writer import DatabaseFault, Writer

# Seconds. A poll is held for 50 at most and the ticker sleeps for 60 at most; each tick is a commit.
INTAKE_LIMIT = TICKER_LIMIT = DATABASE_LIMIT = 120.0
# A call is given up after a quarter of an hour; what is older has been forgotten by the sender.
OUTBOX_LIMIT = 1200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the bot; `age` in seconds, None where there is nothing to be old."""

    ok: bool
    age: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Looks at the parts; deliveries may stay away for hours, so there silence alone is no fault."""

    writer: Writer
    reader: Reader
    ticker: Ticker
    clock: Clock
    is_delivered_to: bool

    async def look(self) -> Mapping[str, Part]:
        """Every part by name."""
        return {
            "intake": self._intake(),
            "ticker": _of(metrics.TICKER, TICKER_LIMIT, lives=self.ticker.is_running),
            "outbox": await self._outbox(),
            "database": self._database(),
        }

    async def counts(self) -> bytes:
        """The page of numbers; those of the record are left as they were if it cannot be read."""
        with contextlib.suppress(DatabaseFault):
            slots, outbox = await self.reader.ask(lambda db: (slots_by_state(db), outbox_depth(db)))
            metrics.stand(slots=slots, outbox=outbox)
        return metrics.page()

    async def lateness(self) -> timedelta:
        """For how long what is due has waited: to be claimed, or to be sent."""
        due, prompt = await self.reader.ask(lambda db: (next_wake(db), oldest_prompt(db)))
        now = self.clock.now()
        return max((now - moment for moment in (due, prompt) if moment is not None), default=timedelta(0))

    def _intake(self) -> Part:
        if self.is_delivered_to:
            return Part(ok=not metrics.INTAKE.is_failing, age=_seconds(metrics.INTAKE.age))
        return _of(metrics.INTAKE, INTAKE_LIMIT, lives=True)

    def _database(self) -> Part:
        lives = self.writer.is_alive and not metrics.DATABASE.is_failing
        return _of(metrics.DATABASE, DATABASE_LIMIT, lives=lives)

    async def _outbox(self) -> Part:
        try:
            oldest = await self.reader.ask(oldest_unsent)
        except DatabaseFault:
            return Part(ok=False, age=None)
        if oldest is None:
            return Part(ok=True, age=None)
        age = (self.clock.now() - oldest).total_seconds()
        return Part(ok=age <= OUTBOX_LIMIT, age=_seconds(age))


def _of(pulse: metrics.Pulse, limit: float, *, lives: bool) -> Part:
    return Part(ok=lives and pulse.age <= limit, age=_seconds(pulse.age))


def _seconds(age: float) -> float:
    return round(age, 1)
