"""What /privacy says."""

from dataclasses import replace

from bot.turns import privacy
from tests.turns.screens.room import Room


async def test_it_says_who_can_read_what(room: Room) -> None:
    """Telegram, the operator by name, what is encrypted and what is not, how long, and whom to ask."""
    text = (await room.command(privacy.command)).text
    assert "not end-to-end encrypted" in text
    assert "Telegram can read it" in text
    assert "Ada can read them" in text
    assert "Your words and notes are encrypted" in text
    assert "Ada could read them too" in text
    assert "No ads, and nothing is sold." in text
    assert "I keep it until it is deleted. Nothing goes by itself." in text
    assert "Ask Ada to do it" in text


async def test_without_a_name_it_speaks_of_the_person_who_runs_it(room: Room) -> None:
    """An operator who gave no name is still named as the one who can read."""
    room.house = replace(room.house, operator="")
    text = (await room.command(privacy.command)).text
    assert "the person who runs this bot can read them" in text


async def test_it_names_no_command_that_does_not_exist(room: Room) -> None:
    """Nothing is promised that the bot cannot do yet."""
    assert "/" not in (await room.command(privacy.command)).text
