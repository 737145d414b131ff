"""One act, one committed turn: redelivered acts, people before their consent, odd acts, and faults."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.store.tables import Entry, Note, Outbox, Person, Rating, Reminder, Session, Slot, TipOffer
from bot.store.transaction import Transaction
from bot.turns.host import COMMANDS
from bot.turns.incoming import Blocked, Command, Edit, Odd, Press, Text, Unblocked
from tests.turns.screens.room import NOON, PERSON, STRANGER, reminder
from tests.turns.talk import Talk, talk_in

TOLD = (Entry, Note, Rating, Reminder, Session, Slot, TipOffer)


async def test_a_redelivered_update_changes_nothing(talk: Talk) -> None:
    """An update that comes twice is taken once, and answered once."""
    for _ in range(2):
        await talk.act(Text(text="A long day", message_id=5), update_id=7)
    assert len(await talk.rows(Note)) == 1
    assert len(talk.calls) == 1
    await talk.act(Text(text="An older one", message_id=4), update_id=6)
    assert len(await talk.rows(Note)) == 1


async def test_update_ids_are_drawn_anew_after_a_silence(talk: Talk) -> None:
    """After a week of silence Telegram may count from a lower number, and the update is taken."""
    await talk.act(Text(text="A long day", message_id=5), update_id=700)
    talk.room.now += timedelta(days=7)
    await talk.act(Text(text="Another day", message_id=6), update_id=3)
    assert len(await talk.rows(Note)) == 2


@pytest.mark.parametrize(
    "act",
    [
        Command(name="start"),
        Command(name="checkin"),
        Command(name="nothing"),
        Text(text="I feel bad today", message_id=1),
        Edit(text="I feel worse", message_id=1),
        Press(data="k:daily", message_id=1),
        Press(data="t:new", message_id=1),
        Odd(kind="photo"),
    ],
)
async def test_before_the_agreement_only_the_id_is_kept(newcomer: Talk, act: object) -> None:
    """Whatever comes before the agreement, nothing of it is stored."""
    await newcomer.act(act)  # type: ignore[arg-type] # parametrize hands out objects
    person = await newcomer.row(Person)
    known = (person.consented_at, person.setup, person.language, person.country, person.zone, person.clock)
    assert known == (None,) * 6
    for kind in TOLD:
        assert await newcomer.rows(kind) == []


@pytest.mark.parametrize("name", ["help", "people", "privacy"])
async def test_help_before_the_agreement(newcomer: Talk, name: str) -> None:
    """The way to a person, and who can read what, need no agreement."""
    await newcomer.command(name)
    assert "I am 18 or older" not in str(newcomer.labels())
    assert newcomer.last()
    await newcomer.say("Help!")
    assert "/checkin" in newcomer.last()


async def test_people_from_the_first_message(newcomer: Talk) -> None:
    """The second button of the first message leads to a person at once."""
    await newcomer.command("start")
    await newcomer.tap("I need someone to talk to now")
    assert "findahelpline.com" in newcomer.last()


@pytest.mark.parametrize("name", sorted(COMMANDS))
async def test_every_command_answers(talk: Talk, name: str) -> None:
    """Each command of the menu brings a message, and no fault."""
    await talk.command(name)
    assert talk.last()
    assert "went wrong" not in talk.last()


async def test_an_unknown_command(talk: Talk) -> None:
    """A command that does not exist says where help is."""
    await talk.command("nonsense")
    assert "I do not know that command. /help" in talk.last()


async def test_cancel_in_the_middle(talk: Talk) -> None:
    """/cancel ends a check-in from any step and keeps the answers."""
    await talk.command("checkin")
    await talk.say("4")
    await talk.command("cancel")
    assert "We stop here. What you answered is kept." in talk.last()
    assert (await talk.row(Rating)).value == 4
    await talk.command("cancel")
    assert "Nothing is open" in talk.last()


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "other", "dance"])
async def test_what_is_not_text(talk: Talk, kind: str) -> None:
    """A sticker or a voice message gets a short human reply and is not kept."""
    await talk.act(Odd(kind=kind))
    assert "Words" in talk.last() or "words" in talk.last()
    assert await talk.rows(Note) == []


@pytest.mark.parametrize("typed", ["help", " HELP! ", "Help?"])
async def test_the_word_help(talk: Talk, typed: str) -> None:
    """The word alone brings help, also in the middle of a question, and is no answer to it."""
    await talk.command("checkin")
    await talk.say(typed)
    assert "not for emergencies" in talk.last()
    assert await talk.rows(Note) == []


async def test_a_person_who_blocked_the_bot_returns(talk: Talk) -> None:
    """Blocking is remembered; after the return reminders go on, and nothing is sent unasked."""
    await talk.room.add(reminder("daily", "every day at 20:00", None))
    await talk.act(Blocked())
    assert (await talk.row(Person)).blocked_at == NOON
    await talk.act(Unblocked())
    assert (await talk.row(Person)).blocked_at is None
    assert (await talk.row(Reminder)).next_due_at == NOON + timedelta(hours=7)
    assert talk.woken == 1
    assert talk.calls == []


async def test_a_button_nobody_wrote(talk: Talk) -> None:
    """A button with an unknown beginning is answered with a notice."""
    outcome = await talk.press("zz:1")
    assert "no longer works" in outcome.notice
    assert talk.calls == []


async def test_a_faulty_turn(talk: Talk) -> None:
    """A fault of the bot is met with an apology, the update counts as taken, and nothing is half done."""
    talk.room.house = replace(talk.room.house, tips={"broken": None})  # type: ignore[dict-item] # the fault
    broken = talk_in(talk.room)
    await broken.command("tip")
    assert "Something went wrong on my side" in broken.last()
    person = await broken.row(Person)
    assert person.last_update_id == 1
    await broken.act(Command(name="tip"), update_id=1)
    assert len(broken.calls) == 1
    assert await broken.rows(TipOffer) == []


async def test_a_fault_of_the_apology_too(talk: Talk) -> None:
    """A person whose key cannot be opened does not keep the updates of all others waiting."""

    def spoil(db: Transaction) -> None:
        row = db.get(Person, PERSON)
        assert row is not None
        row.key_sealed = b"spoilt"
        db.add(row)

    await talk.room.writer.run(spoil)
    outcome = await talk.act(Command(name="help"))
    assert outcome.notice == ""
    assert talk.calls == []
    await talk.command("help", person=STRANGER)
    assert talk.last(STRANGER)


async def test_a_database_out_of_reach(talk: Talk) -> None:
    """When the file itself fails the update is not taken, so that it comes again."""

    def lose(db: Transaction) -> None:
        db.connection().execute(text("ALTER TABLE note RENAME TO lost"))

    await talk.room.writer.run(lose)
    with pytest.raises(OperationalError):
        await talk.say("A long day")
    assert (await talk.row(Person)).last_update_id == 0
    assert talk.calls == []


async def test_what_is_sent_is_what_is_stored(talk: Talk) -> None:
    """Each message stands in the outbox, encrypted, until Telegram took it."""
    talk.delivers = False
    await talk.say("A long day")
    (row,) = await talk.rows(Outbox)
    assert b"Thank you" not in row.call_sealed
    assert [one.id for one in talk.calls] == [row.id]
    talk.delivers = True
    await talk.deliver()
    assert await talk.rows(Outbox) == []


async def test_an_edit_before_the_agreement_is_not_answered(newcomer: Talk) -> None:
    """Someone who agreed to nothing and edits a message is left in peace."""
    await newcomer.act(Edit(text="Hello", message_id=1))
    assert newcomer.calls == []
