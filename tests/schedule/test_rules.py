"""What becomes of a slot: its window, its fate, its delays, and when it is needless."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule.rules import (
    Delay,
    Due,
    Fate,
    Snooze,
    Window,
    closes_at,
    fate_of,
    is_taken,
    satisfies,
    snooze_choices,
)
from bot.schedule.zones import zone

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DUE = datetime(2026, 7, 1, 8, tzinfo=UTC)
WINDOW = Window()


def utc(text: str) -> datetime:
    """The instant of an ISO time read as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def offered(
    now: str, due: str = "2026-07-01 08:00", name: str = "UTC", next_at: datetime | None = None
) -> dict[Delay, str]:
    """The delays at a moment, each with its local time, under the default window."""
    due_at = utc(due)
    end = closes_at(due_at, window=WINDOW, next_at=next_at)
    found = snooze_choices(now=utc(now), due_at=due_at, zone=zone(name), window_end=end, next_at=next_at)
    return {choice.delay: f"{choice.at.astimezone(zone(name)):%H:%M}" for choice in found}


@pytest.mark.parametrize(
    ("late", "fate"),
    [
        (-timedelta(microseconds=1), Fate.WAIT),
        (timedelta(0), Fate.SEND),
        (4 * HOUR - timedelta(microseconds=1), Fate.SEND),
        (4 * HOUR, Fate.MISSED),
        (timedelta(days=30), Fate.MISSED),
    ],
)
def test_a_slot_is_sent_inside_its_window(late: timedelta, fate: Fate) -> None:
    """After downtime a slot that still waits is sent, an older one is missed."""
    assert fate_of(DUE, now=DUE + late, window=WINDOW) is fate


def test_only_the_latest_slot_is_sent_after_downtime() -> None:
    """When two slots of a reminder are overdue, the later one is sent and the earlier one missed."""
    later, now = DUE + HOUR, DUE + 2 * HOUR
    assert fate_of(DUE, now=now, window=WINDOW, next_at=later) is Fate.MISSED
    assert fate_of(later, now=now, window=WINDOW, next_at=DUE + 24 * HOUR) is Fate.SEND


@pytest.mark.parametrize(("next_in", "open_for"), [(None, 4), (24, 4), (4, 4), (2, 2)])
def test_a_window_ends_before_the_next_slot(next_in: int | None, open_for: int) -> None:
    """A prompt waits for its window, but no longer than until the next one."""
    next_at = None if next_in is None else DUE + next_in * HOUR
    assert closes_at(DUE, window=WINDOW, next_at=next_at) == DUE + open_for * HOUR


def test_a_window_can_be_any_length() -> None:
    """The length of the window decides, not the default."""
    assert fate_of(DUE, now=DUE + HOUR, window=Window(answer=HOUR)) is Fate.MISSED


@pytest.mark.parametrize(
    ("before", "needless"),
    [
        (3 * HOUR + timedelta(microseconds=1), False),
        (3 * HOUR, True),
        (MINUTE, True),
        (timedelta(0), True),
        (-MINUTE, False),
    ],
)
def test_an_unasked_check_in_makes_the_prompt_needless(before: timedelta, needless: bool) -> None:  # noqa: FBT001 - a row of the table
    """Telling on one's own counts for the slot of the next three hours."""
    assert satisfies(DUE - before, DUE) is needless


@pytest.mark.parametrize(("told", "needless"), [(-90, False), (-60, False), (-59, True), (0, True)])
def test_a_check_in_counts_for_one_slot(told: int, needless: bool) -> None:  # noqa: FBT001 - a row of the table
    """What was told before an earlier slot belongs to that one."""
    assert satisfies(DUE + told * MINUTE, DUE, earlier_due_at=DUE - HOUR) is needless


@given(
    gaps=st.lists(st.integers(1, 600), min_size=1, max_size=6),
    told=st.integers(-200, 3600),
)
def test_no_check_in_counts_twice(gaps: list[int], told: int) -> None:
    """However close the slots of a reminder lie, one check-in satisfies at most one."""
    dues = [DUE + sum(gaps[:number]) * MINUTE for number in range(len(gaps))]
    earlier = [None, *dues]
    told_at = DUE + told * MINUTE
    hits = [satisfies(told_at, at, earlier_due_at=last) for at, last in zip(dues, earlier, strict=False)]
    assert sum(hits) <= 1


def test_a_slot_is_known_by_its_local_day_and_time() -> None:
    """A slot is taken if its local day and time were asked for, at whatever instant."""
    due = Due(at=DUE, day=date(2026, 7, 1), clock=time(20))
    assert is_taken(due, {(date(2026, 7, 1), time(20))})
    assert not is_taken(due, {(date(2026, 7, 1), time(8)), (date(2026, 6, 30), time(20))})


@pytest.mark.parametrize(
    ("now", "delays"),
    [
        ("2026-07-01 08:05", {Delay.QUARTER: "08:20", Delay.HOUR: "09:05", Delay.TONIGHT: "20:00"}),
        ("2026-07-01 11:00", {Delay.QUARTER: "11:15", Delay.TONIGHT: "20:00"}),
        ("2026-07-01 11:45", {Delay.TONIGHT: "20:00"}),
        ("2026-07-01 12:00", {}),
    ],
)
def test_a_morning_prompt_can_wait_until_tonight(now: str, delays: dict[Delay, str]) -> None:
    """Short delays stay inside the window; tonight is offered for as long as the prompt waits."""
    assert offered(now) == delays


