"""When a slot is due, for how long, and what becomes of it: pure rules over wall times and zones."""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from bot.engine.rhythm import Rhythm

BEFOREHAND = timedelta(hours=3)
EVENINGS = (time(20), time(21))

_MIDNIGHT = time(0)
_SECOND = timedelta(seconds=1)
_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The instant of a slot, aware UTC, and the local day and wall time that were meant."""

    at: datetime
    day: date
    clock: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How long a prompt waits for its answer."""

    answer: timedelta = timedelta(hours=4)


class Fate(StrEnum):
    """What to do with a slot that nobody has sent yet."""

    WAIT = "wait"
    SEND = "send"
    MISSED = "missed"


class Delay(StrEnum):
    """The ways in which a prompt can be put off."""

    QUARTER = "quarter"
    HOUR = "hour"
    TONIGHT = "tonight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """A delay on offer: when the prompt would come again, and until when it would then wait."""

    delay: Delay
    at: datetime
    window_end: datetime


def instant_of(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    """The first instant, aware UTC, at which the wall clock in `zone` reaches `clock` on `day`.

    A time inside a gap becomes the first instant after the gap, even if that is the next day's
    midnight; a time that exists twice is its first. None only if the whole day does not exist.
    """
    dawn = _reach(day, _MIDNIGHT, zone)
    if dawn.astimezone(zone).date() != day:
        return None
    return _reach(day, clock, zone)


def dues_after(rhythm: Rhythm, zone: ZoneInfo, *, after: datetime) -> Iterator[Due]:
    """Every due later than `after`, strictly increasing, without end.

    Times that a gap pushes onto one instant are one due, the earliest of them. No day before the
    local day of `after` need be looked at: the wall clock had passed all its times by then.
    """
    latest = after
    for due in _wished(rhythm, zone, start=after.astimezone(zone).date()):
        if due.at > latest:
            latest = due.at
            yield due


def next_due(rhythm: Rhythm, zone: ZoneInfo, *, after: datetime) -> Due:
    """The first due strictly later than `after`."""
    return next(dues_after(rhythm, zone, after=after))


def dues(rhythm: Rhythm, zone: ZoneInfo, *, after: datetime, until: datetime) -> Iterator[Due]:
    """The dues with after < at <= until, strictly increasing."""
    return takewhile(lambda due: due.at <= until, dues_after(rhythm, zone, after=after))


def is_taken(due: Due, asked: Collection[tuple[date, time]]) -> bool:
    """Whether the person was already asked for this local day and wall time, in whichever zone."""
    return (due.day, due.clock) in asked


def next_unasked_due(
    rhythm: Rhythm,
    zone: ZoneInfo,
    *,
    after: datetime,
    asked: Collection[tuple[date, time]],
) -> Due:
    """The first due later than `after` that a change of zone or times does not repeat.

    `asked` holds the local (day, time) pairs of the reminder's slots so far; the last three days
    are enough, for no two zones are further apart.
    """
    return next(due for due in dues_after(rhythm, zone, after=after) if not is_taken(due, asked))


def satisfies(told_at: datetime, due_at: datetime, *, earlier_due_at: datetime | None = None) -> bool:
    """Whether a check-in that nobody asked for, told at `told_at`, makes the prompt needless.

    It does if it came within the 3 hours up to `due_at`, and after the reminder's slot before
    that, for which it would count instead. For a held slot, `due_at` is when it would be sent.
    """
    if earlier_due_at is not None and told_at <= earlier_due_at:
        return False
    return due_at - BEFOREHAND <= told_at <= due_at


def closes_at(due_at: datetime, *, window: Window, next_at: datetime | None = None) -> datetime:
    """When a slot stops waiting: its window has passed, or the reminder's next slot is due."""
    end = due_at + window.answer
    return end if next_at is None else min(end, next_at)


def fate_of(due_at: datetime, *, now: datetime, window: Window, next_at: datetime | None = None) -> Fate:
    """What becomes of an unsent slot: after downtime, only a slot that still waits is sent.

    Given the due time of the reminder's next slot as `next_at`, a slot whose successor is due is
    missed, so that a person is never sent two prompts of one reminder at once.
    """
    if now < due_at:
        return Fate.WAIT
    return Fate.SEND if now < closes_at(due_at, window=window, next_at=next_at) else Fate.MISSED


def snooze_choices(
    *,
    now: datetime,
    due_at: datetime,
    zone: ZoneInfo,
    window_end: datetime,
    next_at: datetime | None = None,
) -> tuple[Snooze, ...]:
    """The delays on offer at `now`, the shortest first; none once the window has closed.

    A quarter and a whole hour are offered inside the answer window and leave it as it is.
    Tonight is the evening of the day on which the slot was due. A morning prompt's window closes
    long before, so choosing tonight moves its end to the midnight after: the person asked for
    it. No choice reaches the reminder's next slot, `next_at`.
    """
    if now >= window_end:
        return ()
    end = window_end if next_at is None else min(window_end, next_at)
    short = {Delay.QUARTER: now + _QUARTER, Delay.HOUR: now + _HOUR}
    choices = [Snooze(delay=delay, at=at, window_end=end) for delay, at in short.items() if at < end]
    return (
        *choices,
        *_tonight(now=now, day=due_at.astimezone(zone).date(), zone=zone, end=window_end, next_at=next_at),
    )


def _tonight(
    *, now: datetime, day: date, zone: ZoneInfo, end: datetime, next_at: datetime | None
) -> Iterator[Snooze]:
    """The first evening hour of `day` that is more than an hour away, or nothing."""
    end = max(end, _reach(day + _DAY, _MIDNIGHT, zone))
    end = end if next_at is None else min(end, next_at)
    hours = (_reach(day, clock, zone) for clock in EVENINGS)
    at = next((at for at in hours if at - now > _HOUR), None)
    if at is not None and at < end:
        yield Snooze(delay=Delay.TONIGHT, at=at, window_end=end)


def _wished(rhythm: Rhythm, zone: ZoneInfo, *, start: date) -> Iterator[Due]:
    """The dues of each day from `start` on; instants never fall, but a gap may repeat one."""
    for day in (start + _DAY * number for number in count()):
        if day.weekday() not in rhythm.weekdays:
            continue
        for clock in rhythm.times:
            at = instant_of(day, clock, zone)
            if at is not None:
                yield Due(at=at, day=day, clock=clock)


def _reach(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant at which the wall clock shows this day and time or a later one.

    In a gap, fold 0 reads a wall time with the offset before it and fold 1 with the offset after
    it (PEP 495), so the end of the gap lies between the two instants.
    """
    meant = datetime.combine(day, clock)
    late, early = (meant.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _wall(late, zone) == meant:
        return late
    seconds = range((late - early) // _SECOND)
    return early + _SECOND * bisect_left(
        seconds, x=True, key=lambda n: _wall(early + _SECOND * n, zone) >= meant
    )


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows, without zone or fold."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
