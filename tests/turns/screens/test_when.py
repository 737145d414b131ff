"""What comes next, and what became of the last times."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.schedule.pauses import FOREVER
from bot.schedule.states import SlotState
from bot.store.columns import new_id
from bot.store.tables import Uptime
from bot.turns import when
from tests.turns.screens.room import FORGED, NOON, STRANGER, Room, reminder, slot

TONIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
YESTERDAY = TONIGHT - timedelta(days=1)


async def test_without_reminders_one_is_offered(room: Room) -> None:
    """Someone whom nothing asks can add a reminder from here."""
    seen = await room.command(when.command)
    assert "I do not ask by myself" in seen.text
    assert seen.buttons["Add a reminder"].data == "r:a"


async def test_the_next_three_of_all_reminders_stand_in_order(room: Room) -> None:
    """Prompts of several reminders are merged, in local words and with the clock that is meant."""
    await room.add(
        reminder("daily", "every day at 20:00", TONIGHT),
        reminder("morning", "tue at 8:00", datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
    )
    lines = (await room.command(when.command)).text.splitlines()
    assert lines[1:4] == [
        "today 20:00 · Daily check-in",
        "tomorrow 08:00 · Morning check-in",
        "tomorrow 20:00 · Daily check-in",
    ]
    assert lines[-1] == "On the clock of London, where it is 13:00 now."


async def test_the_first_moment_is_the_one_that_was_planned(room: Room) -> None:
    """A time that was asked in another zone is left out, as the reminder's own next moment leaves it out."""
    await room.add(reminder("daily", "every day at 20:00", TONIGHT + timedelta(days=1)))
    assert (await room.command(when.command)).text.splitlines()[1] == "tomorrow 20:00 · Daily check-in"


async def test_prompts_that_were_put_off_come_in_their_place(room: Room) -> None:
    """Snoozed and held prompts stand among the others by when they come again."""
    await room.add(
        reminder("daily", "every day at 20:00", TONIGHT),
        slot("daily", NOON, SlotState.SNOOZED, again_at=NOON + timedelta(hours=1)),
        slot("morning", NOON, SlotState.HELD, again_at=NOON + timedelta(minutes=10)),
        slot("weekly", NOON, SlotState.HELD),
    )
    lines = (await room.command(when.command)).text.splitlines()
    assert lines[1] == "today 13:10 · Morning check-in, a little late"
    assert lines[2] == "today 14:00 · Daily check-in, put off by you"
    assert lines[3] == "today 20:00 · Daily check-in"


async def test_a_break_is_said_first_and_hides_what_falls_into_it(room: Room) -> None:
    """In a break the first line says so, and only what comes after it is listed."""
    await room.add(
        reminder("daily", "every day at 20:00", TONIGHT),
        slot("daily", NOON, SlotState.SNOOZED, again_at=NOON + timedelta(hours=1)),
    )
    await _pause_until(room, NOON + timedelta(days=1))
    seen = await room.command(when.command)
    lines = seen.text.splitlines()
    assert lines[0] == "You are taking a break until tomorrow 13:00."
    assert lines[3] == "tomorrow 20:00 · Daily check-in"
    assert seen.buttons["End the break"].data == "u:resume"


async def test_a_break_without_end_plans_nothing(room: Room) -> None:
    """Until the person returns nothing is planned."""
    await room.add(reminder("daily", "every day at 20:00", TONIGHT))
    await _pause_until(room, FOREVER)
    text = (await room.command(when.command)).text
    assert text.startswith("You are taking a break until you return.")
    assert "Nothing is planned until you are back." in text


async def test_a_reminder_whose_check_in_is_gone_plans_nothing(room: Room) -> None:
    """A reminder without a next moment is not listed, and it can be changed."""
    await room.add(reminder("gone", "every day at 20:00", None))
    seen = await room.command(when.command)
    assert "Nothing is planned." in seen.text
    assert seen.labels == ["Change reminders"]


