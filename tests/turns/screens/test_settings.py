"""Settings: each is seen, changed with taps, and takes effect at once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.care.people import countries
from bot.schedule.states import SlotState
from bot.schedule.zones import clock_choices
from bot.turns import settings
from tests.turns.screens.room import FORGED, NOON, PRESSED, Room, reminder, slot

JULY = datetime(2026, 7, 6, 13, 0, tzinfo=UTC)


async def test_everything_that_is_set_is_seen(room: Room) -> None:
    """The first screen shows each setting with its value."""
    seen = await room.command(settings.command)
    assert seen.text.splitlines()[2:] == [
        "Language: English",
        "Clock: London, 13:00 now",
        "Country: United Kingdom",
        "Answers: five faces",
        "Quiet hours: none",
        "Discreet reminders: off",
        "Showing a question once more: on",
    ]
    assert seen.buttons["When I ask you"].data == "r:l"


async def test_only_offered_languages_can_be_chosen(room: Room) -> None:
    """A language is offered by its own name; one without its texts is refused."""
    first = await room.command(settings.command)
    seen = await room.press(first.buttons["Language"])
    assert seen.labels == ["✓ English", "Back"]
    saved = await room.press(seen.buttons["✓ English"])
    assert saved.notice == "Saved."
    assert (await room.stored_person()).language == "en"
    assert (await room.press("g:language:tlh")).notice.startswith("This button no longer works.")


async def test_the_clock_of_a_country_with_one_zone_is_one_tap(room: Room) -> None:
    """Someone in a country with one clock sees that clock, and all others behind a button."""
    first = await room.command(settings.command)
    seen = await room.press(first.buttons["Clock"])
    assert seen.labels == ["13:00", "Another time", "Back"]
    every = await room.press(seen.buttons["Another time"])
    assert len(every.labels) == len(clock_choices(NOON)) + 1
    assert "Another time" not in every.labels


async def test_an_unknown_country_shows_every_clock(room: Room) -> None:
    """Without a country all clocks are shown at once."""
    await room.press("g:land:none")
    assert len((await room.press("g:clock")).labels) == len(clock_choices(NOON)) + 1


async def test_a_country_with_several_clocks_shows_them(room: Room) -> None:
    """The clocks of the United States, west to east, and the place where they differ later."""
    await room.press("g:land:US")
    room.now = JULY
    seen = await room.press("g:clock")
    assert seen.labels[:3] == ["03:00", "04:00", "05:00"]
    asked = await room.press(seen.buttons["06:00"])
    assert "not in every season" in asked.text
    assert {"Los Angeles", "Phoenix"} <= set(asked.labels)
    assert (await room.stored_person()).zone == "Europe/London"
    saved = await room.press(asked.buttons["Phoenix"])
    assert "Clock: Phoenix, 06:00 now" in saved.text
    assert (await room.stored_person()).zone == "America/Phoenix"


async def test_a_traveller_keeps_their_country(room: Room) -> None:
    """A clock that the country does not have becomes that of a well-known place."""
    every = await room.press("g:clock:all")
    seen = await room.press(every.buttons["22:00"])
    assert "Clock: Tokyo, 22:00 now" in seen.text
    assert "Country: United Kingdom" in seen.text
    assert seen.edits == [PRESSED]


async def test_a_new_clock_moves_every_reminder(room: Room) -> None:
    """After a change of zone each reminder is due at its wall time there, and the ticker is woken."""
    await room.add(
        reminder("daily", "every day at 20:00", NOON + timedelta(hours=7)),
        reminder("morning", "every day at 8:00", NOON + timedelta(hours=19)),
    )
    seen = await room.press("g:zone:Europe/Berlin")
    assert seen.wakes_ticker
    dues = {one.flow: one.next_due_at for one in await room.reminders()}
    assert dues == {
        "daily": datetime(2026, 11, 23, 19, 0, tzinfo=UTC),
        "morning": datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
    }


async def test_what_was_asked_today_is_not_asked_again_further_west(room: Room) -> None:
    """Someone who was asked at 12:00 and flies west is asked at 12:00 of the next day."""
    await room.add(
        reminder("daily", "every day at 12:00", NOON + timedelta(hours=23)),
        slot("daily", NOON - timedelta(hours=1), SlotState.ANSWERED),
    )
    await room.press("g:zone:America/New_York")
    assert (await room.reminders())[0].next_due_at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


async def test_a_country_is_found_on_its_page(room: Room) -> None:
    """Countries stand page by page in the order of the alphabet; choosing one leaves the clock."""
    first = await room.command(settings.command)
    page = await room.press(first.buttons["Country"])
    assert page.labels[0] == "Argentina"
    last = await room.press(page.buttons["I \N{EN DASH} P"])
    seen = await room.press(last.buttons["Poland"])
    assert "Country: Poland" in seen.text
    assert "Clock: London" in seen.text
    assert (await room.stored_person()).country == "PL"


async def test_a_page_beyond_the_last_shows_the_last(room: Room) -> None:
    """An old button for a page that is no longer there still shows countries."""
    assert "Vietnam" in (await room.press("g:lands:99")).labels


async def test_every_country_can_be_reached(room: Room) -> None:
    """Each country with helplines stands on exactly one page."""
    pages = [await room.press(f"g:lands:{number}") for number in range(3)]
    data = [button.data or "" for page in pages for button in page.buttons.values()]
    codes = [part.removeprefix("g:land:") for part in data if part.startswith("g:land:") and len(part) == 9]
    assert sorted(codes) == list(countries())


async def test_a_country_need_not_be_said(room: Room) -> None:
    """Someone whose country is not listed, or who would not say, can leave it out."""
    page = await room.press("g:lands:0")
    seen = await room.press(page.buttons["Not listed, or rather not say"])
    assert "Country: not said" in seen.text
    assert (await room.stored_person()).country is None


async def test_the_scale_is_chosen_and_explained(room: Room) -> None:
    """The screen says that earlier answers stay; the chosen scale is marked."""
    first = await room.command(settings.command)
    seen = await room.press(first.buttons["Faces or numbers"])
    assert "Earlier answers stay as you gave them" in seen.text
    assert "✓ Five faces" in seen.labels
    saved = await room.press(seen.buttons["Numbers from 1 to 10"])
    assert "Answers: numbers from 1 to 10" in saved.text
    assert (await room.stored_person()).scale == "ten"


async def test_discreet_reminders_are_explained_and_switched(room: Room) -> None:
    """What a lock screen would show is said before it is switched on, and it can be switched off."""
    first = await room.command(settings.command)
    seen = await room.press(first.buttons["Discreet reminders"])
    assert "Time for a moment?" in seen.text
    on = await room.press(seen.buttons["On"])
    assert "Discreet reminders: on" in on.text
    assert (await room.stored_person()).discreet
    again = await room.press("g:discreet")
    assert "✓ On" in again.labels
    await room.press(again.buttons["Off"])
    assert not (await room.stored_person()).discreet


async def test_a_second_showing_can_be_switched_off(room: Room) -> None:
    """What is meant by it is said, and it can be switched off and on."""
    first = await room.command(settings.command)
    seen = await room.press(first.buttons["Once more"])
    assert "I show it once more after an hour." in seen.text
    off = await room.press(seen.buttons["Off"])
    assert "Showing a question once more: off" in off.text
    assert (await room.stored_person()).asked_once
    await room.press("g:nudges:on")
    assert not (await room.stored_person()).asked_once


@pytest.mark.parametrize(
    "screen", ["language", "clock", "lands:0", "scale", "discreet", "nudges", "clock:all", "quiet"]
)
async def test_every_screen_leads_back(room: Room, screen: str) -> None:
    """'Back' shows the settings again, and nothing was changed."""
    seen = await room.press(f"g:{screen}")
    back = await room.press(seen.buttons["Back"])
    assert back.text.startswith("Settings")
    assert back.notice == ""


@pytest.mark.parametrize(
    "data",
    [
        *(":".join(("g", *parts)) for parts in FORGED),
        "g:clock:61",
        "g:clock:-660",
        "g:clock:\N{SUPERSCRIPT TWO}",
        "g:zone:Nowhere/City",
        "g:zone:../../etc/passwd",
        "g:lands:-1",
        "g:lands:\N{SUPERSCRIPT TWO}",
        "g:lands:1000",
        "g:land:XX",
        "g:land:gb",
        "g:scale:hundred",
        "g:discreet:maybe",
        "g:nudges:maybe",
        "g:language:de",
        "g:quiet:24",
        "g:quiet:2200-2200",
        "g:quiet:2200-2400",
        "g:quiet:2200:0700",
        "g:away:Nowhere/City",
        "g:away:5:Nowhere/City",
        "g:away:0:Europe/London",
        "g:away:29:Europe/London",
        "g:away:5:5:Europe/London",
    ],
)
async def test_data_that_no_button_wrote_changes_nothing(room: Room, data: str) -> None:
    """Forged data is met with a notice; nothing is shown or stored."""
    before = (await room.stored_person()).model_dump()
    seen = await room.press(data)
    assert seen.notice == "This button no longer works. /settings shows what does."
    assert seen.messages == []
    assert (await room.stored_person()).model_dump() == before
