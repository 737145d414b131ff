"""Waiting for a change without asking again and again."""

import asyncio


class Bell:
    """Wakes everyone who waits when it rings; after `close` nobody waits any more."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.closed = False

    def ring(self) -> None:
        """Wake everyone who waits now."""
        self._event.set()
        if not self.closed:
            self._event = asyncio.Event()

    def close(self) -> None:
        """Wake everyone, and whoever comes to wait later as well."""
        self.closed = True
        self.ring()

    def open(self) -> None:
        """Let people wait again."""
        self.closed = False
        self._event = asyncio.Event()

    async def heard(self, seconds: float) -> bool:
        """Wait for the next ring, at most so many seconds; False when the time ran out."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        return True
