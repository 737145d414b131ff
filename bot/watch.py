"""Watches over the running bot: whoever runs it is told what goes wrong, and what cannot mend itself ends.

A process that ends is started again; one that idles in silence helps nobody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from enum import StrEnum

from bot.errors import BotError
from bot.health import Health

# Seconds between two looks.
LOOK_EVERY = 30.0
LATE = timedelta(minutes=5)
# Seconds that a part may be red; a network that is away for a while comes back by itself.
RED_FOR = 600.0


class News(StrEnum):
    """What the operator is told."""

    LATE = "late"
    IN_TIME = "in_time"
    UNWELL = "unwell"


class Unwell(BotError):
    """A part that the bot cannot do without has not worked for long."""


class Alarm:
    """Says each thing once, when it begins, and that prompts are in time when they are again."""

    def __init__(self) -> None:
        self._is_late = False
        self._red_since: float | None = None

    def see(self, now: float, *, red: Collection[str], late: timedelta) -> tuple[News, ...]:
        """What is news at `now` (seconds of any clock): the red parts, and how late prompts are."""
        news = []
        if (late > LATE) != self._is_late:
            self._is_late = late > LATE
            news.append(News.LATE if self._is_late else News.IN_TIME)
        if not red:
            self._red_since = None
        elif self._red_since is None:
            self._red_since = now
        elif now - self._red_since >= RED_FOR:
            news.append(News.UNWELL)
        return tuple(news)


async def watch(
    health: Health,
    tell: Callable[[News], Awaitable[None]],
    *,
    vital: Collection[str],
    every: float = LOOK_EVERY,
) -> None:
    """Look for ever; raises Unwell when a vital part was red for too long."""
    alarm, clock = Alarm(), asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(every)
        parts = await health.look()
        red = [name for name in vital if not parts[name].ok]
        for news in alarm.see(clock(), red=red, late=await health.lateness()):
            await tell(news)
            if news is News.UNWELL:
                raise Unwell(
                    f"This part has not worked for ten minutes: {', '.join(red)}. The log says why; start"
                    " again."
                )
