"""Check-ins through the host: taps, typed words, stale buttons, changes, and what is stored."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.engine.scales import SCALES
from bot.registry import Registry
from bot.store.tables import Entry, Note, Rating, Session
from bot.turns import record
from bot.voice.buttons import short
from tests.turns.screens.room import NOON, STRANGER
from tests.turns.talk import Talk

MIDDLE, GOOD, LOW = "\N{NEUTRAL FACE} 3", "\N{SLIGHTLY SMILING FACE} 4", "\N{SLIGHTLY FROWNING FACE} 2"


async def button(talk: Talk, ending: str) -> str:
    """The data of a button in the newest session that ends like this."""
    row = max(await talk.rows(Session), key=lambda one: one.id)
    return f"c:{short(row.id)}:{ending}"


async def stored_answers(talk: Talk) -> dict[str, object]:
    """Words and choices of the only entry, opened."""
    entry, key = await talk.row(Entry), await talk.room.key()
    sealed = entry.answers_sealed
    return {} if sealed is None else {"all": key.open(sealed, f"{record.ANSWERS_PLACE}:{entry.id}")}


async def test_one_message_moves_on(talk: Talk) -> None:
    """A tap edits its message into the next question, and the ending says what was noted."""
    await talk.command("checkin")
    for label in (GOOD, "Skip", "Skip"):
        await talk.tap(label)
    assert len(talk.texts()) == 1
    assert "Thank you. It is noted." in talk.last()
    rating, entry = await talk.row(Rating), await talk.row(Entry)
    assert (rating.name, rating.value, rating.scale, rating.score) == ("mood", 4, "faces", 75)
    assert rating.felt_at == rating.told_at == NOON
    assert (entry.ending, entry.ended_at, entry.flow) == ("finished", NOON, "daily")


async def test_after_typed_words_the_question_comes_below(talk: Talk) -> None:
    """Typed words are answered below, and the old question keeps only what was answered."""
    await talk.command("checkin")
    await talk.say("4")
    assert len(talk.texts()) == 2
    assert "How are you feeling" not in talk.texts()[0]
    assert "Which words come closest?" in talk.texts()[1]


async def test_words_and_choices_are_sealed(talk: Talk) -> None:
    """Words and choices stand encrypted in the entry, in the order of the questions."""
    await talk.command("checkin")
    await talk.tap(LOW)
    word = next(data for data in talk.data() if ":w:words:+" in data)
    await talk.press(word, talk.message_id)
    await talk.tap("Done")
    await talk.tap("Just noting it")
    entry = await talk.row(Entry)
    assert entry.answers_sealed is not None
    assert b"nothing" not in entry.answers_sealed
    assert '"wish": "nothing"' in str((await stored_answers(talk))["all"])


async def test_a_double_tap(talk: Talk) -> None:
    """A tap that comes twice counts once, and shows nothing new."""
    await talk.command("checkin")
    data = await button(talk, "r:mood:4f")
    at = max(talk.chats[100])
    await talk.press(data, at)
    calls = len(talk.calls)
    await talk.press(data, at)
    assert len(talk.calls) == calls
    assert len(await talk.rows(Rating)) == 1


async def test_too_many_words(talk: Talk) -> None:
    """A fourth word is not taken, and the person is told; taking one back twice is silent."""
    await talk.command("checkin")
    await talk.tap(LOW)
    at = max(talk.chats[100])
    words = [data for data in talk.data() if ":w:words:+" in data][:4]
    for word in words[:3]:
        assert (await talk.press(word, at)).notice == ""
    assert "enough words" in (await talk.press(words[3], at)).notice
    assert (await talk.press(words[0], at)).notice == ""


async def test_a_stale_button(talk: Talk) -> None:
    """A button of an older message shows how things stand, and stores nothing."""
    await talk.command("checkin")
    data, at = await button(talk, "r:mood:1f"), max(talk.chats[100])
    await talk.say("4")
    assert "noted already" in (await talk.press(data, at)).notice
    assert (await talk.row(Rating)).value == 4
    await talk.command("cancel")
    newest = max(talk.chats[100])
    assert "noted already" in (await talk.press(data, newest)).notice
    assert "noted already" in (await talk.press(data, at)).notice
    assert (await talk.row(Rating)).value == 4


async def test_a_change_after_the_end(talk: Talk) -> None:
    """An answer can be changed later: the rating is corrected, of the same moment."""
    await talk.command("checkin")
    for label in (GOOD, "Skip", "Skip"):
        await talk.tap(label)
    talk.room.now += timedelta(hours=1)
    await talk.tap("Change something")
    await talk.tap("Leave it as it is")
    await talk.tap("Change something")
    await talk.tap("How are you feeling")
    await talk.tap(LOW)
    rating = await talk.row(Rating)
    assert (rating.value, rating.felt_at) == (2, NOON)


async def test_a_change_leaves_what_is_open(talk: Talk) -> None:
    """Opening an old check-in again leaves the one that is open."""
    await talk.command("checkin")
    for label in (GOOD, "Skip", "Skip"):
        await talk.tap(label)
    change = await button(talk, "e:mood")
    at = max(talk.chats[100])
    talk.room.now += timedelta(hours=1)
    await talk.command("checkin", "morning")
    await talk.press(change, at)
    found = {row.flow: row.status for row in await talk.rows(Session)}
    assert found == {"daily": "open", "morning": "left"}


async def test_a_change_does_not_end_it_anew(talk: Talk) -> None:
    """The check-in was finished when it was finished, so a change of it answers no later prompt."""
    await talk.command("checkin")
    for label in (GOOD, "Skip", "Skip"):
        await talk.tap(label)
    talk.room.now += timedelta(hours=9)
    await talk.tap("Change something")
    await talk.tap("How are you feeling")
    await talk.tap(LOW)
    await talk.tap("Just noting it")
    entry = await talk.row(Entry)
    assert (entry.ended_at, entry.ending) == (NOON, "finished")


async def test_a_stopped_checkin_that_is_finished_later(talk: Talk) -> None:
    """It is finished when it is finished."""
    await talk.command("checkin")
    await talk.tap(GOOD)
    await talk.tap("Stop here")
    talk.room.now += timedelta(hours=1)
    await talk.tap("Change something")
    await talk.tap("How are you feeling")
    for label in (GOOD, "Skip", "Skip"):
        await talk.tap(label)
    entry = await talk.row(Entry)
    assert (entry.ended_at, entry.ending) == (NOON + timedelta(hours=1), "finished")


async def test_a_number_off_the_scale(talk: Talk) -> None:
    """It is answered by how far the scale goes, and leaves neither note nor entry."""
    await talk.command("checkin")
    for number in ("0", "11", "12/10", "-3", "7/5"):
        await talk.say(number)
        assert "The scale goes from 1 (very low) to 5 (very good)." in talk.last()
        assert "How are you feeling right now?" in talk.last()
    assert (await talk.rows(Note), await talk.rows(Entry)) == ([], [])
    await talk.say("11 of my friends left")
    assert "I kept your words as a note." in talk.last()


async def test_words_beside_the_answers_are_in_the_summary(talk: Talk) -> None:
    """Also where it is shown again, and where nothing was answered."""
    await talk.command("checkin")
    await talk.say("where to begin <b>")
    await talk.command("cancel")
    assert "Kept as a note\nwhere to begin <b>" in talk.last()
    assert talk.labels() == []
    await talk.command("checkin")
    await talk.say("so many things at once")
    for label in (GOOD, "Skip", "Skip", "Change something", "Leave it as it is"):
        await talk.tap(label)
    assert "Kept as a note\nso many things at once" in talk.last()


async def test_a_checkin_that_is_opened_again_leads_to_no_other(talk: Talk) -> None:
    """The way to the other check-ins stands at a question only as long as nothing is answered."""
    await talk.command("checkin")
    assert "Other check-ins" in talk.labels()
    await talk.say("where to begin")
    assert "Other check-ins" in talk.labels()
    for label in (GOOD, "Skip", "Skip", "Change something", "How are you feeling"):
        await talk.tap(label)
    assert "How are you feeling" in talk.last()
    assert "Other check-ins" not in talk.labels()


async def test_a_withdrawn_choice(talk: Talk) -> None:
    """An answer off the path that a change took is gone from the record as well."""
    await talk.command("checkin")
    await talk.tap(LOW)
    await talk.tap("Skip")
    await talk.tap("Just noting it")
    await talk.tap("Skip")
    assert "wish" in str(await stored_answers(talk))
    await talk.tap("Change something")
    await talk.tap("How are you feeling")
    await talk.tap(GOOD)
    assert "wish" not in str(await stored_answers(talk))


async def test_a_note_that_is_changed(talk: Talk) -> None:
    """A note answered anew replaces the old one."""
    await talk.command("checkin")
    for words in ("4", "skip", "Sun"):
        await talk.say(words)
    await talk.tap("Change something")
    await talk.tap("Anything you would like")
    await talk.say("Rain")
    assert len(await talk.rows(Note)) == 1


async def test_the_same_checkin_goes_on(talk: Talk) -> None:
    """/checkin in the middle of one goes on where it stands."""
    await talk.command("checkin")
    await talk.tap(GOOD)
    await talk.command("checkin")
    assert "Which words come closest?" in talk.last()
    assert len(await talk.rows(Session)) == 1


async def test_another_checkin_is_begun(talk: Talk) -> None:
    """Beginning another check-in leaves the open one, with what was answered."""
    await talk.command("checkin")
    await talk.tap(GOOD)
    await talk.command("checkin", "evening")
    assert any("Left here. What you answered is kept." in text for text in talk.texts())
    assert (await talk.row(Entry)).ending == "left"


async def test_choosing_another(talk: Talk) -> None:
    """'Other check-ins' shows them all; one is begun in its place, and 'go' begins the usual one."""
    await talk.command("checkin")
    await talk.tap("Other check-ins")
    assert "Which check-in?" in talk.last()
    await talk.tap("Weekly look back")
    assert "how was your week?" in talk.last()
    await talk.press("k:go", 1)
    assert "how was your week?" in talk.last()
    await talk.press("k:nonsense:more", 1)
    await talk.press("k", 1)
    assert {row.flow for row in await talk.rows(Session)} == {"daily", "weekly"}


@pytest.mark.parametrize("scale", sorted(SCALES))
async def test_every_scale(talk: Talk, scale: str) -> None:
    """A rating is stored with its scale, and on 0-100 beside it."""
    await talk.room.person(STRANGER, scale=scale)
    await talk.command("checkin", person=STRANGER)
    await talk.say(str(SCALES[scale].top), person=STRANGER)
    rating = await talk.row(Rating, STRANGER)
    assert (rating.value, rating.scale, rating.score) == (SCALES[scale].top, scale, 100)


async def test_lower_than_usual(talk: Talk) -> None:
    """What a person usually says is known to a check-in, and a lower day is met with a line."""
    for number in range(6):
        entry = await talk.room.entry(NOON - timedelta(days=number + 1))
        await talk.room.add(
            Rating(
                id=number + 1,
                person_id=100,
                entry_id=entry.id,
                name="day",
                value=5,
                scale="faces",
                score=100,
                felt_at=NOON - timedelta(days=1),
                told_at=NOON - timedelta(days=1),
            )
        )
    await talk.command("checkin", "evening")
    await talk.tap(MIDDLE)
    assert "lower than your days usually are" in " ".join(talk.texts())


async def test_people_first_on_the_way(talk: Talk) -> None:
    """The list of people can be opened in the middle, for any country, and the question stays open."""
    await talk.command("checkin")
    await talk.command("people")
    assert "People to talk to: United Kingdom" in talk.last()
    await talk.tap("More lines")
    await talk.tap("Another country")
    await talk.press("h:lands:1", max(talk.chats[100]))
    await talk.press("h:land:DE", max(talk.chats[100]))
    assert "People to talk to: Germany" in talk.last()
    assert "no longer works" in (await talk.press("h:land:XX")).notice
    await talk.say("4")
    assert len(await talk.rows(Rating)) == 1


async def test_a_flow_that_vanished(talk: Talk) -> None:
    """A check-in that is offered no more ends kindly, and its buttons say that they no longer work."""
    await talk.command("checkin")
    data = await button(talk, "r:mood:4f")
    flows = {key: flow for key, flow in talk.room.house.registry.flows.items() if key != "daily"}
    house = replace(talk.room.house, registry=Registry(flows=flows))
    talk.turns._house = house  # noqa: SLF001 - a new version of the bot has other flows
    assert "no longer works" in (await talk.press(data)).notice
    await talk.say("4")
    assert "no longer offered" in talk.last()
    assert (await talk.row(Session)).status == "left"


@pytest.mark.parametrize("ending", ["", "w:words:+nonsense", "q", "r:mood", "r:mood:9f", "x:y"])
async def test_forged_answers(talk: Talk, ending: str) -> None:
    """An answer that no button wrote is not taken."""
    await talk.command("checkin")
    await talk.press(await button(talk, ending))
    assert await talk.rows(Rating) == []
    assert await talk.rows(Entry) == []


async def test_another_persons_checkin(talk: Talk) -> None:
    """Nobody answers in another person's check-in."""
    await talk.room.person(STRANGER)
    await talk.command("checkin")
    for data in talk.data():
        if data.startswith("c:"):
            assert "no longer works" in (await talk.press(data, person=STRANGER)).notice
    assert await talk.rows(Rating) == []


async def test_back_and_skip_before_any_answer(talk: Talk) -> None:
    """Looking back and skipping leave no entry as long as nothing was told."""
    await talk.command("checkin", "evening")
    await talk.say("skip")
    await talk.say("back")
    await talk.command("cancel")
    assert "we stop here" in talk.last()
    assert await talk.rows(Entry) == []
