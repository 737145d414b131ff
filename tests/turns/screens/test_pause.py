"""A break: how long, until when, and back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule.pauses import FOREVER
from bot.schedule.states import SlotState
from bot.turns import pause
from tests.turns.screens.room import FORGED, NOON, PRESSED, Room, reminder, slot


async def test_five_lengths_are_offered(room: Room) -> None:
    """A break is for a day, a week, two, a month or until the person returns, and costs nothing."""
    seen = await room.command(pause.command)
    assert seen.labels == ["For a day", "For a week", "For two weeks", "For a month", "Until I return"]
    assert "costs nothing" in seen.text
    assert (await room.stored_person()).paused_until is None


@pytest.mark.parametrize(
    ("label", "until", "words"),
    [
        ("For a day", NOON + timedelta(days=1), "until tomorrow 13:00"),
        ("For a week", NOON + timedelta(weeks=1), "until Mon 30 Nov 13:00"),
        ("For two weeks", NOON + timedelta(weeks=2), "until Mon 7 Dec 13:00"),
        ("For a month", NOON + timedelta(days=30), "until Wed 23 Dec 13:00"),
        ("Until I return", FOREVER, "until you return"),
    ],
)
async def test_a_break_says_until_when(room: Room, label: str, until: datetime, words: str) -> None:
    """The chosen break is stored and its end is said, in place of the choice."""
    offered = await room.command(pause.command)
    seen = await room.press(offered.buttons[label])
    assert words in seen.text
    assert seen.edits == [PRESSED]
    assert "End the break" in seen.labels
    assert (await room.stored_person()).paused_until == until
    assert words in (await room.command(pause.command)).text


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
async def test_a_break_without_end_is_shown_in_every_zone(room: Room, zone: str) -> None:
    """'Until I return' is far off, but no zone carries it over the end of the calendar."""
    person = await room.stored_person()
    person.zone = zone
    await room.add(person)
    assert "until you return" in (await room.press("u:return")).text
    assert FOREVER.astimezone(UTC).year == 9000


async def test_a_break_leaves_what_was_sent(room: Room) -> None:
    """A prompt that waits for its answer stays as it is."""
    await room.add(slot("daily", NOON, SlotState.SENT, sent_at=NOON, again_at=NOON + timedelta(hours=4)))
    await room.press("u:week")
    (kept,) = await room.slots()
    assert (kept.state, kept.again_at) == (SlotState.SENT, NOON + timedelta(hours=4))


async def test_a_running_break_can_be_made_longer(room: Room) -> None:
    """The lengths count from now, also while a break is running."""
    day = await room.press("u:day")
    await room.press(day.buttons["A week from now"])
    assert (await room.stored_person()).paused_until == NOON + timedelta(weeks=1)


async def test_a_break_that_is_over_is_no_break(room: Room) -> None:
    """After its end /pause offers a new one."""
    await room.press("u:day")
    room.now = NOON + timedelta(days=1)
    assert "For a day" in (await room.command(pause.command)).labels


async def test_the_return_says_when_the_next_question_comes(room: Room) -> None:
    """Ending a break wakes the ticker and names the next moment."""
    await room.add(
        reminder("daily", "every day at 20:00", NOON + timedelta(hours=7)),
        reminder("gone", "sun at 9:00", None),
    )
    paused = await room.press("u:return")
    seen = await room.press(paused.buttons["End the break"])
    assert "Good to have you back." in seen.text
    assert "I ask again today 20:00." in seen.text
    assert seen.wakes_ticker
    assert (await room.stored_person()).paused_until is None


async def test_the_return_without_reminders_promises_nothing(room: Room) -> None:
    """Without reminders nothing will be asked, and the return says so."""
    assert "I do not ask by myself" in (await room.press("u:resume")).text


@pytest.mark.parametrize("parts", FORGED)
async def test_data_that_no_button_wrote_changes_nothing(room: Room, parts: tuple[str, ...]) -> None:
    """Forged data is met with a notice."""
    seen = await room.press(":".join(("u", *parts)))
    assert seen.notice.startswith("This button no longer works.")
    assert seen.messages == []
    assert (await room.stored_person()).paused_until is None
