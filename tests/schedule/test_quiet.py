"""Quiet hours: what lies in them, when they end, and what waits for their end."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.rhythm import Span
from bot.schedule.quiet import BadQuiet, Quiet, after_quiet, covers, pack_quiet, unpack_quiet
from bot.schedule.rules import Delay, held_until, snooze_choices
from bot.schedule.zones import zone, zone_names

NIGHT = Quiet(start=time(22), end=time(7))
NOON = Quiet(start=time(12), end=time(14))
MINUTE = timedelta(minutes=1)
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
QUIETS = st.builds(
    lambda ends: Quiet(start=ends[0], end=ends[1]), st.lists(CLOCKS, min_size=2, max_size=2, unique=True)
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds


def utc(text: str) -> datetime:
    """The instant of an ISO time read as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "clock", "is_quiet"),
    [
        (NIGHT, time(21, 59), False),
        (NIGHT, time(22), True),
        (NIGHT, time(0), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (NOON, time(11, 59), False),
        (NOON, time(12), True),
        (NOON, time(14), False),
        (NOON, time(0), False),
    ],
)
def test_what_lies_in_quiet_hours(quiet: Quiet, clock: time, is_quiet: bool) -> None:  # noqa: FBT001 - a row of the table
    """Quiet hours hold their first minute and not their last, over midnight too."""
    assert quiet.holds(clock) is is_quiet


@pytest.mark.parametrize(
    ("name", "moment", "end"),
    [
        ("UTC", "2026-11-23 21:59", "2026-11-23 21:59"),
        ("UTC", "2026-11-23 22:00", "2026-11-24 07:00"),
        ("UTC", "2026-11-24 03:00", "2026-11-24 07:00"),
        ("UTC", "2026-11-24 07:00", "2026-11-24 07:00"),
        ("Asia/Tokyo", "2026-11-23 13:30", "2026-11-23 22:00"),
        ("Pacific/Apia", "2011-12-30 09:00", "2011-12-30 17:00"),
    ],
)
def test_quiet_hours_end_in_the_morning(name: str, moment: str, end: str) -> None:
    """What comes at night waits for the morning, by the clock on the wall."""
    assert after_quiet(utc(moment), NIGHT, zone(name)) == utc(end)


def test_quiet_hours_that_end_in_a_gap_end_after_it() -> None:
    """Where 02:30 is skipped, quiet hours that end then end with the gap."""
    until = Quiet(start=time(22), end=time(2, 30))
    assert after_quiet(utc("2026-03-29 00:30"), until, zone("Europe/Berlin")) == utc("2026-03-29 01:00")


def test_quiet_hours_end_once_a_night() -> None:
    """When the clock goes back over their end, the night does not begin again."""
    until = Quiet(start=time(22), end=time(2, 30))
    place = zone("Europe/Berlin")
    assert after_quiet(utc("2026-10-25 00:10"), until, place) == utc("2026-10-25 00:30")
    assert after_quiet(utc("2026-10-25 01:10"), until, place) == utc("2026-10-25 01:10")


@settings(max_examples=200, deadline=None)
@given(moment=MOMENTS, quiet=QUIETS, name=st.sampled_from(sorted(zone_names())))
def test_quiet_hours_are_over_at_their_end(moment: datetime, quiet: Quiet, name: str) -> None:
    """Nothing is moved back, and a quiet moment waits once, for less than a day and a change of clocks."""
    end = after_quiet(moment, quiet, zone(name))
    assert moment <= end < moment + timedelta(hours=27)
    assert after_quiet(end, quiet, zone(name)) == end
    if not quiet.holds(moment.astimezone(zone(name)).time()):
        assert end == moment


@given(QUIETS)
def test_quiet_hours_survive_packing(quiet: Quiet) -> None:
    """What is packed comes back the same."""
    assert unpack_quiet(pack_quiet(quiet)) == quiet
    assert len(pack_quiet(quiet)) == 9


@pytest.mark.parametrize(
    "text", ["", "2200", "2200-2400", "2200-2200", "22:00-07:00", "2200-0700 ", "2200-0700\n"]
)
def test_nothing_else_is_unpacked(text: str) -> None:
    """Text that `pack_quiet` would not write is refused with a sentence."""
    with pytest.raises(BadQuiet, match=r"/settings\.$"):
        unpack_quiet(text)


def test_what_was_wished_for_the_night_comes_at_night() -> None:
    """A prompt due in quiet hours is not held by them; one that slips into them waits for their end."""
    place, due, morning = zone("UTC"), utc("2026-11-23 22:30"), utc("2026-11-24 07:00")
    assert held_until(due, due, NIGHT, place) is None
    assert held_until(due + 15 * MINUTE, due, NIGHT, place) is None
    assert held_until(due, utc("2026-11-23 21:30"), NIGHT, place) == morning
    assert held_until(due + timedelta(days=1), due, NIGHT, place) == morning + timedelta(days=1)
    assert held_until(due, utc("2026-11-23 21:30"), None, place) is None
    assert held_until(morning, utc("2026-11-23 21:30"), NIGHT, place) is None


def test_no_delay_leads_into_quiet_hours() -> None:
    """At 21:50 a quarter of an hour is not offered; a prompt that was wished for the night has it."""
    place = zone("UTC")

    def offered(due: str, now: str) -> list[Delay]:
        due_at = utc(due)
        choices = snooze_choices(
            now=utc(now), due_at=due_at, zone=place, window_end=due_at + timedelta(hours=4), quiet=NIGHT
        )
        return [choice.delay for choice in choices]

    assert offered("2026-11-23 21:00", "2026-11-23 21:50") == []
    assert offered("2026-11-23 21:00", "2026-11-23 21:10") == [Delay.QUARTER]
    assert offered("2026-11-23 22:00", "2026-11-23 22:10") == [Delay.QUARTER, Delay.HOUR]


def test_quiet_hours_may_cover_a_span() -> None:
    """A span is covered if none of its minutes is left."""
    assert covers(NIGHT, Span(start=time(22), end=time(23, 59), number=1))
    assert not covers(NIGHT, Span(start=time(21, 59), end=time(23), number=1))
