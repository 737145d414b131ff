"""From a wall clock to an instant, over gaps and doubled hours."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MIDNIGHT = time(0)
_SECOND = timedelta(seconds=1)


def instant_of(day: date, clock: time, zone: ZoneInfo) -> datetime | None:
    """The first instant, aware UTC, at which the wall clock in `zone` reaches `clock` on `day`.

    A time inside a gap becomes the first instant after the gap, even if that is the next day's
    midnight; a time that exists twice is its first. None only if the whole day does not exist.
    """
    dawn = reach(day, _MIDNIGHT, zone)
    if dawn.astimezone(zone).date() != day:
        return None
    return reach(day, clock, zone)


def reach(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The first instant at which the wall clock shows this day and time or a later one.

    In a gap, fold 0 reads a wall time with the offset before it and fold 1 with the offset after
    it (PEP 495), so the end of the gap lies between the two instants.
    """
    meant = datetime.combine(day, clock)
    late, early = (meant.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if wall_at(late, zone) == meant:
        return late
    seconds = range((late - early) // _SECOND)
    return early + _SECOND * bisect_left(
        seconds, x=True, key=lambda n: wall_at(early + _SECOND * n, zone) >= meant
    )


def wall_at(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows, without zone or fold."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
