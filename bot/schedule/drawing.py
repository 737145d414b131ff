"""The times of one day that are drawn for a reminder which asks at some time in a part of the day."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.engine.rhythm import Rhythm, Span
from bot.schedule.quiet import Quiet, loud_minutes

# Minutes between two prompts of a day, as long as there is room for them.
GAP = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What the times of a span are drawn by: a seed of the reminder's own, and the hours to leave out."""

    seed: int
    quiet: Quiet | None = None


NO_DRAW = Draw(seed=0)


def clocks_of(rhythm: Rhythm, day: date, draw: Draw) -> Sequence[time]:
    """The wall times at which a rhythm asks on a day, the earliest first."""
    return rhythm.times if rhythm.span is None else drawn(rhythm.span, day, draw)


def drawn(span: Span, day: date, draw: Draw) -> tuple[time, ...]:
    """The times of one day: the same whenever they are drawn again, and others on every day.

    Every choice of minutes that keeps the gap is as likely as any other: as many numbers are drawn
    from the room that the gaps leave, and the gaps put back between them. Where there is little room,
    the gap is as long as leaves every prompt a share of it. Quiet hours are left out, unless they
    cover the whole span: then the person wished it so.
    """
    minutes = _minutes(span, draw)
    gap = gap_of(span, draw)
    room = len(minutes) - (span.number - 1) * gap
    # Only `random()` is promised to give the same numbers in every version of Python.
    dice = random.Random(f"{draw.seed} {day.isoformat()}")  # noqa: S311 - nobody gains from guessing a time
    places = sorted(int(dice.random() * room) for _ in range(span.number))
    chosen = {minutes[place + number * gap] for number, place in enumerate(places)}
    return tuple(time(at // 60, at % 60) for at in sorted(chosen))


def gap_of(span: Span, draw: Draw) -> int:
    """The least minutes between two prompts of one day."""
    return min(GAP, len(_minutes(span, draw)) // span.number)


def _minutes(span: Span, draw: Draw) -> list[int]:
    """The minutes of a day that can be drawn."""
    return loud_minutes(span, draw.quiet) or loud_minutes(span, None)
