"""What flow authors may write about days and times, and what fits into a button."""

from datetime import UTC, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.rhythm import (
    EVERY_DAY,
    MOST_TIMES,
    WEEKDAYS,
    WEEKENDS,
    BadRhythm,
    Rhythm,
    Span,
    pack,
    read_rhythm,
    unpack,
)

CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
RHYTHMS = st.builds(
    lambda times, weekdays: Rhythm(times=tuple(sorted(times)), weekdays=weekdays),
    st.sets(CLOCKS, min_size=1, max_size=MOST_TIMES),
    st.frozensets(st.integers(0, 6), min_size=1),
)
SPANS = st.builds(
    lambda ends, number, weekdays: Rhythm(
        span=Span(start=min(ends), end=max(ends), number=number), weekdays=weekdays
    ),
    st.sets(CLOCKS, min_size=2, max_size=2),
    st.integers(1, MOST_TIMES),
    st.frozensets(st.integers(0, 6), min_size=1),
)


@pytest.mark.parametrize(
    ("phrase", "weekdays", "times"),
    [
        ("every day at 20:00", EVERY_DAY, [time(20)]),
        ("weekdays at 8:00", WEEKDAYS, [time(8)]),
        ("weekends at 10:00", WEEKENDS, [time(10)]),
        ("sunday at 18:00", {6}, [time(18)]),
        ("monday and thursday at 09:00 and 20:00", {0, 3}, [time(9), time(20)]),
        ("mon, wed, fri at 7:30", {0, 2, 4}, [time(7, 30)]),
        ("mon, wed, and fri at 7:30, 12:00, and 20:15", {0, 2, 4}, [time(7, 30), time(12), time(20, 15)]),
        ("weekends and tue at 0:00", {1, 5, 6}, [time(0)]),
        ("  Every  Day\n at 23:59 ", EVERY_DAY, [time(23, 59)]),
        ("sat ,sun at 9:00,8:00", WEEKENDS, [time(8), time(9)]),
        ("mon and monday at 8:00 and 08:00", {0}, [time(8)]),
    ],
)
def test_what_authors_write_is_read(phrase: str, weekdays: set[int], times: list[time]) -> None:
    """Days and times are read in any order and any case, each once, sorted."""
    assert read_rhythm(phrase) == Rhythm(times=tuple(times), weekdays=frozenset(weekdays))


@pytest.mark.parametrize(
    ("phrase", "unread"),
    [
        ("someday at 8:00", "someday"),
        ("mon, funday at 8:00", "funday"),
        ("every day at 24:00", "24:00"),
        ("every day at 8:60", "8:60"),
        ("every day at 8", "8"),
        ("every day at 8pm and 9:00", "8pm"),
        ("every day at 008:00", "008:00"),
        ("every day at ٢٠:٠٠", "٢٠:٠٠"),  # noqa: RUF001 - digits that only look like ours are the case at hand
        ("every day", "every day"),
        ("at 8:00", "at 8:00"),
        ("", ""),
        ("every day at", "every day at"),
        ("monday and at 8:00", "monday and"),
        ("mon,, tue at 8:00", ""),
        ("every day at 8:00 at 9:00", "8:00 at 9:00"),
    ],
)
def test_what_cannot_be_read_is_named(phrase: str, unread: str) -> None:
    """An error quotes the part that was not understood and shows what may stand there."""
    with pytest.raises(BadRhythm) as caught:
        read_rhythm(phrase)
    message = str(caught.value)
    assert message.startswith(f'Cannot read "{unread}" in "{phrase}"')
    assert "every day, weekdays, weekends" in message
    assert "0:00 to 23:59" in message


def test_seven_times_are_too_many() -> None:
    """A phrase with more times than a reminder can have says how many are allowed."""
    with pytest.raises(BadRhythm, match="names 7 times a day: name at most 6"):
        read_rhythm("sun at 1:00, 2:00, 3:00, 4:00, 5:00, 6:00, 7:00")
    assert len(read_rhythm("sun at 1:00, 2:00, 3:00, 4:00, 5:00, 6:00, 6:00").times) == MOST_TIMES


