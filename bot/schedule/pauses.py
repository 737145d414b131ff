"""How long a person may wish to be left in peace, and when they hear that it is over."""

from calendar import monthrange
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.schedule.instants import instant_of

# 'Until I return'; far enough, and safe to shift into any zone.
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
# Nobody is woken to hear that a break is over.
MORNING, EVENING = time(9), time(21)


class Pause(StrEnum):
    """The pauses on offer."""

    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    RETURN = "return"


def pause_end(pause: Pause, now: datetime) -> datetime:
    """When a pause that begins now is over, to the minute: what is due in that minute comes again."""
    now = now.replace(second=0, microsecond=0)
    match pause:
        case Pause.DAY:
            return now + timedelta(days=1)
        case Pause.WEEK:
            return now + timedelta(weeks=1)
        case Pause.FORTNIGHT:
            return now + timedelta(weeks=2)
        case Pause.MONTH:
            return _a_month_after(now)
        case Pause.RETURN:
            return FOREVER
        case _:
            assert_never(pause)


def running_pause(until: datetime | None, now: datetime) -> datetime | None:
    """The end of a pause that is not over, or None."""
    return until if until is not None and now < until else None


def welcome_at(end: datetime, zone: ZoneInfo) -> datetime | None:
    """When the end of a break is told: then, or in the morning after if it falls into the night.

    None for a break without end: the person's next act ends it.
    """
    if end >= FOREVER:
        return None
    local = end.astimezone(zone)
    if MORNING <= local.time() < EVENING:
        return end
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return instant_of(day, MORNING, zone) or end


def _a_month_after(now: datetime) -> datetime:
    """The same day of the next month, or its last day where it is shorter."""
    year, month = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)  # noqa: PLR2004 - December
    return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))
