"""Plain words that ask for something, and what is said again to someone who was away."""

from datetime import timedelta

import pytest

from bot.store.tables import Note, Person, Rating, Session
from bot.turns.incoming import Blocked, Unblocked
from tests.turns.talk import Talk

INTERRUPTING = [
    ("help", "/checkin"),
    ("I need help", "/checkin"),
    ("help me!", "/checkin"),
    ("menu", "/checkin"),
    ("commands", "/checkin"),
    ("I need someone to talk to", "People to talk to"),
    ("are you human?", "not a person"),
    ("Are you a bot?", "not a person"),
    ("who are you", "not a person"),
    ("delete my data", "I cannot delete everything by myself"),
    ("who can read this?", "Telegram can read it"),
]
WAITING = [("tip", "minute"), ("A tip, please", "minute"), ("pause", "break"), ("settings", "Country")]
NOTICE = "In case it is long ago"


@pytest.mark.parametrize(("typed", "answer"), [*INTERRUPTING, *WAITING])
async def test_plain_words_do_what_they_say(talk: Talk, typed: str, answer: str) -> None:
    """With no question open, typed words work as the command does, and are no note."""
    await talk.say(typed)
    assert answer in talk.last()
    assert await talk.rows(Note) == []


@pytest.mark.parametrize(("typed", "answer"), INTERRUPTING)
async def test_help_and_short_questions_interrupt(talk: Talk, typed: str, answer: str) -> None:
    """While a question is open they are answered, and the question stays open."""
    await talk.command("checkin")
    await talk.say(typed)
    assert answer in talk.last()
    assert (await talk.row(Session)).status == "open"
    await talk.say("4")
    assert (await talk.row(Rating)).value == 4


@pytest.mark.parametrize(("typed", "_answer"), WAITING)
async def test_other_wishes_leave_an_open_question_its_answer(talk: Talk, typed: str, _answer: str) -> None:
    """A note that says 'pause' is a note."""
    await talk.command("checkin")
    await talk.say("4")
    await talk.tap("Skip")
    await talk.say(typed)
    assert len(await talk.rows(Note)) == 1


@pytest.mark.parametrize(("typed", "answer"), INTERRUPTING)
async def test_before_the_agreement_too(newcomer: Talk, typed: str, answer: str) -> None:
    """Help and questions about the bot need no agreement, and nothing of them is kept."""
    await newcomer.say(typed)
    assert answer in newcomer.last()
    assert (await newcomer.row(Person)).consented_at is None


@pytest.mark.parametrize(("typed", "_answer"), WAITING)
async def test_what_needs_the_agreement(newcomer: Talk, typed: str, _answer: str) -> None:
    """Other wishes are met with the beginning."""
    await newcomer.say(typed)
    assert "I am 18 or older, and I agree" in newcomer.labels()


async def test_who_was_away_hears_what_this_is(talk: Talk) -> None:
    """After more than seven days the short notice comes with the first reply, and only once."""
    await talk.say("A long day")
    talk.room.now += timedelta(days=7, minutes=1)
    await talk.command("checkin")
    assert sum(NOTICE in text for text in talk.texts()) == 1
    assert "How are you feeling" in talk.last()
    await talk.say("4")
    await talk.command("cancel")
    assert sum(NOTICE in text for text in talk.texts()) == 1


async def test_seven_days_are_not_away(talk: Talk) -> None:
    """Someone who writes once a week is not told again."""
    await talk.say("A long day")
    talk.room.now += timedelta(days=7)
    await talk.say("Another one")
    assert NOTICE not in str(talk.texts())


@pytest.mark.parametrize("name", ["start", "help"])
async def test_nothing_is_said_twice(talk: Talk, name: str) -> None:
    """Where the reply itself says what this is, no notice stands before it."""
    await talk.say("A long day")
    talk.room.now += timedelta(days=30)
    await talk.command(name)
    assert NOTICE not in str(talk.texts())
    assert "not a therapist" in talk.last()


async def test_blocking_is_no_visit(talk: Talk) -> None:
    """Letting the bot in again sends nothing, and the notice comes with the first reply after it."""
    await talk.say("A long day")
    talk.room.now += timedelta(days=30)
    await talk.act(Blocked())
    await talk.act(Unblocked())
    assert NOTICE not in str(talk.texts())
    await talk.command("tip")
    assert NOTICE in str(talk.texts())


async def test_a_newcomer_is_told_once(newcomer: Talk) -> None:
    """Before the agreement the first message says it all, however long ago the last one was."""
    await newcomer.say("Hello")
    newcomer.room.now += timedelta(days=30)
    await newcomer.say("Hello")
    assert NOTICE not in str(newcomer.texts())
