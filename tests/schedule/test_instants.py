"""Wall times on the days when clocks are changed, by name and by brute force."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.rhythm import read_rhythm
from bot.schedule.instants import instant_of
from bot.schedule.rules import dues, next_due
from bot.schedule.zones import zone

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    """The instant of an ISO time read as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "local", "expected"),
    [
        ("Europe/Berlin", "2026-03-28 02:30", "2026-03-28 01:30"),
        ("Europe/Berlin", "2026-03-29 01:59", "2026-03-29 00:59"),
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29 09:00", "2026-03-29 07:00"),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:00"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Africa/Cairo", "2026-04-24 00:00", "2026-04-23 22:00"),
        ("Africa/Cairo", "2026-04-24 00:30", "2026-04-23 22:00"),
        ("Africa/Cairo", "2026-10-29 23:30", "2026-10-29 20:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:45", "2026-10-03 15:45"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
        ("Antarctica/Troll", "2026-03-29 01:30", "2026-03-29 01:00"),
        ("Antarctica/Troll", "2026-03-29 02:59", "2026-03-29 01:00"),
        ("Antarctica/Troll", "2026-10-25 01:30", "2026-10-24 23:30"),
        ("Africa/Casablanca", "2025-02-23 02:30", "2025-02-23 01:30"),
        ("Africa/Casablanca", "2025-04-06 02:30", "2025-04-06 02:00"),
        ("America/Scoresbysund", "2025-03-29 23:30", "2025-03-30 01:00"),
        ("Pacific/Apia", "2011-12-29 23:59", "2011-12-30 09:59"),
        ("Pacific/Apia", "2011-12-31 00:00", "2011-12-30 10:00"),
    ],
)
def test_wall_time_becomes_an_instant(name: str, local: str, expected: str) -> None:
    """A skipped time is the first instant after the gap, a doubled one is its first."""
    meant = datetime.fromisoformat(local)
    assert instant_of(meant.date(), meant.time(), zone(name)) == utc(expected)


@pytest.mark.parametrize("clock", [time(0), time(12), time(23, 59)])
def test_a_day_that_never_was_has_no_instant(clock: time) -> None:
    """Samoa went from 29 to 31 December 2011: on the 30th nobody can be asked."""
    assert instant_of(date(2011, 12, 30), clock, zone("Pacific/Apia")) is None


def test_a_missing_day_is_passed_over() -> None:
    """Every day in Samoa goes on with the 31st; a weekly Friday waits for the next one."""
    apia = zone("Pacific/Apia")
    daily = dues(
        read_rhythm("every day at 20:00"), apia, after=utc("2011-12-28 12:00"), until=utc("2012-01-01")
    )
    assert [due.day.day for due in daily] == [28, 29, 31]
    assert next_due(read_rhythm("fri at 9:00"), apia, after=utc("2011-12-29")).day == date(2012, 1, 6)


def test_ramadan_does_not_move_the_wall_clock() -> None:
    """Morocco sets its clocks back for Ramadan; 20:00 stays 20:00 all the way."""
    casablanca = zone("Africa/Casablanca")
    rhythm = read_rhythm("every day at 20:00")
    ramadan = list(dues(rhythm, casablanca, after=utc("2026-02-10"), until=utc("2026-03-31")))
    assert {due.at.astimezone(casablanca).time() for due in ramadan} == {time(20)}
    assert {due.at.time() for due in ramadan} == {time(19), time(20)}


def test_times_in_one_gap_ask_once() -> None:
    """02:15 and 02:45 fall on one instant when the hour is skipped: the first stands for both."""
    berlin = zone("Europe/Berlin")
    rhythm = read_rhythm("every day at 2:15, 2:45, 3:00 and 3:30")
    found = list(dues(rhythm, berlin, after=utc("2026-03-28 23:00"), until=utc("2026-03-29 12:00")))
    assert [(due.clock, due.at) for due in found] == [
        (time(2, 15), utc("2026-03-29 01:00")),
        (time(3, 30), utc("2026-03-29 01:30")),
    ]


def test_a_gap_over_midnight_asks_once() -> None:
    """In Ittoqqortoormiit 23:00 became midnight: the evening's slot stands for the next day's first."""
    scoresby = zone("America/Scoresbysund")
    rhythm = read_rhythm("every day at 0:00 and 23:30")
    found = list(dues(rhythm, scoresby, after=utc("2025-03-29 02:00"), until=utc("2025-03-31 00:59")))
    assert [(due.day.day, due.clock) for due in found] == [(29, time(23, 30)), (30, time(23, 30))]


def test_a_doubled_hour_asks_once() -> None:
    """In the hour that comes again nobody is asked again."""
    berlin = zone("Europe/Berlin")
    rhythm = read_rhythm("every day at 2:30")
    first = next_due(rhythm, berlin, after=utc("2026-10-24 12:00"))
    assert first.at == utc("2026-10-25 00:30")
    assert next_due(rhythm, berlin, after=first.at).day == date(2026, 10, 26)
    assert next_due(rhythm, berlin, after=utc("2026-10-25 01:29")).day == date(2026, 10, 26)


@pytest.mark.parametrize(
    "name",
    [
        "Africa/Cairo",
        "America/Havana",
        "America/New_York",
        "America/Nuuk",
        "America/Santiago",
        "America/Scoresbysund",
        "Antarctica/Troll",
        "Asia/Beirut",
        "Asia/Gaza",
        "Africa/Casablanca",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
    ],
)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_brute_force_agrees(name: str, data: st.DataObject) -> None:
    """Around each change of clocks, walking minute by minute finds the same first instant."""
    place = zone(name)
    change = data.draw(st.sampled_from(changes(name)))
    meant = change.astimezone(place).replace(tzinfo=None) + MINUTE * data.draw(st.integers(-180, 180))
    minutes = (change - 8 * HOUR + MINUTE * step for step in range(16 * 60))
    walked = next(at for at in minutes if at.astimezone(place).replace(tzinfo=None) >= meant)
    assert instant_of(meant.date(), meant.time(), place) == walked


@cache
def changes(name: str) -> list[datetime]:
    """The hours of 2025 and 2026 before which the clocks of a zone were changed."""
    place = zone(name)
    hours = [utc("2025-01-01") + HOUR * number for number in range(2 * 365 * 24)]
    offsets = [at.astimezone(place).utcoffset() for at in hours]
    return [at for at, (old, new) in zip(hours[1:], pairwise(offsets), strict=True) if old != new]
