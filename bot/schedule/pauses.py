"""How long a person may wish to be left in peace."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import assert_never

# 'Until I return'; far enough, and safe to shift into any zone.
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)


class Pause(StrEnum):
    """The pauses on offer."""

    DAY = "day"
    WEEK = "week"
    RETURN = "return"


def pause_end(pause: Pause, now: datetime) -> datetime:
    """When a pause that begins now is over, to the minute: what is due in that minute comes again."""
    now = now.replace(second=0, microsecond=0)
    match pause:
        case Pause.DAY:
            return now + timedelta(days=1)
        case Pause.WEEK:
            return now + timedelta(weeks=1)
        case Pause.RETURN:
            return FOREVER
        case _:
            assert_never(pause)


def running_pause(until: datetime | None, now: datetime) -> datetime | None:
    """The end of a pause that is not over, or None."""
    return until if until is not None and now < until else None
