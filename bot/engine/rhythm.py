"""When a person wishes to be asked: wall times, or a part of the day, on days of the week; in no zone yet."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time

from bot.errors import BotError

MOST_TIMES = 6

NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKENDS = frozenset({5, 6})

_DAYS: Mapping[str, frozenset[int]] = {
    "every day": EVERY_DAY,
    "weekdays": WEEKDAYS,
    "weekends": WEEKENDS,
    **{name: frozenset({number}) for number, name in enumerate(NAMES)},
    **{name[:3]: frozenset({number}) for number, name in enumerate(NAMES)},
}
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_PACKED = re.compile(r"([0-7][0-9a-f])\.((?:[0-9]{4}-)*[0-9]{4})")
_PACKED_SPAN = re.compile(r"([0-7][0-9a-f])\.([0-9]{4})~([0-9]{4})x([1-9])")
_PACKED_CLOCK = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")


class BadRhythm(BotError):
    """These are not times and days on which a person can be asked; the message says what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of the day to be asked in, `number` times, from `start` on, before `end`. Raises BadRhythm."""

    start: time
    end: time
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MOST_TIMES:
            raise BadRhythm(
                f"{self.number} times a day were wished: wish at least 1 and at most {MOST_TIMES}."
            )
        _refuse_seconds((self.start, self.end))
        if not self.start < self.end:
            raise BadRhythm("The part of the day ends before it begins: give its beginning first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Wall times, sorted and each once, or a span, on each of the days (0 is Monday). Raises BadRhythm."""

    times: tuple[time, ...] = ()
    weekdays: frozenset[int] = EVERY_DAY
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.span is None:
            self._check_times()
        elif self.times:
            raise BadRhythm("Both times and a part of the day were given: give one of them.")
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise BadRhythm("The days are not days of a week: give at least one of 0 (Monday) to 6 (Sunday).")

    def _check_times(self) -> None:
        if not 1 <= len(self.times) <= MOST_TIMES:
            raise BadRhythm(
                f"{len(self.times)} times a day were given: give at least 1 and at most {MOST_TIMES}."
            )
        _refuse_seconds(self.times)
        if list(self.times) != sorted(set(self.times)):
            raise BadRhythm(
                "The times are out of order or repeated: give each time once, the earliest first."
            )


def read_rhythm(phrase: str) -> Rhythm:
    """The rhythm that a flow's author wrote, as in "mon, wed and fri at 7:30". Raises BadRhythm."""
    days, at, clocks = " ".join(phrase.lower().split()).partition(" at ")
    if not at:
        raise BadRhythm(_unread(phrase, phrase))
    weekdays = [_read_days(item, phrase) for item in _items(days)]
    times = {_read_clock(item, phrase) for item in _items(clocks)}
    if len(times) > MOST_TIMES:
        raise BadRhythm(f'"{phrase}" names {len(times)} times a day: name at most {MOST_TIMES}.')
    return Rhythm(times=tuple(sorted(times)), weekdays=frozenset().union(*weekdays))


def pack(rhythm: Rhythm) -> str:
    """The rhythm in at most 32 characters: days as hexadecimal bits, Monday the lowest; times or span."""
    days = f"{sum(1 << day for day in rhythm.weekdays):02x}"
    if rhythm.span is not None:
        return f"{days}.{rhythm.span.start:%H%M}~{rhythm.span.end:%H%M}x{rhythm.span.number}"
    return f"{days}." + "-".join(f"{clock:%H%M}" for clock in rhythm.times)


def unpack(text: str) -> Rhythm:
    """The rhythm that `pack` wrote. Raises BadRhythm for anything that `pack` would not write."""
    if found := _PACKED.fullmatch(text):
        clocks = tuple(_unpack_clock(item, text) for item in found[2].split("-"))
        return Rhythm(times=clocks, weekdays=_unpack_days(found[1]))
    if found := _PACKED_SPAN.fullmatch(text):
        start, end = (_unpack_clock(item, text) for item in (found[2], found[3]))
        span = Span(start=start, end=end, number=int(found[4]))
        return Rhythm(span=span, weekdays=_unpack_days(found[1]))
    raise BadRhythm(_unpackable(text))


def _items(words: str) -> list[str]:
    """The parts of an enumeration, between commas and `and`."""
    return re.split(r" ?, ?(?:and )?| and ", words)


def _read_days(item: str, phrase: str) -> frozenset[int]:
    if item not in _DAYS:
        raise BadRhythm(_unread(item, phrase))
    return _DAYS[item]


def _read_clock(item: str, phrase: str) -> time:
    found = _CLOCK.fullmatch(item)
    if found is None:
        raise BadRhythm(_unread(item, phrase))
    return time(int(found[1]), int(found[2]))


def _refuse_seconds(clocks: Iterable[time]) -> None:
    if any(clock != time(clock.hour, clock.minute) for clock in clocks):
        raise BadRhythm("A time has seconds or a zone: give hours and minutes alone, such as 20:00.")


def _unpack_days(bits: str) -> frozenset[int]:
    return frozenset(day for day in EVERY_DAY if int(bits, 16) >> day & 1)


def _unpack_clock(item: str, text: str) -> time:
    found = _PACKED_CLOCK.fullmatch(item)
    if found is None:
        raise BadRhythm(_unpackable(text))
    return time(int(found[1]), int(found[2]))


def _unread(part: str, phrase: str) -> str:
    return (
        f'Cannot read "{part}" in "{phrase}": write every day, weekdays, weekends or names of days '
        'such as monday or mon, then "at", then times from 0:00 to 23:59, '
        'as in "mon and thu at 9:00 and 20:00".'
    )


def _unpackable(text: str) -> str:
    return f'"{text}" is not a packed rhythm: open the menu of reminders again and choose anew.'
