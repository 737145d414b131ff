"""Times that are drawn: the same again, others tomorrow, apart from each other, and evenly spread."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.rhythm import MOST_TIMES, Rhythm, Span
from bot.schedule.drawing import Draw, drawn, gap_of
from bot.schedule.quiet import Quiet
from bot.schedule.rules import Due, dues, dues_after, is_too_much, next_due, next_unasked_due
from bot.schedule.zones import zone

DAY = timedelta(days=1)
MONDAY = date(2026, 11, 23)
WORKDAY = Span(start=time(10), end=time(18), number=3)
NIGHT = Quiet(start=time(22), end=time(7))
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
SPANS = st.builds(
    lambda ends, number: Span(start=min(ends), end=max(ends), number=number),
    st.sets(CLOCKS, min_size=2, max_size=2),
    st.integers(1, MOST_TIMES),
)
QUIETS = st.none() | st.builds(
    lambda ends, is_night: Quiet(
        start=max(ends) if is_night else min(ends), end=(min if is_night else max)(ends)
    ),
    st.sets(CLOCKS, min_size=2, max_size=2),
    st.booleans(),
)


def minutes(clock: time) -> int:
    """The minute of the day."""
    return clock.hour * 60 + clock.minute


@given(
    span=SPANS, quiet=QUIETS, seed=st.integers(0, 2**63 - 1), day=st.dates(date(2020, 1, 1), date(2035, 1, 1))
)
def test_drawn_times_keep_their_place_and_their_gap(
    span: Span, quiet: Quiet | None, seed: int, day: date
) -> None:
    """Every drawn time lies in the span, outside of quiet hours that leave room, apart from the others."""
    draw = Draw(seed=seed, quiet=quiet)
    clocks = drawn(span, day, draw)
    assert clocks == drawn(span, day, draw)
    assert all(span.start <= clock < span.end for clock in clocks)
    hit = [clock for clock in clocks if quiet is not None and quiet.holds(clock)]
    assert hit in ([], list(clocks))
    gap = gap_of(span, draw)
    assert all(minutes(late) - minutes(early) >= max(1, gap) for early, late in pairwise(clocks))
    assert len(clocks) == span.number or gap == 0


def test_an_hour_lies_between_where_there_is_room() -> None:
    """Three prompts in eight hours keep an hour, three in two hours keep forty minutes."""
    narrow = Span(start=time(10), end=time(12), number=3)
    assert (gap_of(WORKDAY, Draw(seed=1)), gap_of(narrow, Draw(seed=1))) == (60, 40)
    assert len(drawn(narrow, MONDAY, Draw(seed=1))) == 3


def test_the_times_are_these() -> None:
    """A seed and a day give these times, in every version and after every restart."""
    clocks = [drawn(WORKDAY, MONDAY + DAY * number, Draw(seed=7)) for number in range(2)]
    assert [[f"{clock:%H:%M}" for clock in day] for day in clocks] == [
        ["10:24", "13:15", "15:39"],
        ["11:31", "13:20", "14:53"],
    ]


def test_days_and_reminders_differ() -> None:
    """Of a hundred days, and of a hundred reminders, hardly two have the same times."""
    days = {drawn(WORKDAY, MONDAY + DAY * number, Draw(seed=7)) for number in range(100)}
    seeds = {drawn(WORKDAY, MONDAY, Draw(seed=number)) for number in range(100)}
    assert min(len(days), len(seeds)) > 95


def test_every_part_of_the_span_is_as_likely() -> None:
    """In 4800 days each of eight hours is drawn about 600 times (five standard deviations are 115)."""
    one = Span(start=time(10), end=time(18), number=1)
    hours = Counter(drawn(one, MONDAY + DAY * number, Draw(seed=3))[0].hour for number in range(4800))
    assert sorted(hours) == list(range(10, 18))
    assert all(abs(number - 600) < 115 for number in hours.values())


def test_a_span_that_quiet_hours_cover_was_wished() -> None:
    """Who wishes to be asked at night, in spite of quiet hours, is asked at night."""
    late = Span(start=time(22, 30), end=time(23, 30), number=1)
    (clock,) = drawn(late, MONDAY, Draw(seed=1, quiet=NIGHT))
    assert late.start <= clock < late.end


def test_quiet_hours_cut_the_span() -> None:
    """Between 20:00 and 23:00, with quiet hours from 22:00, nothing is drawn after 22:00."""
    evening = Span(start=time(20), end=time(23), number=1)
    found = {
        drawn(evening, MONDAY + DAY * number, Draw(seed=1, quiet=NIGHT))[0].hour for number in range(200)
    }
    assert found == {20, 21}


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**40), cut=st.integers(0, 20 * 1440))
def test_a_restart_changes_nothing(seed: int, cut: int) -> None:
    """Dues of a span that are listed in two parts are those that are listed in one."""
    rhythm, place, draw = Rhythm(span=WORKDAY), zone("Europe/Berlin"), Draw(seed=seed)
    start = datetime(2026, 10, 15, tzinfo=UTC)
    middle, end = start + timedelta(minutes=cut), start + 20 * DAY
    parts = [
        *dues(rhythm, place, after=start, until=middle, draw=draw),
        *dues(rhythm, place, after=middle, until=end, draw=draw),
    ]
    assert parts == list(dues(rhythm, place, after=start, until=end, draw=draw))
    assert len(parts) == 60


def test_a_traveller_is_not_asked_the_same_again() -> None:
    """The drawn wall times belong to the day and not to the zone, so that flying west repeats none."""
    rhythm, draw, start = Rhythm(span=WORKDAY), Draw(seed=5), datetime(2026, 7, 1, 2, tzinfo=UTC)
    lived = list(islice(dues_after(rhythm, zone("Europe/Berlin"), after=start, draw=draw), 3))
    asked = {(due.day, due.clock) for due in lived}
    due = next_unasked_due(
        rhythm, zone("America/New_York"), after=lived[-1].at, asked=asked, own=asked, draw=draw
    )
    assert due.day == date(2026, 7, 2)


def test_a_span_that_changes_at_midday_asks_no_more_than_it_says() -> None:
    """After a prompt, a new draw of the same day keeps the gap; after all prompts it waits for tomorrow."""
    day, draw = MONDAY, Draw(seed=5)
    at = datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    due = Due(at=at, day=day, clock=time(13, 30))
    assert is_too_much(due, WORKDAY, {(day, time(13))}, draw)
    assert not is_too_much(due, WORKDAY, {(day, time(12, 30)), (day - DAY, time(13))}, draw)
    full = {(day, time(10)), (day, time(11)), (day, time(12))}
    assert is_too_much(due, WORKDAY, full, draw)
    following = next_unasked_due(
        Rhythm(span=WORKDAY), zone("UTC"), after=at - timedelta(hours=1), asked=full, own=full, draw=draw
    )
    assert following.day == day + DAY


def test_a_draw_of_its_own_is_never_too_much() -> None:
    """A reminder that nobody changed is asked at every time that was drawn, with quiet hours too."""
    for number in range(60):
        draw = Draw(seed=number, quiet=Quiet(start=time(12), end=time(17)))
        rhythm, at, own = Rhythm(span=WORKDAY), datetime(2026, 11, 23, tzinfo=UTC), set[tuple[date, time]]()
        for _ in range(4):
            due = next_unasked_due(rhythm, zone("UTC"), after=at, asked=own, own=own, draw=draw)
            assert due == next_due(rhythm, zone("UTC"), after=at, draw=draw)
            own.add((due.day, due.clock))
            at = due.at


@pytest.mark.parametrize("number", range(1, MOST_TIMES + 1))
def test_a_span_in_a_gap_asks_at_its_end(number: int) -> None:
    """Where the clock skips the whole span, its prompts are one, at the first instant after the gap."""
    rhythm = Rhythm(span=Span(start=time(2), end=time(3), number=number))
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    found = list(dues(rhythm, zone("Europe/Berlin"), after=start, until=start + DAY))
    assert [due.at for due in found] == [datetime(2026, 3, 29, 1, tzinfo=UTC)]