OUTCOMES = {
    SlotState.SENT: "asked, and still open if you like.",
    SlotState.SNOOZED: "put off until 21:00.",
    SlotState.HELD: "it waits until the open check-in is done.",
    SlotState.ANSWERED: "answered.",
    SlotState.ANSWERED_LATE: "answered a little later.",
    SlotState.SKIPPED: "skipped, that is fine.",
    SlotState.MISSED: "no answer came, that is fine.",
    SlotState.ALREADY_ANSWERED: "not asked, you had just checked in.",
    SlotState.QUIET: "not asked, that was in your quiet hours.",
    SlotState.PAUSED: "not asked, you were taking a break.",
    SlotState.BOT_WAS_DOWN: "not asked, I was not running then. Sorry.",
    SlotState.OTHER_CHECKIN: "not asked, you were in another check-in.",
    SlotState.BLOCKED: "it did not reach you, this chat was blocked then.",
    SlotState.NOT_SENT: "not asked, it could not be delivered. Sorry.",
    SlotState.LEFT_IN_PEACE: "not asked, to leave you in peace.",
    SlotState.SILENCE: "not asked; I wrote that I am quiet until you write.",
}


@pytest.mark.parametrize("state", list(SlotState))
async def test_every_outcome_has_plain_words(room: Room, state: SlotState) -> None:
    """Whatever became of a slot is said in words that blame nobody."""
    again = YESTERDAY + timedelta(hours=1) if state == SlotState.SNOOZED else None
    await room.add(slot("daily", YESTERDAY, state, again_at=again))
    lines = (await room.command(when.command)).text.splitlines()
    assert lines[-1] == f"yesterday 20:00 · Daily check-in: {OUTCOMES[state]}"


async def test_a_snoozed_slot_without_a_moment_is_still_told(room: Room) -> None:
    """A slot that was put off and waits for nothing is told without a time."""
    await room.add(slot("daily", YESTERDAY, SlotState.SNOOZED))
    assert (await room.command(when.command)).text.endswith("Daily check-in: put off.")


ASKED = {
    SlotState.SENT: "asked at 20:01, and still open if you like.",
    SlotState.SNOOZED: "asked at 20:01, put off by you until 21:00.",
    SlotState.ANSWERED: "asked at 20:01, answered.",
    SlotState.ANSWERED_LATE: "asked at 20:01, answered later. That is welcome.",
    SlotState.SKIPPED: "asked at 20:01, skipped by you. That is fine.",
    SlotState.MISSED: "asked at 20:01, no answer came. That is fine.",
}


@pytest.mark.parametrize("state", list(ASKED))
async def test_what_was_sent_says_when(room: Room, state: SlotState) -> None:
    """A slot that was asked is told with the time at which it was."""
    again = YESTERDAY + timedelta(hours=1) if state == SlotState.SNOOZED else None
    sent_at = YESTERDAY + timedelta(minutes=1)
    await room.add(slot("daily", YESTERDAY, state, again_at=again, sent_at=sent_at))
    lines = (await room.command(when.command)).text.splitlines()
    assert lines[-1] == f"yesterday 20:00 · Daily check-in: {ASKED[state]}"


async def test_a_prompt_that_was_shown_twice_says_so(room: Room) -> None:
    """The ledger hides no nudge."""
    at, again = YESTERDAY, YESTERDAY + timedelta(hours=1)
    await room.add(slot("daily", at, SlotState.MISSED, sent_at=at, nudged_at=again))
    text = (await room.command(when.command)).text
    assert text.endswith("asked at 20:00, no answer came. That is fine. I showed it once more at 21:00.")


