"""How long to wait before a call that failed is made again."""

import random
from dataclasses import dataclass

from telegram.error import RetryAfter

from bot.channel.request import named_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Pauses that double from `first` to `longest` seconds, and how many tries are made."""

    first: float
    longest: float
    tries: int

    def pause(self, fault: Exception, attempt: int) -> float:
        """Seconds before the try after `attempt` (from 0); what Telegram names is obeyed to the second.

        Jitter keeps chats that failed together from coming back all at once.
        """
        if isinstance(fault, RetryAfter):
            return named_seconds(fault)
        doubled = self.first * 2.0 ** min(attempt, 20)
        return min(self.longest, doubled) * random.uniform(0.5, 1)  # noqa: S311 - not for secrets
