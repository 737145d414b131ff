"""Limits on how often something is done: a bucket for all prompts, and a pace for each chat."""

import asyncio
from collections import deque

# Telegram counts what arrives; the way there shakes the gaps a little, so a second is taken somewhat longer.
SECOND = 1.01
# Seconds of lateness that are caught up with; more would come as a burst.
CATCH_UP = 0.1


class Bucket:
    """Lets `rate` through in any second, spread evenly; whoever waits first goes first.

    What came late is caught up with, so that the rate is used, but never above the rate in any second.
    """

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate
        most = max(1, int(rate))
        self._span = most / rate * SECOND
        self._passed: deque[float] = deque(maxlen=most)
        self._due = 0.0
        self._line: deque[asyncio.Future[None]] = deque()
        self._serving: asyncio.Task[None] | None = None

    def take(self) -> asyncio.Future[None]:
        """A place in the line, done when its turn has come; to cancel it is to leave the line."""
        loop = asyncio.get_running_loop()
        place = loop.create_future()
        self._line.append(place)
        if self._serving is None:
            self._due = max(self._due, loop.time())
            self._serving = asyncio.create_task(self._serve(), name="bucket")
        return place

    def close(self) -> None:
        """Let nobody through any more."""
        if self._serving is not None:
            self._serving.cancel()

    async def _serve(self) -> None:
        clock = asyncio.get_running_loop().time
        while self._line:
            early = self._next() - clock()
            if early > 0:
                await asyncio.sleep(early)
                continue
            place = self._line.popleft()
            if not place.done():
                self._due = max(self._due, clock() - CATCH_UP) + self._gap
                self._passed.append(clock())
                place.set_result(None)
        self._serving = None

    def _next(self) -> float:
        """The moment from which the next may pass."""
        is_full = len(self._passed) == self._passed.maxlen
        return max(self._due, self._passed[0] + self._span if is_full else 0.0)


class Pace:
    """One a second on average, and a few at once after a rest."""

    def __init__(self, *, gap: float, burst: int) -> None:
        self._gap = gap
        self._slack = (burst - 1) * gap
        self._due = 0.0

    def wait(self, now: float) -> float:
        """Seconds to wait before the next; it counts as done then."""
        due = max(now, self._due)
        self._due = due + self._gap
        return max(0.0, due - self._slack - now)

    def is_rested(self, now: float) -> bool:
        """Whether it remembers nothing any more."""
        return self._due <= now
