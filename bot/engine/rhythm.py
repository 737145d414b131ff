"""When a person wishes to be asked: wall times on days of the week, in no zone yet."""

import re
from collections.abc import Mapping
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
_PACKED_CLOCK = re.compile(r"([01][0-9]|2[0-3])([0-5][0-9])")


class BadRhythm(BotError):
    """These are not times and days on which a person can be asked; the message says what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Wall times, sorted and each once, on each of the days (0 is Monday). Raises BadRhythm."""

    times: tuple[time, ...]
    weekdays: frozenset[int] = EVERY_DAY

    def __post_init__(self) -> None:
        if not 1 <= len(self.times) <= MOST_TIMES:
            raise BadRhythm(
                f"{len(self.times)} times a day were given: give at least 1 and at most {MOST_TIMES}."
            )
        if any(clock != time(clock.hour, clock.minute) for clock in self.times):
            raise BadRhythm("A time has seconds or a zone: give hours and minutes alone, such as 20:00.")
        if list(self.times) != sorted(set(self.times)):
            raise BadRhythm(
                "The times are out of order or repeated: give each time once, the earliest first."
            )
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise BadRhythm("The days are not days of a week: give at least one of 0 (Monday) to 6 (Sunday).")


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
    """The rhythm in at most 32 characters: days as hexadecimal bits, Monday the lowest, then the times."""
    bits = sum(1 << day for day in rhythm.weekdays)
    return f"{bits:02x}." + "-".join(f"{clock:%H%M}" for clock in rhythm.times)


def unpack(text: str) -> Rhythm:
    """The rhythm that `pack` wrote. Raises BadRhythm for anything that `pack` would not write."""
    found = _PACKED.fullmatch(text)
    if found is None:
        raise BadRhythm(_unpackable(text))
    bits = int(found[1], 16)
    weekdays = frozenset(day for day in EVERY_DAY if bits >> day & 1)
    return Rhythm(times=tuple(_unpack_clock(item, text) for item in found[2].split("-")), weekdays=weekdays)


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
