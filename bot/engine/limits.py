"""How long a check-in waits: to be begun, to be finished, and for someone who has fallen silent."""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import BotError


class BadLimits(BotError):
    """A check-in that waits no time at all cannot be answered; the message says what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Three lengths of time, in whole minutes from 1 on. Raises BadLimits.

    `start`: how long after its time a prompt may be begun and counts as in time. `finish`: how long after
    that whoever began in time may go on with it. `inactivity`: after how long without any act a check-in is
    closed; longer than an interruption, shorter than the way from one question to another of the same day.
    """

    start: int = 4 * 60
    finish: int = 60
    inactivity: int = 2 * 60

    def __post_init__(self) -> None:
        if min(self.start, self.finish, self.inactivity) < 1:
            raise BadLimits("A limit is shorter than a minute: give start, finish and inactivity in minutes.")

    @property
    def start_limit(self) -> timedelta:
        """From the due time on."""
        return timedelta(minutes=self.start)

    @property
    def finish_grace(self) -> timedelta:
        """From the end of the start limit on."""
        return timedelta(minutes=self.finish)

    @property
    def idle_limit(self) -> timedelta:
        """From the last act on."""
        return timedelta(minutes=self.inactivity)
