"""When the bot was down: pure questions to the times that are known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Downtime:
    """From the last moment at which the bot is known to have run to the first one after it."""

    began_at: datetime
    ended_at: datetime


def downtime_in(known: Sequence[Downtime], start: datetime, end: datetime) -> Downtime | None:
    """The last of the downtimes, given in their order, that reaches into the time from `start` to `end`."""
    hits = [one for one in known if one.began_at <= end and start <= one.ended_at]
    return hits[-1] if hits else None
