"""Typed messages that are edited: the answer or the note follows, and what stands in the chat with it."""

from datetime import timedelta

import pytest

from bot.store.tables import Entry, Note, Rating, Session
from bot.turns.record import NOTE_PLACE
from tests.turns.screens.room import NOON
from tests.turns.talk import Talk

CHANGED = "reads as you changed it"
NO_NOTE = "I keep no note of that message, so its edit changes nothing."


async def notes(talk: Talk) -> list[str]:
    """The person's notes, opened."""
    key = await talk.room.key()
    return [key.open(note.text_sealed, f"{NOTE_PLACE}:{note.id}") for note in await talk.rows(Note)]


async def finished(talk: Talk, note: str = "Sun on the balcony") -> tuple[int, int]:
    """A daily check-in that was typed; the messages of its rating and of its note."""
    await talk.command("checkin", "daily")
    rating = await talk.say("4")
    await talk.say("skip")
    return rating, await talk.say(note)


async def test_an_edited_number(talk: Talk) -> None:
    """In the middle the rating is put right, and the question that waits stands below, with the answers."""
    await talk.command("checkin", "daily")
    at = await talk.say("4")
    await talk.edit(at, "2")
    assert (await talk.row(Rating)).value == 2
    assert CHANGED in talk.last()
    assert "low (2 of 5)" in talk.last()
    assert "Which words come closest?" in talk.last()
    await talk.tap("Skip")
    assert "What would be welcome now?" in talk.last()


async def test_an_edited_number_after_the_end(talk: Talk) -> None:
    """The summary reads the same, and the moment of the end stays."""
    at, _ = await finished(talk)
    talk.room.now += timedelta(hours=3)
    await talk.edit(at, "5")
    assert (await talk.row(Rating)).value == 5
    assert CHANGED in talk.last()
    assert "very good (5 of 5)" in talk.last()
    assert "Change something" in talk.labels()
    assert (await talk.row(Entry)).ended_at == NOON
    assert not any("(4 of 5)" in text for text in talk.texts()[-2:])


async def test_an_edited_answer_that_is_a_note(talk: Talk) -> None:
    """The note, the answer and the summary follow."""
    _, at = await finished(talk)
    await talk.edit(at, "Sun and tea")
    assert await notes(talk) == ["Sun and tea"]
    assert CHANGED in talk.last()
    assert "Sun and tea" in talk.last()


async def test_an_edited_remark(talk: Talk) -> None:
    """Words that a question could not read follow their message, and are in the summary as they read now."""
    await talk.command("checkin", "daily")
    at = await talk.say("It was all too much and I do not know how to put it into one number")
    await talk.edit(at, "It was too much")
    assert await notes(talk) == ["It was too much"]
    for text in ("3", "skip", "skip"):
        await talk.say(text)
    assert "Kept as a note\nIt was too much" in talk.last()
    await talk.edit(at, "It was a lot")
    assert await notes(talk) == ["It was a lot"]
    assert talk.last() == "Your note reads as you changed it."
    assert any("Kept as a note\nIt was a lot" in text for text in talk.texts())
    assert not any("It was too much" in text for text in talk.texts())


async def test_a_remark_that_becomes_an_answer(talk: Talk) -> None:
    """A slip of the fingers is mended by editing it: the answer counts and the note is gone."""
    await talk.command("checkin", "daily")
    at = await talk.say("sevn")
    assert await notes(talk) == ["sevn"]
    await talk.edit(at, "seven")
    assert await notes(talk) == []
    assert (await talk.row(Rating)).value == 7
    assert "Which words come closest?" in talk.last()


async def test_an_answer_that_becomes_a_remark(talk: Talk) -> None:
    """What is no answer any more is kept as a note, once, and the answer stays."""
    await talk.command("checkin", "daily")
    at = await talk.say("4")
    for text in ("4 because the sun was out", "4 because it was sunny"):
        await talk.edit(at, text)
        assert await notes(talk) == [text]
    assert (await talk.row(Rating)).value == 4
    await talk.edit(at, "3")
    assert await notes(talk) == []
    assert (await talk.row(Rating)).value == 3


async def test_an_edit_that_leaves_the_scale(talk: Talk) -> None:
    """The person is told how far the scale goes, and the answer stays."""
    at, _ = await finished(talk)
    await talk.edit(at, "40")
    assert "The scale goes from 1 (very low) to 5 (very good)." in talk.last()
    assert (await talk.row(Rating)).value == 4


async def test_an_edit_does_not_push_aside_what_is_open(talk: Talk) -> None:
    """Where an old answer would ask for more while another check-in is open, history is pointed to."""
    at, _ = await finished(talk)
    talk.room.now += timedelta(hours=1)
    await talk.command("checkin", "morning")
    await talk.edit(at, "1")
    assert NO_NOTE in talk.last()
    assert "/history" in talk.last()
    await talk.edit(at, "5")
    assert (await talk.row(Rating)).value == 5
    assert {row.flow: row.status for row in await talk.rows(Session)} == {
        "daily": "finished",
        "morning": "open",
    }


async def test_an_edit_that_changes_nothing_says_what_does(talk: Talk) -> None:
    """While a question is open with one before it that is Back, which stands there; else it is history."""
    await talk.command("checkin", "daily")
    await talk.say("4")
    at = await talk.say("skip")
    await talk.edit(at, "calm")
    assert NO_NOTE in talk.last()
    assert "“Back”" in talk.last()
    assert "Back" in talk.labels()
    await talk.command("cancel")
    await talk.edit(at, "calm")
    assert "/history" in talk.last()


@pytest.mark.parametrize("ending", ["cancel", "checkin"])
async def test_an_edited_note_of_a_checkin_that_was_not_finished(talk: Talk, ending: str) -> None:
    """The note follows; the summary of one that was stopped as well."""
    await talk.command("checkin", "daily")
    at = await talk.say("where to begin")
    await talk.say("4")
    await talk.command(ending, "morning")
    await talk.edit(at, "where to end")
    assert await notes(talk) == ["where to end"]
    assert any("where to end" in text for text in talk.texts()) == (ending == "cancel")
    assert talk.last() == "Your note reads as you changed it."


async def test_an_edited_answer_of_a_checkin_that_was_stopped(talk: Talk) -> None:
    """The note and the summary follow, and the check-in stays stopped; its numbers change in the history."""
    await talk.command("checkin", "evening")
    rating = await talk.say("2")
    at = await talk.say("The meeting")
    await talk.command("cancel")
    await talk.edit(at, "The long meeting")
    assert await notes(talk) == ["The long meeting"]
    assert any("The long meeting" in text and "We stop here." in text for text in talk.texts())
    assert (await talk.row(Session)).status == "stopped"
    await talk.tap("Change something")
    await talk.tap("Leave it as it is")
    assert "The long meeting" in talk.last()
    assert "We stop here." in talk.last()
    await talk.edit(rating, "4")
    assert NO_NOTE in talk.last()
    assert "/history" in talk.last()


async def test_an_edited_note_of_a_taken_back_answer(talk: Talk) -> None:
    """A message whose answer was skipped afterwards is no note any more."""
    _, at = await finished(talk)
    await talk.tap("Change something")
    await talk.tap("Anything you would like")
    await talk.tap("Skip")
    assert await notes(talk) == []
    await talk.edit(at, "Rain")
    assert NO_NOTE in talk.last()
    assert await notes(talk) == []
