"""The way from /start to the first check-in, in every order of taps."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store.tables import Note, Person, Rating, Reminder, Session
from tests.turns.screens.room import NOON
from tests.turns.talk import Talk

FACE = "\N{NEUTRAL FACE} 3"


async def way(talk: Talk, *labels: str) -> None:
    """Start, and tap these."""
    await talk.command("start")
    for label in labels:
        await talk.tap(label)


async def test_the_whole_way(newcomer: Talk) -> None:
    """Five taps lead from /start to the first question, and nothing is typed."""
    await way(newcomer, "I am 18 or older", "Yes, ", "United Kingdom", "20:00")
    person, reminder = await newcomer.row(Person), await newcomer.row(Reminder)
    assert (person.country, person.zone, person.setup) == ("GB", "Europe/London", None)
    assert (person.consented_at, person.language) == (NOON, "en")
    assert (reminder.flow, reminder.next_due_at) == ("daily", NOON + timedelta(hours=7))
    assert newcomer.woken == 1
    assert "I ask" in newcomer.texts()[0]
    assert "How are you feeling right now?" in newcomer.last()
    await newcomer.tap(FACE)
    assert "Which words come closest?" in newcomer.last()


async def test_back_after_a_wrong_clock(newcomer: Talk) -> None:
    """From every later step there is a way back to the clock, and what is chosen then counts."""
    await way(newcomer, "I am 18 or older", "Yes, ", "Back")
    assert "Is it" in newcomer.last()
    for label in ("Yes, ", "United Kingdom", "Back"):
        await newcomer.tap(label)
    assert "Which country" in newcomer.last()
    for label in ("Back", "22:00", "Japan", "08:00"):
        await newcomer.tap(label)
    person = await newcomer.row(Person)
    assert (person.country, person.zone, person.setup) == ("JP", "Asia/Tokyo", None)


async def test_back_from_the_city(newcomer: Talk) -> None:
    """The choice between places of one country leads back to the countries."""
    newcomer.room.now = datetime(2026, 7, 1, 19, 0, tzinfo=UTC)
    await way(newcomer, "I am 18 or older")
    await newcomer.press(f"s:clock:{17 * 60}", 1001)
    await newcomer.press("s:land:US", 1001)
    await newcomer.tap("Back")
    assert "Which country" in newcomer.last()
    await newcomer.press("s:lands:0", 1001)
    await newcomer.tap("Back")
    assert "Is it" in newcomer.last()


@pytest.mark.parametrize("data", ["back:clock", "back:country", "back:time", "back:"])
async def test_back_at_the_wrong_time(newcomer: Talk, data: str) -> None:
    """Nobody goes back to what they were not asked yet, nor after everything is set up."""
    await way(newcomer, "I am 18 or older")
    await newcomer.press(f"s:{data}", 1001)
    assert (await newcomer.row(Person)).setup == "clock"
    for label in ("Yes, ", "United Kingdom", "20:00"):
        await newcomer.tap(label)
    assert "done already" in (await newcomer.press(f"s:{data}", 1001)).notice
    assert (await newcomer.row(Person)).setup is None


async def test_without_a_reminder(newcomer: Talk) -> None:
    """Someone who comes by themselves gets no reminder."""
    await way(newcomer, "I am 18 or older", "Yes, ", "United Kingdom", "Do not ask")
    assert await newcomer.rows(Reminder) == []
    assert "I do not ask by myself" in newcomer.texts()[0]
    assert (await newcomer.row(Session)).flow == "daily"


async def test_another_clock_and_any_country(newcomer: Talk) -> None:
    """A clock from the list leads to the countries with it; a country far from it keeps the clock."""
    await newcomer.command("start")
    await newcomer.tap("I am 18 or older")
    await newcomer.press("s:clock:540", 1001)
    assert "Japan" in newcomer.labels()
    await newcomer.press("s:lands:0", 1001)
    assert "Argentina" in newcomer.labels()
    await newcomer.press("s:land:DE", 1001)
    person = await newcomer.row(Person)
    assert (person.country, person.zone, person.setup) == ("DE", "Asia/Tokyo", "time")


async def test_a_clock_of_no_known_country(newcomer: Talk) -> None:
    """Where no listed country has the clock, all countries are offered at once."""
    await newcomer.command("start")
    await newcomer.tap("I am 18 or older")
    await newcomer.press(f"s:clock:{12 * 60 + 45 + 60}", 1001)
    assert (await newcomer.row(Person)).setup == "country"
    assert len(newcomer.labels()) > 1


async def test_a_country_with_two_clocks_alike(newcomer: Talk) -> None:
    """Where the clocks of a country part later in the year, the person is asked for the city."""
    newcomer.room.now = datetime(2026, 7, 1, 19, 0, tzinfo=UTC)
    await newcomer.command("start")
    await newcomer.tap("I am 18 or older")
    await newcomer.press(f"s:clock:{17 * 60}", 1001)
    await newcomer.press("s:land:US", 1001)
    assert "Phoenix" in newcomer.labels()
    await newcomer.press("s:city:99", 1001)
    assert (await newcomer.row(Person)).setup == "city"
    await newcomer.command("start")
    await newcomer.tap("Phoenix")
    assert (await newcomer.row(Person)).zone == "America/Phoenix"


async def test_the_city_after_the_clocks_changed(newcomer: Talk) -> None:
    """Someone who goes on after the clocks of the country parted is not asked an empty question."""
    newcomer.room.now = datetime(2026, 7, 1, 19, 0, tzinfo=UTC)
    await newcomer.command("start")
    await newcomer.tap("I am 18 or older")
    await newcomer.press(f"s:clock:{10 * 60}", 1001)
    await newcomer.press("s:land:AU", 1001)
    newcomer.room.now = datetime(2026, 12, 1, 19, 0, tzinfo=UTC)
    await newcomer.command("start")
    person = await newcomer.row(Person)
    assert (person.setup, person.zone) == ("time", "Australia/Brisbane")
    assert "When should I ask how you are?" in newcomer.last()


@pytest.mark.parametrize("taps", [["clock:0", "land:GB"], ["land:GB"], ["city:0"], ["time:7f.2000"]])
async def test_taps_out_of_order(newcomer: Talk, taps: list[str]) -> None:
    """Before the agreement none of the later buttons does anything."""
    for tap in taps:
        outcome = await newcomer.press(f"s:{tap}")
        assert outcome.notice
    person = await newcomer.row(Person)
    assert (person.consented_at, person.setup, person.country, person.clock) == (None, None, None, None)


async def test_double_taps(newcomer: Talk) -> None:
    """Each button taken twice counts once, and the way goes on where it stands."""
    await newcomer.command("start")
    for data in (
        "agree",
        "agree",
        "clock:0",
        "clock:0",
        "land:GB",
        "land:GB",
        "time:7f.2000",
        "time:7f.0800",
    ):
        await newcomer.press(f"s:{data}", 1001)
    reminder = await newcomer.row(Reminder)
    assert reminder.rhythm == "7f.2000"
    outcome = await newcomer.press("s:agree", 1001)
    assert "done already" in outcome.notice


@pytest.mark.parametrize(
    "data",
    ["clock:0072000000", "clock:1", "clock:\N{SUPERSCRIPT TWO}", "clock:-60", "clock:", "land:GB", "lands:x"],
)
async def test_forged_clocks(newcomer: Talk, data: str) -> None:
    """A clock that nobody lives by is not taken."""
    await newcomer.command("start")
    await newcomer.tap("I am 18 or older")
    await newcomer.press(f"s:{data}", 1001)
    person = await newcomer.row(Person)
    assert (person.setup, person.clock) == ("clock", None)


async def test_a_forged_time(newcomer: Talk) -> None:
    """A time that no button wrote is not taken, and the question stays."""
    await way(newcomer, "I am 18 or older", "Yes, ", "United Kingdom")
    outcome = await newcomer.press("s:time:99.9999")
    assert "/start shows where we are" in outcome.notice
    assert (await newcomer.row(Person)).setup == "time"
    assert await newcomer.rows(Reminder) == []


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
async def test_typed_words_on_the_way(newcomer: Talk, steps: int) -> None:
    """Whoever types instead of tapping is shown the question at which the way stands."""
    await way(newcomer, *["I am 18 or older", "Yes, ", "United Kingdom"][:steps])
    question = newcomer.last()
    await newcomer.say("What is this?")
    assert newcomer.last() == question


async def test_a_return(talk: Talk) -> None:
    """Someone who is set up already is greeted."""
    await talk.command("start")
    assert talk.last()
    assert await talk.rows(Session) == []
    assert (await talk.row(Person)).setup is None


async def test_words_on_the_way_are_kept(newcomer: Talk) -> None:
    """What is typed while the set-up asks is a note, and the set-up goes on."""
    await way(newcomer, "I am 18 or older")
    await newcomer.say("I feel dreadful")
    assert len(await newcomer.rows(Note)) == 1
    assert "Is it" in newcomer.last()


async def test_words_in_a_checkin_on_the_way(newcomer: Talk) -> None:
    """A check-in begun before the set-up is done takes what is typed."""
    await way(newcomer, "I am 18 or older")
    await newcomer.command("checkin")
    await newcomer.say("very low")
    assert (await newcomer.row(Rating)).value == 1


async def test_a_country_that_is_not_listed(newcomer: Talk) -> None:
    """Someone whose country has no lines, or who would rather not say, goes on with their clock."""
    await way(newcomer, "I am 18 or older", "Yes, ", "Not listed", "20:00")
    person = await newcomer.row(Person)
    assert (person.country, person.setup) == (None, None)
    assert person.zone is not None
    assert "not said" in newcomer.texts()[0]


async def test_a_reminder_made_on_the_way(newcomer: Talk) -> None:
    """One that was made before the set-up is done gets the time that is chosen, on the clock that is said."""
    await way(newcomer, "I am 18 or older")
    await newcomer.command("reminders")
    for label in ("Add", "Daily", "Save"):
        await newcomer.tap(label)
    await newcomer.command("start")
    for label in ("Yes, ", "United Kingdom", "08:00"):
        await newcomer.tap(label)
    reminder = await newcomer.row(Reminder)
    assert (reminder.rhythm, reminder.next_due_at) == ("7f.0800", NOON + timedelta(hours=19))
