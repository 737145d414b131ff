"""How long a break is, and when its end is told."""

from datetime import UTC, datetime

import pytest

from bot.schedule.pauses import FOREVER, Pause, pause_end, welcome_at
from bot.schedule.zones import zone

NOW = datetime(2026, 1, 31, 13, 5, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pause", "end"),
    [
        (Pause.DAY, "2026-02-01T13:05"),
        (Pause.WEEK, "2026-02-07T13:05"),
        (Pause.FORTNIGHT, "2026-02-14T13:05"),
        (Pause.MONTH, "2026-02-28T13:05"),
    ],
)
def test_how_long_a_break_is(pause: Pause, end: str) -> None:
    """Each ends to the minute; a month ends on the same day, or on the last of a shorter one."""
    assert pause_end(pause, NOW) == datetime.fromisoformat(f"{end}+00:00")


def test_a_month_from_december() -> None:
    """A month may end in the next year."""
    assert pause_end(Pause.MONTH, NOW.replace(year=2025, month=12)) == NOW.replace(second=0)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("2026-06-01T13:05", "2026-06-01T13:05"),
        ("2026-06-01T09:00", "2026-06-01T09:00"),
        ("2026-06-01T08:59", "2026-06-01T09:00"),
        ("2026-06-01T00:10", "2026-06-01T09:00"),
        ("2026-06-01T21:00", "2026-06-02T09:00"),
        ("2026-06-30T23:30", "2026-07-01T09:00"),
    ],
)
def test_nobody_is_woken_to_hear_it(end: str, told: str) -> None:
    """By day the end is told at once, by night in the morning after, on the person's own clock."""
    tokyo = zone("Asia/Tokyo")
    wall = datetime.fromisoformat(end).replace(tzinfo=tokyo)
    assert welcome_at(wall.astimezone(UTC), tokyo) == datetime.fromisoformat(told).replace(tzinfo=tokyo)


def test_a_break_without_end_has_no_end_to_tell() -> None:
    """'Until I return' is ended by the person."""
    assert welcome_at(FOREVER, zone("UTC")) is None
