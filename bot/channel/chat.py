"""What waits for one chat, and when it may be written to."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from bot.channel.bucket import Pace
from bot.turns.outgoing import Outgoing

# Telegram asks for about one message a second and forgives short bursts; edits count as messages.
BURST = 10


@dataclass(slots=True, kw_only=True)
class Chat:
    """Replies go before prompts, each in their order."""

    pace: Pace
    replies: deque[Outgoing] = field(default_factory=deque)
    prompts: deque[Outgoing] = field(default_factory=deque)
    turn: asyncio.Future[None] | None = None
    """The first prompt's place in the line of all prompts."""
    woken: asyncio.Future[None] | None = None
    """Done when a reply comes while a prompt waits for its turn."""

    def add(self, one: Outgoing) -> None:
        """Put a call behind those of its kind; of two edits of one message only the later is seen."""
        if one.prompt:
            self.prompts.append(one)
            return
        if self.replies and one.call.edits is not None and one.call.edits == self.replies[-1].call.edits:
            one = one.in_place_of(self.replies.pop())
        self.replies.append(one)
        if self.woken is not None and not self.woken.done():
            self.woken.set_result(None)

    def clear(self) -> None:
        """Nothing waits any more."""
        self.replies.clear()
        self.prompts.clear()
        self.leave_line()

    def leave_line(self) -> None:
        """Give up the place among the prompts."""
        if self.turn is not None:
            self.turn.cancel()
            self.turn = None

    @property
    def depth(self) -> int:
        """How many calls wait."""
        return len(self.replies) + len(self.prompts)
