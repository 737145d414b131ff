"""Words that come unasked: kept, changed with their message, and gone on wish."""

import pytest

from bot.store.tables import Entry, Note
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


async def test_an_edit_of_a_removed_note(talk: Talk) -> None:
    """Nothing comes back, and the sentence about it is true."""
    at = await talk.say("A long day")
    await talk.tap("Remove the note")
    await talk.edit(at, "A short day")
    assert await words(talk) == []
    assert "I keep no note of that message" in talk.last()
    assert "/history" in talk.last()


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
