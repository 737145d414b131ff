"""The way to a person: complete, in order, and honest about its age."""

from datetime import date

import pytest

from bot.care.people import countries, people_for
from bot.voice.help import help_message
from bot.voice.language import Language
from bot.voice.people import FIRST_SHOWN, first_contact, people_message

EN = Language()
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("country", [*countries(), None])
def test_every_list_ends_with_the_lines_of_the_world(country: str | None) -> None:
    """Whatever is known of a country, findahelpline.com opens with one tap."""
    message = people_message(EN, people_for(country, today=TODAY), today=TODAY)
    assert "findahelpline.com" in message.text
    assert "https://findahelpline.com" in [button.url for row in message.rows for button in row]
    assert [button.data for button in message.rows[-1]][-1] == "h:lands:0"


@pytest.mark.parametrize("country", countries())
def test_the_emergency_number_stands_unbroken_in_every_list(country: str) -> None:
    """So that a telephone can be called with one tap."""
    people = people_for(country, today=TODAY)
    assert people.emergency is not None
    text = people_message(EN, people, today=TODAY).text
    assert all(number.dialled in text for number in people.emergency.numbers)
    assert all(number.dialled in first_contact(EN, people) for number in people.emergency.numbers)


def test_the_first_lines_come_first_and_the_rest_on_wish() -> None:
    """A country with many lines shows some, and a button for more."""
    people = people_for("US", today=TODAY)
    few, many = (people_message(EN, people, today=TODAY, more=more) for more in (False, True))
    names = [line.service.replace("&", "&amp;") for line in people.helplines]
    assert all((name in few.text) == (number < FIRST_SHOWN) for number, name in enumerate(names))
    assert "h:more:US" in [button.data for row in few.rows for button in row]
    assert "h:more:US" not in [button.data for row in many.rows for button in row]
    assert names[FIRST_SHOWN] in many.text


def test_a_line_that_was_checked_long_ago_says_so() -> None:
    """The number is shown all the same."""
    people = people_for("DE", today=TODAY)
    assert "may be out of date" not in people_message(EN, people, today=people.helplines[0].checked_on).text
    assert "may be out of date" in people_message(EN, people, today=date(2199, 1, 1)).text


def test_an_introduction_stands_above_the_numbers() -> None:
    """It is HTML already."""
    text = people_message(EN, people_for(None), today=TODAY, intro="<i>It is good you said it.</i>").text
    assert text.split("\n\n")[1] == "<i>It is good you said it.</i>"


def test_help_begins_with_a_person() -> None:
    """Before what the bot is, and before its commands."""
    text = help_message(EN, people_for("GB", today=TODAY), operator="").text
    assert text.index("999") < text.index("I am an automated program") < text.index("/checkin")
    assert "Ask the person who gave you this bot" in text
    message = help_message(EN, people_for(None), operator="A & B")
    assert "This bot is run by A &amp; B." in message.text
    assert message.rows[0][0].data == "h:show"
