"""Starts `daymark run` with its clock moved and a probe inside: how long ticks take, and where the loop stalls.

`python -m tests.bench.probed <seconds ahead> <file>`. The clock is moved so that a full minute, at which
reminders fall due, need not be waited for. The probe is inside, because a health page that is asked from
outside answers late for many reasons, and the loop is only one of them: a task that sleeps two milliseconds
at a time and writes down when it wakes late misses nothing and blames nobody else.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot import app, cli
from bot.channel.sender import Sender
from bot.clock import Clock
from bot.settings import Settings
from bot.turns.host import Turns
from bot.turns.outgoing import Outgoing

NAP = 0.002
# Seconds that a loop may wake late without its being written down.
PUNCTUAL = 0.004


@dataclass(slots=True)
class Probe:
    """What is written down; moments are of the monotonic clock, lengths in seconds."""

    ticks: list[tuple[float, float, int]] = field(default_factory=list)
    late: list[tuple[float, float]] = field(default_factory=list)
    handed_on: int = 0

    async def beat(self) -> None:
        """Wake every few milliseconds, for ever."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(NAP)
            after = time.monotonic()
            if after - before - NAP > PUNCTUAL:
                self.late.append((before, after - before - NAP))

    def watch(self) -> None:
        """Time the ticks, and count the prompts that each hands on."""
        tick, hand_on = Turns.tick, Sender.hand_on

        async def timed(turns: Turns) -> None:
            start, count = time.monotonic(), self.handed_on
            await tick(turns)
            self.ticks.append((start, time.monotonic(), self.handed_on - count))

        def counted(sender: Sender, calls: Iterable[Outgoing]) -> None:
            handed = list(calls)
            self.handed_on += sum(call.prompt for call in handed)
            hand_on(sender, handed)

        Turns.tick = timed  # type: ignore[method-assign]
        Sender.hand_on = counted  # type: ignore[method-assign]


async def run(settings: Settings, _clock: Clock, *, ahead: timedelta, told: Path) -> None:
    """The bot, and what the probe saw once it is stopped."""
    probe = Probe()
    probe.watch()
    beat = asyncio.create_task(probe.beat())
    try:
        await app.run(settings, Clock(ahead=ahead))
    finally:
        beat.cancel()
        told.write_text(json.dumps(asdict(probe)))


if __name__ == "__main__":
    seconds, name = sys.argv[1:3]
    cli.run_bot = partial(run, ahead=timedelta(seconds=float(seconds)), told=Path(name))  # type: ignore[assignment]
    sys.argv = ["daymark", "run"]
    cli.main()
