"""Which slots a rhythm makes: none missed, none doubled, in any zone and any year."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.rhythm import Rhythm, read_rhythm
from bot.schedule.instants import instant_of
from bot.schedule.rules import Due, dues, dues_after, next_due, next_unasked_due
from bot.schedule.zones import zone, zone_names

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# Clocks are changed at night, so half of the examples look there.
CLOCKS = st.builds(time, st.integers(0, 23) | st.sampled_from([23, 0, 1, 2, 3]), st.integers(0, 59))
ZONES = st.sampled_from(sorted(zone_names()))
RHYTHMS = st.builds(
    lambda times, weekdays: Rhythm(times=tuple(sorted(times)), weekdays=weekdays),
    st.sets(CLOCKS, min_size=1, max_size=6),
    st.frozensets(st.integers(0, 6), min_size=1),
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001 - Hypothesis wants naive bounds


def utc(text: str) -> datetime:
    """The instant of an ISO time read as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_due_is_strictly_later() -> None:
    """The slot of this very instant has passed; the one a moment ahead has not."""
    rhythm = read_rhythm("every day at 20:00")
    at = utc("2026-01-15 19:00")
    assert next_due(rhythm, zone("Europe/Berlin"), after=at).at == at + DAY
    assert next_due(rhythm, zone("Europe/Berlin"), after=at - timedelta(microseconds=1)) == Due(
        at=at, day=date(2026, 1, 15), clock=time(20)
    )


def test_the_last_instant_belongs_to_the_span() -> None:
    """A span of time begins after its first instant and ends with its last."""
    rhythm = read_rhythm("weekdays at 8:00 and 20:00")
    found = dues(rhythm, zone("UTC"), after=utc("2026-01-15 08:00"), until=utc("2026-01-19 08:00"))
    assert [f"{due.at:%a %H}" for due in found] == ["Thu 20", "Fri 08", "Fri 20", "Mon 08"]


def test_days_of_the_week_are_local() -> None:
    """Monday morning in Auckland is still Sunday in London."""
    due = next_due(read_rhythm("monday at 7:00"), zone("Pacific/Auckland"), after=utc("2026-06-01"))
    assert due == Due(at=utc("2026-06-07 19:00"), day=date(2026, 6, 8), clock=time(7))


@settings(max_examples=250, deadline=None)
@given(name=ZONES, year=st.integers(2020, 2035), clock=CLOCKS)
def test_every_day_has_one_slot(name: str, year: int, clock: time) -> None:
    """A daily time is due once on every day of a year, in order, and keeps its wall clock."""
    place = zone(name)
    rhythm = Rhythm(times=(clock,))
    start, end = (instant_of(date(on, 1, 1), time(0), place) for on in (year, year + 1))
    assert start is not None
    assert end is not None
    found = list(dues(rhythm, place, after=start - MINUTE, until=end - MINUTE))
    assert [due.day for due in found] == [date(year, 1, 1) + DAY * number for number in range(len(found))]
    assert found[-1].day == date(year, 12, 31)
    assert all(early.at < late.at for early, late in pairwise(found))
    moved = [due for due in found if due.at.astimezone(place).time() != clock]
    assert not [due for due in moved if exists(due, name)]


def exists(due: Due, name: str) -> bool:
    """Whether the wall clock of a zone shows the meant day and time at all, by PEP 495's test."""
    local = datetime.combine(due.day, due.clock, tzinfo=zone(name))
    return local.astimezone(UTC).astimezone(zone(name)).replace(tzinfo=None) == local.replace(tzinfo=None)


@settings(max_examples=150, deadline=None)
@given(rhythm=RHYTHMS, name=ZONES, after=MOMENTS, days=st.integers(0, 200))
def test_asking_one_by_one_finds_all(rhythm: Rhythm, name: str, after: datetime, days: int) -> None:
    """Stepping from due to due visits what a look at the whole span lists: nothing lost, nothing twice."""
    until = after + DAY * days
    listed = list(dues(rhythm, zone(name), after=after, until=until))
    at = after
    for due in listed:
        assert next_due(rhythm, zone(name), after=at) == due
        at = due.at
    assert next_due(rhythm, zone(name), after=at).at > until


@settings(max_examples=100, deadline=None)
@given(rhythm=RHYTHMS, name=ZONES, after=MOMENTS, gap=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_spans_join_without_a_seam(rhythm: Rhythm, name: str, after: datetime, gap: timedelta) -> None:
    """Cutting a span anywhere, as restarts do, changes nothing about its slots."""
    place, cut, until = zone(name), after + gap, after + 2 * gap
    parts = [*dues(rhythm, place, after=after, until=cut), *dues(rhythm, place, after=cut, until=until)]
    assert parts == list(dues(rhythm, place, after=after, until=until))


@settings(max_examples=100, deadline=None)
@given(rhythm=RHYTHMS, old=ZONES, new=ZONES, after=MOMENTS, count=st.integers(1, 8))
def test_moving_repeats_no_slot(rhythm: Rhythm, old: str, new: str, after: datetime, count: int) -> None:
    """Whichever way a person travels, no local day and time is asked for twice."""
    lived = list(islice(dues_after(rhythm, zone(old), after=after), count))
    asked = {(due.day, due.clock) for due in lived}
    due = next_unasked_due(rhythm, zone(new), after=lived[-1].at, asked=asked)
    assert due.at > lived[-1].at
    assert (due.day, due.clock) not in asked
    passed = dues(rhythm, zone(new), after=lived[-1].at, until=due.at - timedelta(microseconds=1))
    assert {(skipped.day, skipped.clock) for skipped in passed} <= asked


def test_the_evening_is_not_asked_again_after_a_flight() -> None:
    """Who answered at 20:00 in Berlin and lands in New York is asked at 20:00 of the next day."""
    rhythm = read_rhythm("every day at 20:00")
    answered = next_due(rhythm, zone("Europe/Berlin"), after=utc("2026-07-01 12:00"))
    asked = [(answered.day, answered.clock)]
    due = next_unasked_due(rhythm, zone("America/New_York"), after=utc("2026-07-01 23:00"), asked=asked)
    assert due == Due(at=utc("2026-07-03 00:00"), day=date(2026, 7, 2), clock=time(20))


def test_a_new_time_today_is_still_asked() -> None:
    """After the morning's slot, a reminder moved to the evening is due this evening."""
    asked = {(date(2026, 7, 1), time(8))}
    due = next_unasked_due(
        read_rhythm("every day at 8:00 and 18:00"), zone("UTC"), after=utc("2026-07-01 09:00"), asked=asked
    )
    assert (due.day, due.clock) == (date(2026, 7, 1), time(18))
