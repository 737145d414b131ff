"""A clock for some days goes back by itself, kindly, and asks nothing twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.schedule.journeys import return_moment
from bot.schedule.quiet import Quiet, unpack_quiet
from bot.schedule.zones import zone
from bot.store.queries import next_wake
from bot.store.tables import Person, Reminder
from bot.turns.incoming import Blocked
from tests.turns.claims import EIGHT, HOUR, MINUTE, change, remind
from tests.turns.screens.room import NOON, PERSON, STRANGER
from tests.turns.talk import Talk

DAY = timedelta(days=1)
# Three days after a Monday noon in London, in the morning.
THURSDAY = datetime(2026, 11, 26, 9, tzinfo=UTC)


async def leave_for_tokyo(talk: Talk) -> None:
    """Change the clock for three days, as one does in the settings."""
    await talk.press("g:zone:Asia/Tokyo")
    await talk.tap("Only for some days")
    await talk.tap("Thu 26 Nov")


@pytest.mark.parametrize(
    ("now", "days", "home", "quiet", "moment"),
    [
        ("2026-11-23 13:00", 3, "Europe/London", None, "2026-11-26 09:00"),
        ("2026-11-23 23:30", 1, "Asia/Tokyo", None, "2026-11-25 00:00"),
        ("2026-11-23 13:00", 1, "Europe/London", "2200-1000", "2026-11-24 10:00"),
        ("2011-12-28 20:00", 2, "Pacific/Apia", None, "2011-12-30 19:00"),
    ],
)
def test_a_journey_ends_in_the_morning(
    now: str, days: int, home: str, quiet: str | None, moment: str
) -> None:
    """At nine by the clock of home, after quiet hours, and on a day that exists."""
    hours: Quiet | None = unpack_quiet(quiet) if quiet else None
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert return_moment(at, days, zone(home), hours) == expected


async def test_one_tap_changes_the_clock_and_a_second_one_for_how_long(talk: Talk) -> None:
    """The clock changes at once; 'only for some days' and a day are offered beside it."""
    await remind(talk)
    await talk.press("g:zone:Asia/Tokyo")
    assert (await talk.row(Person)).zone == "Asia/Tokyo"
    await talk.tap("Only for some days")
    assert "Until when do you go by the clock of Tokyo?" in talk.last()
    assert "tomorrow" in talk.labels()
    await talk.tap("Thu 26 Nov")
    person = await talk.row(Person)
    assert (person.zone, person.home_zone, person.away_until) == ("Asia/Tokyo", "Europe/London", THURSDAY)
    assert "Clock: Tokyo, 22:00 now" in talk.last()
    assert "Back to London: Thu 26 Nov 09:00" in talk.last()


async def test_the_clock_goes_back_by_itself(talk: Talk) -> None:
    """On that morning the clock is that of home, the next times follow it, and a kind sentence says so."""
    await remind(talk)
    await leave_for_tokyo(talk)
    assert await talk.room.writer.run(next_wake) is not None
    talk.room.now = THURSDAY - MINUTE
    await talk.tick()
    assert (await talk.row(Person)).zone == "Asia/Tokyo"
    await talk.tick(MINUTE)
    person = await talk.row(Person)
    assert (person.zone, person.home_zone, person.away_until) == ("Europe/London", None, None)
    assert "As you wished, I go by the clock of London again." in talk.last()
    assert "Still on the clock of Tokyo" in talk.labels()
    assert (await talk.row(Reminder)).next_due_at == EIGHT + 3 * DAY
    sent = len(talk.calls)
    await talk.tick(MINUTE)
    assert len(talk.calls) == sent


async def test_the_ticker_wakes_for_it(talk: Talk) -> None:
    """Without any reminder the end of a journey is what the ticker waits for."""
    await leave_for_tokyo(talk)
    assert await talk.room.writer.run(next_wake) == THURSDAY


async def test_a_slot_of_the_journey_is_not_asked_again_at_home(talk: Talk) -> None:
    """Thursday 17:00 was asked in Tokyo, which is 08:00 in London; Thursday 17:00 in London asks no more."""
    await leave_for_tokyo(talk)
    await talk.press("r:k:daily:7f.1700")
    talk.room.now = THURSDAY - HOUR
    await talk.tick()
    await talk.tick(HOUR)
    (reminder,) = await talk.rows(Reminder)
    assert (await talk.row(Person)).zone == "Europe/London"
    assert reminder.next_due_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    days = [slot.day for slot in await talk.room.slots()]
    assert days.count(date(2026, 11, 26)) == 1


async def test_a_journey_that_ended_in_downtime(talk: Talk) -> None:
    """What fell due while the bot was down is still accounted for, by the clock of home."""
    await remind(talk)
    await leave_for_tokyo(talk)
    talk.room.now = THURSDAY + 12 * HOUR
    await talk.tick()
    slots = await talk.room.slots()
    assert [slot.state for slot in slots][-1] == "sent"
    assert slots[-1].due_at == EIGHT + 3 * DAY


@pytest.mark.parametrize("silence", ["pause", "blocked"])
async def test_silence_is_kept(talk: Talk, silence: str) -> None:
    """In a break, or a blocked chat, the clock goes back without a word."""
    await leave_for_tokyo(talk)
    if silence == "pause":
        await change(talk, paused_until=THURSDAY + DAY)
    else:
        await talk.act(Blocked())
    sent = len(talk.calls)
    talk.room.now = THURSDAY
    await talk.tick()
    assert (await talk.row(Person)).zone == "Europe/London"
    assert len(talk.calls) == sent


async def test_a_journey_that_lasts_longer(talk: Talk) -> None:
    """Whoever is still away keeps the clock with one tap, and may say again for how long."""
    await leave_for_tokyo(talk)
    talk.room.now = THURSDAY
    await talk.tick()
    await talk.tap("Still on the clock of Tokyo")
    person = await talk.row(Person)
    assert (person.zone, person.away_until) == ("Asia/Tokyo", None)
    await talk.tap("Only for some days")
    await talk.tap("tomorrow")
    assert (await talk.row(Person)).home_zone == "Europe/London"


async def test_home_is_where_one_came_from(talk: Talk) -> None:
    """Who travels on from Tokyo to Sydney comes home to London, and may stay or go back at once."""
    await leave_for_tokyo(talk)
    await talk.press("g:zone:Australia/Sydney")
    assert (await talk.row(Person)).away_until is None
    await talk.tap("Only for some days")
    await talk.tap("Thu 26 Nov")
    assert (await talk.row(Person)).home_zone == "Europe/London"
    await talk.press("g:clock")
    await talk.tap("Stay on this clock")
    person = await talk.row(Person)
    assert (person.zone, person.home_zone, person.away_until) == ("Australia/Sydney", None, None)
    await leave_for_tokyo(talk)
    await talk.press("g:clock")
    await talk.tap("Back to the clock of Sydney now")
    assert (await talk.row(Person)).zone == "Australia/Sydney"
    assert "Only for some days" not in talk.last()


async def test_an_unreadable_person_keeps_nobody_away(talk: Talk) -> None:
    """Someone whose key is spoilt is brought home without a word, once, and the fault is logged."""
    await change(talk, zone="Asia/Tokyo", home_zone="Europe/London", away_until=NOON, key_sealed=b"spoilt")
    with capture_logs() as logs:
        await talk.tick()
        await talk.tick(MINUTE)
    assert [line["event"] for line in logs].count("not_brought_home") == 1
    assert (await talk.row(Person)).zone == "Europe/London"


async def test_an_unreadable_reminder_keeps_nobody_away(talk: Talk) -> None:
    """Someone whose reminder cannot be read is brought home, once, and all others with them."""
    await remind(talk)
    broken = await talk.row(Reminder)
    broken.rhythm = "nonsense"
    await talk.room.add(broken)
    await talk.room.person(STRANGER, zone="Asia/Tokyo", home_zone="Europe/London", away_until=NOON)
    await change(talk, zone="Asia/Tokyo", home_zone="Europe/London", away_until=NOON)
    await talk.tick()
    people = [await talk.row(Person, one) for one in (PERSON, STRANGER)]
    assert [(person.zone, person.away_until) for person in people] == [("Europe/London", None)] * 2
    assert [one.person_id for one in talk.calls] == [STRANGER]
