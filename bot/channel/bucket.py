"""A token bucket: so many a second, and no burst above that."""

import asyncio


class Bucket:
    """Lets `rate` through a second; whoever waits first goes first."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate
        self._next = 0.0

    async def take(self) -> None:
        """Wait for a turn."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next)
        self._next = at + self._gap
        if at > now:
            await asyncio.sleep(at - now)
