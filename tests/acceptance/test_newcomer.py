"""A newcomer's whole way, from the first word to the history of what was told."""

import pytest

from tests.acceptance.chat import Chat
from tests.acceptance.conftest import Trial
from tests.acceptance.record import rows_of
from tests.acceptance.ways import FEELING, MORNING, agree, arrive, settle

pytestmark = pytest.mark.acceptance

# Everything that may be known of a person before they agree.
ONLY_THE_ID = {"last_press_id", "id", "last_update_id", "key_sealed", "seen_at", "scale", "discreet"}


async def test_only_the_id_is_stored_before_the_agreement(trial: Trial, robin: Chat) -> None:
    """Words, commands and buttons before the agreement leave a row with the id and nothing else."""
    await robin.say("/start", sees="I ask how you are")
    await robin.say("I feel quite bad today", sees="I ask how you are")
    await robin.say("/checkin", sees="I ask how you are")
    await robin.say("/people", sees="People to talk to")
    await robin.say("/privacy", sees="Who can read what")
    await robin.say("help", sees="findahelpline.com")
    await robin.tap("I need someone to talk to now", sees="People to talk to")
    database = trial.kept / "daymark.db"
    (person,) = rows_of(database, "person")
    assert {name for name, value in person.items() if value not in (None, 0)} <= ONLY_THE_ID
    assert person["id"] == robin.person
    for table in ("entry", "rating", "note", "session", "slot", "reminder", "tip_offer"):
        assert rows_of(database, table) == [], table


async def test_the_first_rating_is_five_taps_away(robin: Chat) -> None:
    """Agree, clock, country, time, rating: five taps after /start, and nothing is typed."""
    await arrive(robin)
    await robin.tap("4", sees="Which words")
    assert robin.taps == 5
    assert robin.typed == 1  # the /start itself, which is a button on Telegram


async def test_a_traveller_needs_six_taps(robin: Chat) -> None:
    """Someone whose country has another clock than they said reaches the first rating in six taps."""
    await agree(robin)
    await robin.tap("11:00", sees="Which country")
    await robin.tap("\N{EN DASH} V", sees="Which country")
    await robin.tap("South Africa", sees="When should I ask")
    ready = await robin.tap("Do not ask", sees=FEELING)
    await robin.tap("4", sees="Which words", on=ready)
    assert robin.taps == 6
    assert robin.typed == 1


async def test_the_first_check_in(robin: Chat) -> None:
    """The set-up is told in one message; the check-in under it moves on in its own until it is noted."""
    question = await arrive(robin)
    told = (await robin.messages())[-2]
    assert "I ask every day at 20:00." in told.text
    assert "Country: Germany. Clock: Berlin." in told.text
    assert question.text.startswith("Daily check-in · 1 of 3")
    faces = [label for label in question.labels if " · " in label]
    assert [label.split(" · ")[0] for label in faces] == ["😞 1", "🙁 2", "😐 3", "🙂 4", "😊 5"]
    assert all(label.split(" · ")[1] for label in faces)
    words = await robin.tap("4", sees="Which words")
    assert words.id == question.id
    picked = await robin.tap("calm", sees="Which words")
    assert "✓ calm" in picked.labels
    note = await robin.tap("Done", sees="remember about today")
    assert note.id == question.id
    noted = await robin.say("A walk by the river", sees="It is noted")
    assert noted.id > question.id
    assert "A walk by the river" in noted.text
    assert "calm" in noted.text
    assert await robin.open_questions() == []


async def test_a_hard_day(robin: Chat) -> None:
    """The lowest rating is met with a warm line and the choice of tip, person or nothing."""
    await arrive(robin)
    words = await robin.tap("1 · very low", sees="That sounds like a hard moment")
    assert "Which words" in words.text
    await robin.tap("Skip", sees="What would be welcome now?")
    await robin.tap("Someone to talk to", sees="People to talk to: Germany")
    note = await robin.sees("remember about today")
    assert note.id == (await robin.newest()).id
    await robin.tap("Skip", sees="It is noted")


