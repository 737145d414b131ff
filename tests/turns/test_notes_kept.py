"""Words that come unasked: kept, changed with their message, and gone on wish."""

import pytest

from bot.engine.flow import session_from_json
from bot.store.tables import Entry, Note, Session
from bot.turns.checkin import ANSWERS_PLACE
from bot.turns.record import NOTE_PLACE
from bot.voice.buttons import short
from tests.turns.screens.room import STRANGER
from tests.turns.talk import Talk


async def words(talk: Talk) -> list[str]:
    """The person's notes, opened."""
    key = await talk.room.key()
    return [key.open(note.text_sealed, f"{NOTE_PLACE}:{note.id}") for note in await talk.rows(Note)]


async def test_words_are_kept(talk: Talk) -> None:
    """What is typed when nothing was asked is kept as an encrypted note."""
    await talk.say("A long day <b>")
    assert await words(talk) == ["A long day <b>"]
    assert b"long day" not in (await talk.row(Note)).text_sealed
    assert "I kept it as a note." in talk.last()


async def test_an_edited_message(talk: Talk) -> None:
    """A note follows its message."""
    at = await talk.say("A long day")
    await talk.edit(at, "A very long day")
    assert await words(talk) == ["A very long day"]
    assert "reads as you changed it" in talk.last()


async def test_an_edited_answer(talk: Talk) -> None:
    """A note that answers a question is changed in the check-in as well."""
    await talk.command("checkin", "daily")
    await talk.say("5")
    await talk.say("skip")
    at = await talk.say("Sun on the balcony")
    await talk.edit(at, "Sun and tea")
    row, key = await talk.row(Session), await talk.room.key()
    assert await words(talk) == ["Sun and tea"]
    answers = session_from_json(key.open(row.answers_sealed, f"{ANSWERS_PLACE}:{row.id}"))
    assert "Sun and tea" in str(answers.value("note"))


async def test_an_edited_remark(talk: Talk) -> None:
    """Words that a question could not read are a note too, and follow their message."""
    await talk.command("checkin", "daily")
    at = await talk.say("It was all too much and I do not know how to put it into one number")
    await talk.edit(at, "It was too much")
    assert await words(talk) == ["It was too much"]


async def test_an_edited_note_of_a_taken_back_answer(talk: Talk) -> None:
    """A message whose answer was skipped afterwards is no note any more."""
    await talk.command("checkin", "daily")
    for typed in ("5", "skip"):
        await talk.say(typed)
    at = await talk.say("Sun on the balcony")
    await talk.tap("Change something")
    await talk.tap("Anything you would like")
    await talk.tap("Skip")
    assert await words(talk) == []
    await talk.edit(at, "Rain")
    assert "I had already read that message" in talk.last()


async def test_an_edited_number(talk: Talk) -> None:
    """An edited answer of another kind is put right with its button, as the person is told."""
    await talk.command("checkin", "daily")
    at = await talk.say("5")
    await talk.edit(at, "2")
    assert "“Change something”" in talk.last()


async def test_a_note_is_removed(talk: Talk) -> None:
    """The button under a note removes it for good; a second tap says so."""
    await talk.say("A long day")
    data = next(one for one in talk.data() if one.startswith("n:gone"))
    await talk.tap("Remove the note")
    assert await talk.rows(Note) == []
    assert await talk.rows(Entry) == []
    assert talk.last() == "The note is gone."
    assert "gone already" in (await talk.press(data)).notice


@pytest.mark.parametrize(
    "data", ["n", "n:gone", "n:gone:zzz", "n:gone:zzzzzzzzzzzzz", "n:keep:1", "n:gone:!"]
)
async def test_forged_removals(talk: Talk, data: str) -> None:
    """A button that was never written removes nothing."""
    await talk.say("A long day")
    assert "gone already" in (await talk.press(data)).notice
    assert await words(talk) == ["A long day"]


async def test_another_persons_note(talk: Talk) -> None:
    """Nobody removes or edits what another person wrote."""
    at = await talk.say("A long day")
    note = await talk.row(Note)
    await talk.room.person(STRANGER)
    assert "gone already" in (await talk.press(f"n:gone:{short(note.id)}", person=STRANGER)).notice
    assert await words(talk) == ["A long day"]
    assert at
