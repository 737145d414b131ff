"""A clock for some days: when a person who is away is back on the clock of their home."""

from datetime import datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.schedule.instants import instant_of
from bot.schedule.quiet import Quiet, after_quiet

# How many days a journey may last that the bot is told of.
AWAY_DAYS = (*range(1, 11), 14, 21, 28)
# The change is told in a message, so it does not come at night.
_MORNING = time(9)
_DAY = timedelta(days=1)


def return_moment(now: datetime, days: int, home: ZoneInfo, quiet: Quiet | None) -> datetime:
    """The morning of the day, by the clock of home, on which a journey of so many days is over."""
    last = now.astimezone(home).date() + _DAY * days
    mornings = (instant_of(last + _DAY * number, _MORNING, home) for number in count())
    morning = next(at for at in mornings if at is not None)
    return morning if quiet is None else after_quiet(morning, quiet, home)
