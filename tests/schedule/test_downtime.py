"""When the bot was down."""

from datetime import UTC, datetime, timedelta

from bot.schedule.downtime import Downtime, downtime_in

SIX = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIRST = Downtime(began_at=SIX, ended_at=SIX + 40 * MINUTE)
SECOND = Downtime(began_at=SIX + 60 * MINUTE, ended_at=SIX + 70 * MINUTE)


def test_a_downtime_that_reaches_into_the_time() -> None:
    """It counts if it ended in that time, began in it, or covers it whole."""
    for start, end in ((30, 41), (-5, 0), (10, 20), (-5, 45)):
        assert downtime_in([FIRST], SIX + start * MINUTE, SIX + end * MINUTE) == FIRST


def test_a_downtime_of_another_time() -> None:
    """Before and after it nothing is blamed on it; where nothing is known, on nothing."""
    assert downtime_in([FIRST], SIX + 41 * MINUTE, SIX + 50 * MINUTE) is None
    assert downtime_in([FIRST], SIX - 20 * MINUTE, SIX - MINUTE) is None
    assert downtime_in([], SIX, SIX) is None


def test_the_last_of_two() -> None:
    """What kept a prompt to the end is named."""
    assert downtime_in([FIRST, SECOND], SIX, SIX + 70 * MINUTE) == SECOND
