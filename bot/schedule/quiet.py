"""Quiet hours: the part of the day in which a person does not wish to hear from the bot."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.engine.rhythm import Span
from bot.errors import BotError
from bot.schedule.instants import instant_of

_PACKED = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])-([01][0-9]|2[0-3])([0-5][0-9])")
_DAY = timedelta(days=1)


class BadQuiet(BotError):
    """These are no quiet hours; the message says what to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """From `start` on and before `end` on the wall, over midnight if `end` is smaller. Raises BadQuiet."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise BadQuiet("Quiet hours end when they begin: choose two different times in /settings.")

    def holds(self, clock: time) -> bool:
        """Whether a wall time lies in the quiet hours."""
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def pack_quiet(quiet: Quiet) -> str:
    """Quiet hours in nine characters: '2200-0700'."""
    return f"{quiet.start:%H%M}-{quiet.end:%H%M}"


def unpack_quiet(text: str) -> Quiet:
    """The quiet hours that `pack_quiet` wrote. Raises BadQuiet for anything else."""
    found = _PACKED.fullmatch(text)
    if found is None:
        raise BadQuiet(f'"{text}" are no quiet hours: choose them anew in /settings.')
    start, end = (time(int(found[at]), int(found[at + 1])) for at in (1, 3))
    return Quiet(start=start, end=end)


def is_packed_quiet(text: str) -> bool:
    """Whether `pack_quiet` wrote this."""
    try:
        unpack_quiet(text)
    except BadQuiet:
        return False
    return True


def after_quiet(moment: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours that it lies in.

    Quiet hours end once a night: where the clock is set back over their end, they do not begin again.
    They do not end on a day that does not exist, but on the next.
    """
    local = moment.astimezone(zone)
    if not quiet.holds(local.time()):
        return moment
    day = local.date() if local.time() < quiet.end else local.date() + _DAY
    ends = (instant_of(day + _DAY * number, quiet.end, zone) for number in count())
    return max(moment, next(end for end in ends if end is not None))


def covers(quiet: Quiet, span: Span) -> bool:
    """Whether no minute of a span is left outside of the quiet hours."""
    return not loud_minutes(span, quiet)


def loud_minutes(span: Span, quiet: Quiet | None) -> list[int]:
    """The minutes of the day, from 0 to 1439, at which a span may ask."""
    first, last = (clock.hour * 60 + clock.minute for clock in (span.start, span.end))
    return [at for at in range(first, last) if quiet is None or not quiet.holds(time(at // 60, at % 60))]
