"""The screens of people: each leads on and back, and a country is kept only where a person told theirs."""

from typing import Any

import pytest

from bot.store.tables import Person
from bot.store.transaction import Transaction
from bot.turns import people
from tests.turns.screens.room import FORGED, PERSON, PRESSED, Room

DANGER = "If someone is in danger now, call"


async def change(room: Room, **values: Any) -> None:
    """Store the person otherwise."""

    def work(db: Transaction) -> None:
        person = db.get_one(Person, PERSON)
        for name, value in values.items():
            setattr(person, name, value)
        db.add(person)

    await room.writer.run(work)


async def test_another_country_leads_back(room: Room) -> None:
    """A country can be looked at, page by page, and 'Back' shows one's own; nothing is changed."""
    own = await room.command(people.command)
    assert own.text.startswith("People to talk to: United Kingdom")
    pages = await room.press(own.buttons["Another country"])
    assert pages.edits == [PRESSED]
    assert pages.labels[-1] == "Back"
    assert (await room.press(pages.buttons["Germany"])).text.startswith("People to talk to: Germany")
    back = await room.press(pages.buttons["Back"])
    assert back.text == own.text
    assert back.edits == [PRESSED]
    assert (await room.stored_person()).country == "GB"


async def test_more_lines_and_fewer(room: Room) -> None:
    """All lines come in the same place, and go again."""
    own = await room.command(people.command)
    more = await room.press(own.buttons["More lines"])
    assert "Childline" in more.text
    assert "Childline" not in own.text
    assert (await room.press(more.buttons["Fewer lines"])).text == own.text


async def test_a_therapist_is_found_and_left(room: Room) -> None:
    """The ways to a therapist stand on a screen of their own, with the way back."""
    own = await room.command(people.command)
    seen = await room.press(own.buttons["Find a therapist"])
    assert seen.buttons["NHS Talking Therapies"].url
    assert seen.edits == [PRESSED]
    assert (await room.press(seen.buttons["Back"])).text == own.text


async def test_a_country_that_is_told_is_kept(room: Room) -> None:
    """From the list without a country a person tells theirs; it stays, as the screen says."""
    await change(room, country=None)
    nowhere = await room.command(people.command)
    pages = await room.press(nowhere.buttons["Choose my country"])
    assert pages.edits == [PRESSED]
    assert "I keep it for the next time." in pages.text
    seen = await room.press(pages.buttons["Germany"])
    assert f"{DANGER} 112" in seen.text
    assert (await room.stored_person()).country == "DE"
    assert (await room.command(people.command)).text == seen.text


async def test_help_asks_below_and_stays(room: Room) -> None:
    """The button in the help opens the countries as a message of their own; their pages take its place."""
    await change(room, country=None)
    shown = await room.command(people.help_command)
    pages = await room.press(shown.buttons["Choose my country"])
    assert pages.edits == [None]
    label = next(label for label in pages.labels if label.endswith("V"))
    last = await room.press(pages.buttons[label])
    assert last.edits == [PRESSED]
    assert "United States" in last.labels


@pytest.mark.parametrize(("consented", "setup"), [(False, None), (True, "country")])
async def test_before_the_set_up_is_done_nothing_is_kept(
    room: Room,
    consented: bool,  # noqa: FBT001
    setup: str | None,
) -> None:
    """Someone who has not agreed, or is asked elsewhere, sees the numbers; the country is not stored."""
    person = await room.stored_person()
    consented_at = person.consented_at if consented else None
    await change(room, consented_at=consented_at, setup=setup, country=None)
    pages = await room.press("h:mine:0")
    assert "I keep it" not in pages.text
    seen = await room.press(pages.buttons["Germany"])
    assert f"{DANGER} 112" in seen.text
    assert (await room.stored_person()).country is None


async def test_a_country_that_is_not_here(room: Room) -> None:
    """Someone whose country is on no page is told so, and what helps everywhere."""
    pages = await room.press("h:mine:0")
    seen = await room.press(pages.buttons["Mine is not here"])
    assert "I have no checked helpline for your country." in seen.text
    assert DANGER in seen.text


async def test_a_country_that_was_taken_out_of_the_lists(room: Room) -> None:
    """Someone who told it long ago is not asked for it again."""
    await change(room, country="XX")
    seen = await room.command(people.command)
    assert "I have no checked helpline for your country." in seen.text
    assert "Choose my country" not in seen.labels


@pytest.mark.parametrize(
    "data",
    [
        *(":".join(("h", *parts)) for parts in FORGED),
        "h:land:XX",
        "h:home:gb",
        "h:more:",
        "h:therapists:ES",
        "h:nothing:GB",
        "h:lands:-1",
        "h:mine:1000",
    ],
)
async def test_data_that_no_button_wrote_changes_nothing(room: Room, data: str) -> None:
    """Forged data is met with a notice; nothing is shown or stored."""
    before = (await room.stored_person()).model_dump()
    seen = await room.press(data)
    assert seen.notice == "This button no longer works. /people shows whom you can turn to."
    assert seen.messages == []
    assert (await room.stored_person()).model_dump() == before