async def test_tips(robin: Chat) -> None:
    """A tip says how long it takes; another takes its place; helped and not for me are thanked for."""
    await settle(robin)
    tip = await robin.say("/tip", sees=" · about ")
    assert tip.labels[-3:] == ["This helped", "Not for me", "Someone to talk to"]
    other = await robin.tap("Another", sees=" · about ")
    assert other.id == tip.id
    assert other.text != tip.text
    await robin.tap("This helped", sees="Good that it helped a little")
    await robin.tap("Another", sees=" · about ")
    await robin.tap("Not for me", sees="that one will not come again")


async def test_a_shorter_tip(robin: Chat) -> None:
    """'Shorter' stands under every tip of more than two minutes, and brings one that takes less."""
    await settle(robin)
    tip = await robin.say("/tip", sees=" · about ")
    for _ in range(4):
        assert ("Shorter" in tip.labels) == (minutes_of(tip.text) > 2)
        if "Shorter" in tip.labels:
            shorter = await robin.tap("Shorter", sees=" · about ")
            assert minutes_of(shorter.text) < minutes_of(tip.text)
        tip = await robin.say("/tip", sees=" · about ")


async def test_two_tips_that_are_not_right(robin: Chat) -> None:
    """After the second one the bot stops suggesting and offers people; /tip still brings one."""
    await settle(robin)
    await robin.say("a tip, please", sees=" · about ")
    await robin.tap("Another", sees=" · about ")
    enough = await robin.tap("Another", sees="I stop suggesting here")
    assert enough.labels == ["Someone to talk to"]
    await robin.say("/tip", sees=" · about ")


def minutes_of(text: str) -> int:
    """How long a tip says it takes."""
    taken = text.partition(" · about ")[2].partition(" minute")[0]
    return 1 if taken == "a" else int(taken)


async def test_people(robin: Chat) -> None:
    """/people shows emergency number, helplines with their date and finders; another country is near."""
    await settle(robin)
    shown = await robin.say("/people", sees="People to talk to: Germany")
    assert "112" in shown.text
    assert "TelefonSeelsorge\ncall 08001110111" in shown.text
    assert "Checked on " in shown.text
    assert "findahelpline.com" in shown.labels
    await robin.tap("Another country", sees="Which country")
    await robin.tap("Austria", sees="People to talk to: Austria")


async def test_a_second_reminder(robin: Chat) -> None:
    """A reminder is put together by taps, shown in words before it is saved, and listed after."""
    await settle(robin)
    await robin.say("/reminders", sees="Daily check-in: every day at 20:00")
    await robin.tap("Add a reminder", sees="Which check-in")
    proposed = await robin.tap("Morning check-in", sees="Nothing is saved yet")
    assert "I ask every day at 08:00." in proposed.text
    await robin.tap("Change the days", sees="On which days")
    await robin.tap("Weekdays", sees="I ask ")
    await robin.tap("Done", sees="Nothing is saved yet")
    saved = await robin.tap("Save", sees="When I ask you")
    assert "Morning check-in: on weekdays at 08:00" in saved.text
    plan = await robin.say("/when", sees="What comes next")
    assert plan.text.count("check-in") >= 3
    assert "Berlin" in plan.text


async def test_the_prompt_arrives_and_is_answered(robin: Chat) -> None:
    """With the clock moved to the next prompt, the question comes by itself; /when says it was answered."""
    await arrive(robin)
    await robin.tap("5", sees="Which words")
    await robin.tap("Stop here", sees="We stop here")
    moved = await robin.move(next_prompt=True)
    assert moved.replace(second=0, microsecond=0) == MORNING.replace(hour=19)
    prompt = await robin.sees(FEELING)
    assert prompt.rows[-1] == ["Later", "Not today"]
    await robin.tap("2", sees="Which words")
    await robin.tap("Skip", sees="What would be welcome now?")
    await robin.tap("Just noting it", sees="remember about today")
    await robin.tap("Skip", sees="It is noted")
    plan = await robin.say("/when", sees="The last times")
    assert "answered." in plan.text
    history = await robin.say("/history", sees="Daily check-in")
    assert "low (2 of 5)" in history.text
    assert "very good (5 of 5)" in history.text