@pytest.mark.parametrize(
    ("times", "weekdays", "message"),
    [
        ((), {0}, "0 times a day were given"),
        (tuple(time(hour) for hour in range(7)), {0}, "7 times a day were given"),
        ((time(8, 0, 1),), {0}, "seconds or a zone"),
        ((time(8, 0, 0, 1),), {0}, "seconds or a zone"),
        ((time(8, tzinfo=UTC),), {0}, "seconds or a zone"),
        ((time(9), time(8)), {0}, "out of order or repeated"),
        ((time(8), time(8)), {0}, "out of order or repeated"),
        ((time(8),), (), "not days of a week"),
        ((time(8),), {7}, "not days of a week"),
        ((time(8),), {-1, 0}, "not days of a week"),
    ],
)
def test_a_rhythm_cannot_be_wrong(times: tuple[time, ...], weekdays: set[int], message: str) -> None:
    """A rhythm holds one to six sorted times to the minute, on at least one day, or is not made."""
    with pytest.raises(BadRhythm, match=message):
        Rhythm(times=times, weekdays=frozenset(weekdays))


@pytest.mark.parametrize(
    ("phrase", "packed"),
    [
        ("every day at 9:00 and 20:00", "7f.0900-2000"),
        ("monday at 0:05", "01.0005"),
        ("weekends at 23:59", "60.2359"),
        ("sun, mon, tue, wed at 8:00", "47.0800"),
    ],
)
def test_a_packed_rhythm_is_short(phrase: str, packed: str) -> None:
    """Days are hexadecimal bits with Monday the lowest, times are four digits each."""
    assert pack(read_rhythm(phrase)) == packed
    assert unpack(packed) == read_rhythm(phrase)


@pytest.mark.parametrize(
    ("start", "end", "number", "message"),
    [
        (time(18), time(10), 1, "ends before it begins"),
        (time(10), time(10), 1, "ends before it begins"),
        (time(10), time(18), 0, "0 times a day were wished: wish at least 1 and at most 6"),
        (time(10), time(18), 7, "7 times a day were wished"),
        (time(10, 0, 1), time(18), 1, "seconds or a zone"),
        (time(10), time(18, tzinfo=UTC), 1, "seconds or a zone"),
    ],
)
def test_a_span_cannot_be_wrong(start: time, end: time, number: int, message: str) -> None:
    """A span begins before it ends, and is asked in one to six times, or is not made."""
    with pytest.raises(BadRhythm, match=message):
        Span(start=start, end=end, number=number)


def test_a_rhythm_has_times_or_a_span() -> None:
    """Times and a span beside each other are refused, and so is a span on no day."""
    span = Span(start=time(10), end=time(18), number=3)
    with pytest.raises(BadRhythm, match="give one of them"):
        Rhythm(times=(time(9),), span=span)
    with pytest.raises(BadRhythm, match="not days of a week"):
        Rhythm(span=span, weekdays=frozenset())


def test_a_packed_span_is_short() -> None:
    """The beginning, the end and how often stand where the times would."""
    rhythm = Rhythm(span=Span(start=time(10), end=time(18), number=3), weekdays=WEEKDAYS)
    assert pack(rhythm) == "1f.1000~1800x3"


@given(RHYTHMS | SPANS)
def test_every_rhythm_survives_packing(rhythm: Rhythm) -> None:
    """What is packed fits in 32 characters and comes back the same."""
    packed = pack(rhythm)
    assert len(packed) <= 32
    assert unpack(packed) == rhythm


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7f",
        "7f.",
        "7f.0900-",
        "7f.900",
        "7F.0900",
        "07f.0900",
        "80.0900",
        "7f.2400",
        "7f.0960",
        "7f.0900 ",
        "7f.0900\n",
        "7f.٠٩٠٠",
        "00.0900",
        "7f.2000-0900",
        "7f.0900-0900",
        "7f.0100-0200-0300-0400-0500-0600-0700",
        "7f.1000~1800",
        "7f.1000~1800x0",
        "7f.1000~1800x7",
        "7f.1800~1000x3",
        "7f.1000~2400x3",
        "7f.1000-1800x3",
        "00.1000~1800x3",
    ],
)
def test_nothing_else_is_unpacked(text: str) -> None:
    """Button data that `pack` would not write is refused with a sentence."""
    with pytest.raises(BadRhythm, match=r"\.$"):
        unpack(text)


@given(
    st.one_of(
        st.text(max_size=20), st.from_regex(r"[0-9a-f]{2}\.[0-9]{4}([-~][0-9]{4}(x[0-9])?)?", fullmatch=True)
    )
)
def test_unpacking_reads_only_what_packing_writes(text: str) -> None:
    """There is one spelling of each rhythm: unpacked text packs to itself or is refused."""
    try:
        rhythm = unpack(text)
    except BadRhythm:
        return
    assert pack(rhythm) == text
