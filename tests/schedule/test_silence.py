"""Asking less of someone who has fallen silent, and nothing at last."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.schedule.silence import Past, Stance, stance
from bot.schedule.states import SlotState

FIRST = date(2026, 3, 2)
DAY = timedelta(days=1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: date, hour: int = 20) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


def silent(days: int, hours: Sequence[int] = (20,), *, seen_at: datetime = LONG_AGO) -> list[Past]:
    """What was sent in so many days, none of it answered."""
    past: list[Past] = []
    for day in (FIRST + number * DAY for number in range(days)):
        for hour in hours:
            found = stance(day, past, seen_at=seen_at)
            state = {Stance.ASK: SlotState.MISSED, Stance.BEGIN_SILENCE: SlotState.SILENCE}.get(found)
            if state is not None:
                past.append(Past(day=day, sent_at=at(day, hour), state=state))
    return past


def days_of(past: Sequence[Past]) -> list[int]:
    """On which days something was sent, the first being 1."""
    return [(one.day - FIRST).days + 1 for one in past]


def test_three_days_then_every_second_then_weekly() -> None:
    """Three silent days in a row are asked, then every second day, after seven of them once a week."""
    assert days_of(silent(35)) == [1, 2, 3, 5, 7, 9, 11, 18, 25, 32]


def test_silence_begins_with_one_message() -> None:
    """After 21 silent days one message says so, and nothing follows however long it lasts."""
    past = silent(600)
    assert [one.state for one in past] == [SlotState.MISSED] * 21 + [SlotState.SILENCE]


def test_an_afternoon_missed_is_no_silence() -> None:
    """Six prompts of one day that got no answer count as one day, and the next day is asked in full."""
    hours = (9, 11, 13, 15, 17, 19)
    sent = Counter(days_of(silent(12, hours)))
    assert sent == {1: 6, 2: 6, 3: 1, 5: 1, 7: 1, 9: 1, 11: 1}


def test_any_act_begins_anew() -> None:
    """What was sent before the last act counts no more, also where it had become quiet."""
    past = silent(600)
    today = FIRST + 600 * DAY
    assert stance(today, past, seen_at=LONG_AGO) is Stance.LEAVE
    assert stance(today, past, seen_at=at(today, 8)) is Stance.ASK


def test_an_act_after_a_prompt_is_no_silence() -> None:
    """A prompt after which the person did anything at all was not met with silence."""
    past = [Past(day=FIRST + n * DAY, sent_at=at(FIRST + n * DAY), state=SlotState.MISSED) for n in range(5)]
    assert stance(FIRST + 5 * DAY, past, seen_at=at(FIRST + 2 * DAY, 21)) is Stance.ASK
    assert stance(FIRST + 5 * DAY, past, seen_at=at(FIRST + 1 * DAY, 21)) is Stance.LEAVE


@pytest.mark.parametrize("state", [SlotState.SENT, SlotState.ANSWERED, SlotState.SKIPPED])
def test_what_was_not_ignored_is_not_counted(state: SlotState) -> None:
    """A prompt that stands open, or was met in some way, speaks of no silence."""
    past = [Past(day=FIRST + n * DAY, sent_at=at(FIRST + n * DAY), state=state) for n in range(30)]
    assert stance(FIRST + 30 * DAY, past, seen_at=LONG_AGO) is Stance.ASK


@pytest.mark.parametrize("hours", [(20,), (8, 20), (8, 10, 12, 14, 16, 18)])
def test_messages_never_rise_as_silence_grows(hours: Sequence[int]) -> None:
    """No week of a silence has more messages than the week before it."""
    weeks = Counter((day - 1) // 7 for day in days_of(silent(300, hours)))
    counts = [weeks[number] for number in range(43)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1] == 0
