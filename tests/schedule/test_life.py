"""The life of a prompt: begun in time, finished, come to rest, shown once more."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.engine.limits import Limits
from bot.schedule.life import is_in_time, may_nudge, nudge_at, rests_at

EIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
CLOSES = EIGHT + timedelta(hours=4)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
LIMITS = Limits(start=240, finish=60, inactivity=120)


@pytest.mark.parametrize(
    ("begun", "told", "is_late"),
    [
        (-HOUR, -MINUTE, False),
        (-MINUTE, MINUTE, False),
        (-MINUTE, 59 * MINUTE, False),
        (-MINUTE, HOUR, True),
        (timedelta(0), timedelta(0), True),
    ],
)
def test_what_is_in_time(begun: timedelta, told: timedelta, *, is_late: bool) -> None:
    """Whoever began before the start limit is in time until the finish grace is over; nobody else is."""
    found = is_in_time(CLOSES + told, begun_at=CLOSES + begun, closes_at=CLOSES, limits=LIMITS)
    assert found is not is_late


def test_an_own_check_in_rests_after_the_idle_limit() -> None:
    """Nobody asked for it, so only the silence counts."""
    assert rests_at(EIGHT, begun_at=EIGHT, closes_at=None, limits=LIMITS) == EIGHT + 2 * HOUR


def test_a_prompt_that_was_begun_rests_after_the_idle_limit() -> None:
    """Long before the start limit is over a prompt rests as any check-in does."""
    assert rests_at(EIGHT, begun_at=EIGHT, closes_at=CLOSES, limits=LIMITS) == EIGHT + 2 * HOUR


def test_after_the_finish_grace_a_shorter_rest_is_enough() -> None:
    """Whoever began in time and went away is waited for until the grace is over."""
    touched = CLOSES - MINUTE
    assert rests_at(touched, begun_at=touched, closes_at=CLOSES, limits=LIMITS) == CLOSES + HOUR


def test_nobody_is_cut_off_whose_acts_are_coming() -> None:
    """Each act past the grace gives ten minutes more."""
    for minutes in (55, 65, 300):
        touched = CLOSES + minutes * MINUTE
        found = rests_at(touched, begun_at=EIGHT, closes_at=CLOSES, limits=LIMITS)
        assert found == touched + 10 * MINUTE


def test_whoever_begins_late_is_not_hurried() -> None:
    """A late answer has the whole idle limit: the grace was over before it was begun."""
    late = CLOSES + 9 * HOUR
    assert rests_at(late, begun_at=late, closes_at=CLOSES, limits=LIMITS) == late + 2 * HOUR


def test_a_prompt_is_shown_once_more_after_an_hour() -> None:
    """An hour after it came, if an hour is left to answer."""
    assert nudge_at(EIGHT, closes_at=CLOSES) == EIGHT + HOUR
    assert nudge_at(EIGHT, closes_at=EIGHT + 2 * HOUR) == EIGHT + HOUR
    assert nudge_at(EIGHT, closes_at=EIGHT + 2 * HOUR - MINUTE) is None


def test_whoever_did_something_is_not_nudged() -> None:
    """An act since the prompt came says that it was seen; so does a late look at the clock of the window."""
    now = EIGHT + HOUR
    assert may_nudge(sent_at=EIGHT, seen_at=EIGHT - MINUTE, closes_at=CLOSES, now=now)
    assert not may_nudge(sent_at=EIGHT, seen_at=EIGHT + MINUTE, closes_at=CLOSES, now=now)
    assert not may_nudge(sent_at=EIGHT, seen_at=EIGHT, closes_at=CLOSES, now=CLOSES - HOUR + MINUTE)