async def test_downtime_that_delayed_a_prompt(room: Room) -> None:
    """A prompt that came late because the bot was down says from when to when."""
    down, up = YESTERDAY - timedelta(minutes=20), YESTERDAY + timedelta(minutes=40)
    await room.add(_uptime(down - timedelta(days=1), down), _uptime(up, NOON))
    await room.add(slot("daily", YESTERDAY, SlotState.ANSWERED, sent_at=up))
    late = "It came late, because I was not running from 19:40 to 20:40."
    assert (await room.command(when.command)).text.endswith(f"asked at 20:40, answered. {late}")


async def test_downtime_that_swallowed_a_prompt(room: Room) -> None:
    """What was not asked because the bot was down says from when to when, over midnight with the day."""
    down, up = YESTERDAY - timedelta(minutes=20), YESTERDAY + timedelta(hours=6)
    await room.add(_uptime(down - timedelta(days=1), down), _uptime(up, NOON))
    await room.add(slot("daily", YESTERDAY, SlotState.BOT_WAS_DOWN))
    text = (await room.command(when.command)).text
    assert text.endswith("not asked, I was not running from 19:40 to Mon 23 Nov 02:00. Sorry.")


async def test_another_downtime_is_not_blamed(room: Room) -> None:
    """A prompt that came late for another reason does not say that the bot was down."""
    down, up = YESTERDAY + timedelta(hours=2), YESTERDAY + timedelta(hours=3)
    await room.add(_uptime(YESTERDAY - timedelta(days=1), down), _uptime(up, NOON))
    sent_at = YESTERDAY + timedelta(minutes=30)
    await room.add(slot("daily", YESTERDAY, SlotState.ANSWERED, sent_at=sent_at))
    text = (await room.command(when.command)).text
    assert text.endswith("asked at 20:30, answered. It came later than planned.")


async def test_a_late_prompt_says_when_it_came(room: Room) -> None:
    """A prompt that came clearly later than meant says so; a minute is not late."""
    await room.add(
        slot("daily", YESTERDAY, SlotState.ANSWERED, sent_at=YESTERDAY + timedelta(minutes=40)),
        slot("daily", NOON, SlotState.ANSWERED, sent_at=NOON + timedelta(minutes=1)),
    )
    lines = (await room.command(when.command)).text.splitlines()
    assert lines[-2:] == [
        "today 13:00 · Daily check-in: asked at 13:01, answered.",
        "yesterday 20:00 · Daily check-in: asked at 20:40, answered. It came later than planned.",
    ]


async def test_the_last_five_stand_newest_first_in_the_time_that_was_meant(room: Room) -> None:
    """Five slots at most, each by the local day and time that the person had chosen."""
    days = [YESTERDAY - timedelta(days=number) for number in range(7)]
    await room.add(*(slot("gone", at, SlotState.MISSED, clock="07:30") for at in days))
    await room.person(STRANGER)
    await room.add(slot("daily", NOON, SlotState.MISSED, person_id=STRANGER, day=date(2026, 11, 23)))
    lines = (await room.press("w:show")).text.splitlines()
    told = [line for line in lines if "no answer came" in line]
    assert told[0] == "yesterday 07:30 · Check-in: no answer came, that is fine."
    assert [line.split(" 07:30")[0] for line in told[1:]] == [
        "Sat 21 Nov",
        "Fri 20 Nov",
        "Thu 19 Nov",
        "Wed 18 Nov",
    ]


@pytest.mark.parametrize("parts", FORGED)
async def test_data_that_no_button_wrote_shows_a_notice(room: Room, parts: tuple[str, ...]) -> None:
    """Forged data is met with a notice."""
    seen = await room.press(":".join(("w", *parts)))
    assert seen.notice.startswith("This button no longer works.")
    assert seen.messages == []


def _uptime(began_at: datetime, ticked_at: datetime) -> Uptime:
    return Uptime(id=new_id(began_at), began_at=began_at, ticked_at=ticked_at)


async def _pause_until(room: Room, until: datetime) -> None:
    person = await room.stored_person()
    person.paused_until = until
    await room.add(person)
