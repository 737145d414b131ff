"""When a slot is due, for how long, and what becomes of it: pure rules over wall times and zones."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, takewhile
from zoneinfo import ZoneInfo

from bot.engine.rhythm import Rhythm, Span
from bot.schedule.drawing import NO_DRAW, Draw, clocks_of, gap_of
from bot.schedule.instants import instant_of, reach
from bot.schedule.quiet import Quiet, after_quiet

BEFOREHAND = timedelta(hours=3)
EVENINGS = (time(20), time(21))

_MIDNIGHT = time(0)
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


def dues_after(rhythm: Rhythm, zone: ZoneInfo, *, after: datetime, draw: Draw = NO_DRAW) -> Iterator[Due]:
    """Every due later than `after`, strictly increasing, without end; `draw` is what a span is drawn by.

    Times that a gap pushes onto one instant are one due, the earliest of them. No day before the
    local day of `after` need be looked at: the wall clock had passed all its times by then.
    """
    latest = after
    for due in _wished(rhythm, zone, start=after.astimezone(zone).date(), draw=draw):
        if due.at > latest:
            latest = due.at
            yield due


def next_due(rhythm: Rhythm, zone: ZoneInfo, *, after: datetime, draw: Draw = NO_DRAW) -> Due:
    """The first due strictly later than `after`."""
    return next(dues_after(rhythm, zone, after=after, draw=draw))


def dues(
    rhythm: Rhythm, zone: ZoneInfo, *, after: datetime, until: datetime, draw: Draw = NO_DRAW
) -> Iterator[Due]:
    """The dues with after < at <= until, strictly increasing."""
    return takewhile(lambda due: due.at <= until, dues_after(rhythm, zone, after=after, draw=draw))


def is_taken(due: Due, asked: Collection[tuple[date, time]]) -> bool:
    """Whether the person was already asked for this local day and wall time, in whichever zone."""
    return (due.day, due.clock) in asked


def is_too_much(due: Due, span: Span, own: Collection[tuple[date, time]], draw: Draw) -> bool:
    """Whether a drawn time comes on top of what the reminder asked on that day before it was changed.

    A day has no more prompts than the span says, and none within the gap after another. What is drawn
    anew each day keeps this by itself; only a reminder that was changed in the middle of a day does not.
    """
    before = [clock for day, clock in own if day == due.day and span.start <= clock < due.clock]
    gap = timedelta(minutes=gap_of(span, draw))
    near = [clock for clock in before if _apart(clock, due.clock) < gap]
    return len(before) >= span.number or bool(near)


def next_unasked_due(
    rhythm: Rhythm,
    zone: ZoneInfo,
    *,
    after: datetime,
    asked: Collection[tuple[date, time]],
    own: Collection[tuple[date, time]] = (),
    draw: Draw = NO_DRAW,
) -> Due:
    """The first due later than `after` that a change of zone or times does not repeat.

    `asked` holds the local (day, time) pairs of the flow's slots so far, `own` those of this reminder;
    the last three days are enough, for no two zones are further apart.
    """
    span = rhythm.span
    coming = dues_after(rhythm, zone, after=after, draw=draw)
    free = (due for due in coming if not is_taken(due, asked))
    return next(due for due in free if span is None or not is_too_much(due, span, own, draw))


def satisfies(told_at: datetime, due_at: datetime, *, earlier_due_at: datetime | None = None) -> bool:
    """Whether a check-in that nobody asked for, told at `told_at`, makes the prompt needless.

    It does if it came within the 3 hours up to `due_at`, and after the reminder's slot before
    that, for which it would count instead. For a held slot, `due_at` is when it would be sent.
    """
    if earlier_due_at is not None and told_at <= earlier_due_at:
        return False
    return due_at - BEFOREHAND <= told_at <= due_at


def is_nearer(told_at: datetime, earlier_due_at: datetime, due_at: datetime) -> bool:
    """Whether the answer to an earlier prompt came so late that it stands for the next one, too."""
    return due_at - told_at < told_at - earlier_due_at


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
    quiet: Quiet | None = None,
) -> tuple[Snooze, ...]:
    """The delays on offer at `now`, the shortest first; none once the window has closed.

    A quarter and a whole hour are offered inside the answer window and leave it as it is.
    Tonight is the evening of the day on which the slot was due. A morning prompt's window closes
    long before, so choosing tonight moves its end to the midnight after: the person asked for
    it. No choice reaches the reminder's next slot, `next_at`, and none would be held by quiet hours.
    """
    if now >= window_end:
        return ()
    end = window_end if next_at is None else min(window_end, next_at)
    short = {Delay.QUARTER: now + _QUARTER, Delay.HOUR: now + _HOUR}
    choices = [Snooze(delay=delay, at=at, window_end=end) for delay, at in short.items() if at < end]
    day = due_at.astimezone(zone).date()
    choices.extend(_tonight(now=now, day=day, zone=zone, end=window_end, next_at=next_at))
    held = {choice.delay for choice in choices if held_until(choice.at, due_at, quiet, zone)}
    return tuple(choice for choice in choices if choice.delay not in held)


def held_until(at: datetime, due_at: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime | None:
    """The end of the quiet hours for which a prompt that would come at `at` waits, or None if it may come.

    What is due in quiet hours was wished so, and comes in those same hours; what would only slip into them
    waits: a prompt that was held, put off, or late after downtime.
    """
    end = at if quiet is None else after_quiet(at, quiet, zone)
    return None if quiet is None or end == at or after_quiet(due_at, quiet, zone) == end else end


def _tonight(
    *, now: datetime, day: date, zone: ZoneInfo, end: datetime, next_at: datetime | None
) -> Iterator[Snooze]:
    """The first evening hour of `day` that is more than an hour away, or nothing."""
    end = max(end, reach(day + _DAY, _MIDNIGHT, zone))
    end = end if next_at is None else min(end, next_at)
    hours = (reach(day, clock, zone) for clock in EVENINGS)
    at = next((at for at in hours if at - now > _HOUR), None)
    if at is not None and at < end:
        yield Snooze(delay=Delay.TONIGHT, at=at, window_end=end)


def _wished(rhythm: Rhythm, zone: ZoneInfo, *, start: date, draw: Draw) -> Iterator[Due]:
    """The dues of each day from `start` on; instants never fall, but a gap may repeat one."""
    for day in (start + _DAY * number for number in count()):
        if day.weekday() not in rhythm.weekdays:
            continue
        for clock in clocks_of(rhythm, day, draw):
            at = instant_of(day, clock, zone)
            if at is not None:
                yield Due(at=at, day=day, clock=clock)


def _apart(early: time, late: time) -> timedelta:
    """How far two wall times of one day are apart."""
    return timedelta(hours=late.hour - early.hour, minutes=late.minute - early.minute)
