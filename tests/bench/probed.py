"""Starts `daymark run` with its clock moved and a probe inside: how long ticks take, where the loop stalls.

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
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot import app, cli
from bot.channel.sender import Sender
from bot.clock import Clock
from bot.settings import Settings
from bot.turns.host import Turns
from bot.turns.outgoing import Outgoing
from tests.bench.figures import BrokenBench

NAP = 0.002
# Seconds that a loop may wake late without its being written down.
PUNCTUAL = 0.004
# Seconds after a tick at which what was seen is written: the prompts have been handed on by then.
SETTLED = 0.2


@dataclass(slots=True, kw_only=True)
class Probe:
    """What is written into the file; moments are of the monotonic clock, lengths in seconds."""

    file: Path
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
            # The beat may have been due all the while: it must come before what it saw is written.
            asyncio.get_running_loop().call_later(SETTLED, self.tell)

        def counted(sender: Sender, calls: Iterable[Outgoing]) -> None:
            handed = list(calls)
            self.handed_on += sum(call.prompt for call in handed)
            hand_on(sender, handed)

        _replace(Turns, "tick", timed)
        _replace(Sender, "hand_on", counted)

    def tell(self) -> None:
        """Write what was seen so far, whole at any moment."""
        seen = {"ticks": self.ticks, "late": self.late}
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps(seen))
        fresh.replace(self.file)


async def run(settings: Settings, _clock: Clock, *, ahead: timedelta, file: Path) -> None:
    """The bot on a moved clock, with the probe at work."""
    probe = Probe(file=file)
    probe.watch()
    beat = asyncio.create_task(probe.beat())
    try:
        await app.run(settings, Clock(ahead=ahead))
    finally:
        beat.cancel()


def _replace(owner: object, name: str, found: object) -> None:
    """Put something else in the place of what the bot calls by this name."""
    if not hasattr(owner, name):
        raise BrokenBench(f"{owner} has no {name} any more, so the probe sees nothing.")
    setattr(owner, name, found)


if __name__ == "__main__":
    seconds, path = sys.argv[1:3]
    _replace(cli, "run_bot", partial(run, ahead=timedelta(seconds=float(seconds)), file=Path(path)))
    sys.argv = ["daymark", "run"]
    cli.main()
