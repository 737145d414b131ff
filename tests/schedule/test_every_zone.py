"""Every zone of the world, every day of sixteen years: one slot a day, by the wall clock, never two at once.

The offset of a zone is constant between two changes, so what holds on the days around each change and on
one day between holds on all; how the changes are found is compared with a walk from hour to hour.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.rhythm import Rhythm
from bot.schedule.rules import Due, dues
from bot.schedule.zones import zone, zone_names

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
MIDNIGHTS = [FIRST + DAY * number for number in range((LAST - FIRST).days)]
WALL_MIDNIGHTS = [at.replace(tzinfo=None) for at in MIDNIGHTS]
NAMES = sorted(zone_names())
CLOCKS = st.builds(time, st.integers(0, 23) | st.sampled_from([23, 0, 1, 2, 3]), st.integers(0, 59))
# The days that a zone left out to stand on the other side of the date line.
MISSING = {
    "Pacific/Apia": date(2011, 12, 30),
    "Pacific/Fakaofo": date(2011, 12, 30),
    "Pacific/Kwajalein": date(1993, 8, 21),
}


def test_no_zone_is_left_out() -> None:
    """All names of the pinned package are looked at, several hundred of them."""
    assert len(NAMES) > 590
    assert {"Africa/Cairo", "Australia/Lord_Howe", "Antarctica/Troll", *MISSING} <= set(NAMES)


def test_nine_stays_nine_in_every_zone() -> None:
    """By day no clock is changed: the wall shows 09:00 on each day around every change."""
    clock = time(9)
    moved = [
        (name, due.day)
        for name in NAMES
        for due in around_changes(name, clock)
        if due.at.astimezone(zone(name)).replace(tzinfo=None) != datetime.combine(due.day, clock)
    ]
    assert moved == []


@pytest.mark.parametrize("clock", [time(0), time(2, 30), time(9), time(23, 59)])
def test_one_slot_a_day_in_every_zone(clock: time) -> None:
    """Around every change of every zone each local day has one slot, and no two are within twelve hours."""
    for name in NAMES:
        for group in grouped(around_changes(name, clock)):
            days = [due.day for due in group]
            assert days == [days[0] + DAY * number for number in range(len(days))], (name, days)
            assert all(later.at - early.at > 12 * HOUR for early, later in pairwise(group)), (name, days)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(NAMES), clock=CLOCKS, year=st.integers(2020, 2035))
def test_one_slot_a_day_for_a_year(name: str, clock: time, year: int) -> None:
    """The same on every day of a whole year, at any time; a time in a gap comes with the gap's end."""
    start = datetime(year, 1, 1, 12, tzinfo=UTC)
    found = list(dues(Rhythm(times=(clock,)), zone(name), after=start, until=start + 364 * DAY))
    assert [due.day for due in found] == [found[0].day + DAY * number for number in range(len(found))]
    assert len(found) == 364
    assert all(later.at - early.at > 12 * HOUR for early, later in pairwise(found))
    for due in found:
        wall = due.at.astimezone(zone(name))
        before = (due.at - timedelta(seconds=1)).astimezone(zone(name)).replace(tzinfo=None)
        meant = datetime.combine(due.day, clock)
        assert wall.fold == 0
        assert before < meant <= wall.replace(tzinfo=None)


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from(NAMES), year=st.integers(2020, 2035))
def test_the_changes_are_all_found(name: str, year: int) -> None:
    """A walk from hour to hour through a year meets no change that is not among those looked at."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + HOUR * number for number in range(365 * 24)]
    offsets = [at.astimezone(zone(name)).utcoffset() for at in hours]
    walked = {at.date() for at, (old, new) in zip(hours[1:], pairwise(offsets), strict=True) if old != new}
    assert walked <= {
        day for change in changes(name) for day in ((change - DAY * number).date() for number in range(3))
    }


@pytest.mark.parametrize(("name", "missing"), MISSING.items())
def test_a_day_that_never_was_has_no_slot(name: str, missing: date) -> None:
    """Where a day was left out there is none on it, and one on each day before and after."""
    start = datetime(missing.year, missing.month, missing.day, tzinfo=UTC) - 5 * DAY
    for clock in (time(0), time(9), time(23, 59)):
        found = list(dues(Rhythm(times=(clock,)), zone(name), after=start, until=start + 10 * DAY))
        days = [due.day for due in found]
        whole = [days[0] + DAY * number for number in range((days[-1] - days[0]).days + 1)]
        assert days == [day for day in whole if day != missing]
        assert len(whole) == len(days) + 1
        assert all(later.at - early.at > 12 * HOUR for early, later in pairwise(found))


@pytest.mark.parametrize(
    ("name", "clock", "day", "expected"),
    [
        ("Africa/Cairo", time(0), date(2027, 4, 30), "2027-04-29 22:00"),
        ("Africa/Cairo", time(0, 30), date(2027, 4, 30), "2027-04-29 22:00"),
        ("Australia/Lord_Howe", time(2, 15), date(2027, 10, 3), "2027-10-02 15:30"),
        ("Australia/Lord_Howe", time(1, 45), date(2027, 4, 4), "2027-04-03 14:45"),
        ("Antarctica/Troll", time(2), date(2027, 3, 28), "2027-03-28 01:00"),
        ("Antarctica/Troll", time(2), date(2027, 10, 31), "2027-10-31 00:00"),
        ("Africa/Casablanca", time(2, 30), date(2026, 2, 15), "2026-02-15 01:30"),
        ("Africa/Casablanca", time(2, 30), date(2026, 3, 22), "2026-03-22 02:00"),
    ],
)
def test_the_odd_nights(name: str, clock: time, day: date, expected: str) -> None:
    """A gap at midnight, of half an hour and of two hours; doubled hours; the clocks of Ramadan."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - 2 * DAY
    (found,) = (
        due
        for due in dues(Rhythm(times=(clock,)), zone(name), after=start, until=start + 4 * DAY)
        if due.day == day
    )
    assert found.at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def around_changes(name: str, clock: time) -> Iterator[Due]:
    """The dues of the six days around each change, and of those around the beginning of 2020."""
    for at in (FIRST, *changes(name)):
        yield from dues(Rhythm(times=(clock,)), zone(name), after=at - 4 * DAY, until=at + 2 * DAY)


def grouped(found: Iterator[Due]) -> Iterator[list[Due]]:
    """Dues that follow each other, one list for each change."""
    group: list[Due] = []
    for due in found:
        if group and not timedelta(0) < due.at - group[-1].at < 3 * DAY:
            yield group
            group = []
        group.append(due)
    yield group


@cache
def changes(name: str) -> list[datetime]:
    """The days, as midnights in UTC, on which the wall begins with another offset than a day before."""
    offsets = [zone(name).utcoffset(midnight) for midnight in WALL_MIDNIGHTS]
    later = zip(MIDNIGHTS[1:], pairwise(offsets), strict=True)
    return [at for at, (old, new) in later if old != new]