@pytest.mark.parametrize(
    ("now", "tonight"),
    [
        ("2026-07-01 18:59", "20:00"),
        ("2026-07-01 19:00", "21:00"),
        ("2026-07-01 19:59", "21:00"),
        ("2026-07-01 20:00", None),
        ("2026-07-01 20:30", None),
    ],
)
def test_tonight_is_more_than_an_hour_away(now: str, tonight: str | None) -> None:
    """Tonight is 20:00, or 21:00 if an hour's delay would do as well, or not offered."""
    assert offered(now, "2026-07-01 18:00").get(Delay.TONIGHT) == tonight


def test_tonight_is_local() -> None:
    """Tonight is the person's evening, in the zone they live in."""
    assert offered("2026-07-01 08:05", "2026-07-01 08:00", "Asia/Tokyo")[Delay.TONIGHT] == "20:00"
    assert offered("2026-07-01 23:05", "2026-07-01 23:00", "America/Los_Angeles")[Delay.TONIGHT] == "20:00"


def test_tonight_does_not_mean_tomorrow() -> None:
    """After midnight, the evening of a late prompt's day is over and is not offered."""
    assert offered("2026-07-02 00:10", "2026-07-01 23:00") == {Delay.QUARTER: "00:25", Delay.HOUR: "01:10"}


def test_no_delay_reaches_the_next_slot() -> None:
    """With an evening reminder at 20:00 the morning's prompt is not put off until then."""
    evening = utc("2026-07-01 20:00")
    assert Delay.TONIGHT not in offered("2026-07-01 08:05", next_at=evening)
    assert Delay.TONIGHT in offered("2026-07-01 08:05", next_at=evening + MINUTE)
    assert offered("2026-07-01 08:05", next_at=utc("2026-07-01 09:00")) == {Delay.QUARTER: "08:20"}


def test_the_next_slot_ends_the_wait_of_a_loose_window() -> None:
    """A window that was not cut at the next slot offers nothing past it either."""
    choices = snooze_choices(
        now=DUE, due_at=DUE, zone=zone("UTC"), window_end=DUE + 4 * HOUR, next_at=DUE + 30 * MINUTE
    )
    assert choices == (Snooze(delay=Delay.QUARTER, at=DUE + 15 * MINUTE, window_end=DUE + 30 * MINUTE),)


def test_only_tonight_moves_the_end_of_the_window() -> None:
    """Tonight waits until midnight, or until the next slot; short delays leave the window alone."""
    end, midnight = DUE + 4 * HOUR, utc("2026-07-02 00:00")
    ends = {
        choice.delay: choice.window_end
        for choice in snooze_choices(now=DUE, due_at=DUE, zone=zone("UTC"), window_end=end)
    }
    assert ends == {Delay.QUARTER: end, Delay.HOUR: end, Delay.TONIGHT: midnight}
    *_, tonight = snooze_choices(
        now=DUE, due_at=DUE, zone=zone("UTC"), window_end=end, next_at=midnight - HOUR
    )
    assert tonight.window_end == midnight - HOUR


def test_tonight_never_shortens_a_window() -> None:
    """A window that lasts beyond midnight keeps its end when the prompt is put off."""
    end = utc("2026-07-02 02:00")
    *_, tonight = snooze_choices(now=DUE, due_at=DUE, zone=zone("UTC"), window_end=end)
    assert (tonight.delay, tonight.window_end) == (Delay.TONIGHT, end)


def test_putting_off_again_does_not_add_up() -> None:
    """Chosen a second time, tonight still ends at midnight."""
    midnight = utc("2026-07-02 00:00")
    *_, tonight = snooze_choices(now=DUE + 5 * HOUR, due_at=DUE, zone=zone("UTC"), window_end=midnight)
    assert tonight == Snooze(delay=Delay.TONIGHT, at=utc("2026-07-01 20:00"), window_end=midnight)


@given(
    now=st.integers(-60, 3000),
    length=st.integers(1, 1440),
    next_in=st.none() | st.integers(1, 2000),
    name=st.sampled_from(["UTC", "Africa/Cairo", "America/Scoresbysund", "Pacific/Apia"]),
    day=st.sampled_from(["2025-03-29 05:00", "2026-04-23 05:00", "2011-12-29 17:00", "2026-07-01 23:30"]),
)
def test_every_delay_leaves_time_to_answer(
    now: int, length: int, next_in: int | None, name: str, day: str
) -> None:
    """A prompt that was put off comes later than now and before its window ends."""
    due_at = utc(day)
    end = due_at + length * MINUTE
    next_at = None if next_in is None else due_at + next_in * MINUTE
    moment = due_at + now * MINUTE
    choices = snooze_choices(now=moment, due_at=due_at, zone=zone(name), window_end=end, next_at=next_at)
    assert [choice.at for choice in choices] == sorted({choice.at for choice in choices})
    assert all(moment < choice.at < choice.window_end for choice in choices)
    assert next_at is None or all(choice.window_end <= next_at for choice in choices)
