"""The way to a person: short enough for a phone, in order, and honest about its age."""

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from textwrap import wrap

import pytest

from bot.care.people import countries, load_people, people_for
from bot.voice.help import help_message
from bot.voice.language import Language
from bot.voice.message import Message
from bot.voice.people import (
    FIRST_SHOWN,
    ask_another_country,
    ask_own_country,
    first_contact,
    people_message,
    therapists_message,
    unlisted_country,
)
from bot.voice.settings import country_screen
from bot.voice.start import ask_country, ask_near_country

EN = Language()
TODAY = date(2026, 11, 23)
LISTS = load_people()
each_country = pytest.mark.parametrize("country", countries())

# What is said where life is in danger: a number, who answers there, and what else can be dialled.
WHO = r"[a-z][a-z -]+[a-z]"
NUMBERS = r"\d+(?: or \d+)*"
CALL = rf"If someone is in danger now, call {NUMBERS}(?: \({WHO}\))?\."
ALSO = rf"Also: {WHO} {NUMBERS}(?:, {WHO} {NUMBERS})*\."
TOO = r"The number \d+ works too\.|From a mobile phone, \d+ works too\."
EMERGENCY = re.compile(rf"{CALL}(?:\n(?:{ALSO}|{TOO})(?: (?:{TOO}))?)?")


def of(country: str | None, *, more: bool = False, today: date = TODAY) -> Message:
    """The message for a country."""
    return people_message(EN, people_for(country, today=today), today=today, more=more)


def read(message: Message) -> str:
    """The text as it is read."""
    return html.unescape(re.sub(r"</?[bi]>", "", message.text))


def labels(message: Message) -> list[str]:
    """The labels, row after row."""
    return [button.label for row in message.rows for button in row]


def data(message: Message) -> list[str | None]:
    """What the buttons carry, row after row."""
    return [button.data for row in message.rows for button in row]


@pytest.mark.parametrize("country", [*countries(), None])
def test_every_list_leads_to_the_lines_of_the_world(country: str | None) -> None:
    """Whatever is known of a country, findahelpline.com opens with one tap."""
    for message in (of(country), of(country, more=True)):
        assert "https://findahelpline.com" in [button.url for row in message.rows for button in row]


@each_country
def test_the_emergency_number_stands_right_below_the_title(country: str) -> None:
    """It is the first that is read, and unbroken, so that a telephone can be called with one tap."""
    title, emergency, *_ = read(of(country)).split("\n\n")
    assert title == f"People to talk to: {EN.country(country)}"
    assert emergency.startswith("If someone is in danger now, call ")
    people = people_for(country, today=TODAY)
    assert people.emergency is not None
    assert all(number.dialled in emergency.split("\n")[0] for number in people.emergency.numbers)
    assert all(number.dialled in first_contact(EN, people) for number in people.emergency.numbers)


@each_country
def test_every_emergency_number_reads_as_sentences(country: str) -> None:
    """Who is called where is said in whole sentences, in every country."""
    assert EMERGENCY.fullmatch(read(of(country)).split("\n\n")[1])


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("US", "If someone is in danger now, call 911."),
        ("GB", "If someone is in danger now, call 999.\nThe number 112 works too."),
        (
            "CH",
            """If someone is in danger now, call 144 (ambulance).
Also: police 117, fire 118. The number 112 works too.""",
        ),
        ("DE", "If someone is in danger now, call 112 (ambulance and fire).\nAlso: police 110."),
        ("HK", "If someone is in danger now, call 999.\nFrom a mobile phone, 112 works too."),
        ("NG", "If someone is in danger now, call 112 or 199."),
        (
            "IN",
            "If someone is in danger now, call 112.\nAlso: ambulance 108 or 102, police 100, fire 101.",
        ),
    ],
)
def test_each_kind_of_emergency_number(country: str, said: str) -> None:
    """One number for all, several services, and a second number that works too."""
    assert read(of(country)).split("\n\n")[1] == said


@each_country
def test_the_first_message_is_short(country: str) -> None:
    """At most 25 lines of 33 characters, and two rows of buttons: a phone shows it whole."""
    message = of(country)
    assert sum(len(wrap(line, 33)) or 1 for line in read(message).split("\n")) <= 25
    assert len(message.rows) <= 2
    assert "Checked on 23 November 2026." in read(message)


def test_long_lines_leave_room_for_fewer() -> None:
    """In Norway two lines fill the screen; all are there after one tap."""
    assert sum(line.service in of("NO").text for line in people_for("NO").helplines) == 2
    assert labels(of("NO"))[0] == "More lines"
    assert all(line.service in of("NO", more=True).text for line in people_for("NO").helplines)


@each_country
def test_a_line_whose_hours_are_not_known_may_be_tried_at_any_time(country: str) -> None:
    """Where the list has no hours, the person is told to try."""
    shown = read(of(country, more=True))
    unknown = [line for line in people_for(country, today=TODAY).helplines if not line.hours]
    assert shown.count("Hours may differ; try at any time · ") == len(unknown)


def test_the_first_lines_come_first_and_the_rest_on_wish() -> None:
    """A country with many lines shows some, a button for more, and then one for fewer."""
    people = people_for("US", today=TODAY)
    few, many = of("US"), of("US", more=True)
    names = [line.service.replace("&", "&amp;") for line in people.helplines]
    assert [name for name in names if name in few.text] == names[:2]
    assert "h:more:US" in data(few)
    assert "h:more:US" not in data(many)
    assert [name for name in names if name in many.text] == names
    assert labels(many)[0] == "Fewer lines"
    assert data(many)[0] == "h:land:US"


@pytest.mark.parametrize(
    ("country", "ways"),
    [
        ("GB", ("call 116123", "text SHOUT to 85258")),
        (
            "US",
            ("call 988 (in Spanish: press 2)", "text 988 (in Spanish: text AYUDA)", "text HOME to 741741"),
        ),
        ("NL", ("call 113 or 08000113", "chat at https://www.113.nl")),
        ("HK", ("call 23892222", "chat at https://www.openup.hk")),
    ],
)
def test_there_are_two_channels_where_there_are_any(country: str, ways: tuple[str, ...]) -> None:
    """A voice and a written way are among the first lines, each number unbroken."""
    shown = read(of(country)).split("\n")
    assert [way for way in ways if way not in shown] == []


def test_one_day_of_checking_is_said_once() -> None:
    """Lines that were checked on one day share its date; where the days differ each line has its own."""
    people = people_for("GB", today=TODAY)
    assert read(of("GB")).count("Checked on 23 November 2026.") == 1
    later = replace(people.helplines[0], checked_on=TODAY + timedelta(days=30))
    mixed = replace(people, helplines=(later, *people.helplines[1:]))
    shown = read(people_message(EN, mixed, today=TODAY))
    assert "24/7 · English · free\nChecked on 23 December 2026." in shown
    assert shown.count("Checked on 23 November 2026.") == FIRST_SHOWN - 1


def test_a_line_that_was_checked_long_ago_says_so() -> None:
    """The number is shown all the same."""
    assert "may be out of date" not in read(of("DE"))
    assert "Checked on 23 November 2026; this may be out of date." in read(of("DE", today=date(2199, 1, 1)))


@pytest.mark.parametrize(("country", "is_said"), [("TR", True), ("HR", True), ("GB", False), ("CO", False)])
def test_a_country_whose_lines_are_for_some_only(country: str, is_said: bool) -> None:  # noqa: FBT001
    """Someone who is none of these is told so, and where to look; lines of a region are for its people."""
    assert ("I know of no helpline for everyone here." in read(of(country))) == is_said


def test_a_country_without_any_line() -> None:
    """A country of which only the emergency number is known says so, below that number."""
    lists = replace(LISTS, helplines=tuple(line for line in LISTS.helplines if line.country != "BD"))
    message = people_message(EN, people_for("BD", lists=lists), today=TODAY)
    title, danger, missing = read(message).split("\n\n")
    assert title == "People to talk to: Bangladesh"
    assert danger == "If someone is in danger now, call 999."
    assert missing.startswith(
        "I have no checked helpline for this country. findahelpline.com lists helplines"
    )


def test_no_country_is_no_fault_of_the_place() -> None:
    """Without a country the message asks for it first, with a button, and claims nothing of the place."""
    message = of(None)
    assert read(message).split("\n\n")[1:3] == [
        "Tell me your country and I can show its numbers.",
        "If someone is in danger now, call the emergency number where you are.",
    ]
    assert "no checked helpline" not in message.text
    assert labels(message) == ["Choose my country", "findahelpline.com"]
    assert data(message)[0] == "h:mine:0"


def test_a_country_that_is_not_listed() -> None:
    """It is said plainly, below what to do in danger."""
    message = unlisted_country(EN, people_for(None))
    _, danger, missing, _ = read(message).split("\n\n")
    assert danger == "If someone is in danger now, call the emergency number where you are."
    assert missing == "I have no checked helpline for your country."
    assert labels(message) == ["findahelpline.com", "Another country"]


def test_the_ways_to_a_therapist() -> None:
    """Each is named with its cost, kind and languages, opens with a button, and the way leads back."""
    message = therapists_message(EN, people_for("GB"))
    title, first, *_ = read(message).split("\n\n")
    assert title == "Finding a therapist: United Kingdom"
    assert first.split("\n") == [
        "NHS Talking Therapies - find a service (England, self-referral)",
        "free · in person, online, phone · English",
    ]
    assert labels(message)[0] == "NHS Talking Therapies"
    assert (labels(message)[-1], data(message)[-1]) == ("Back", "h:land:GB")


@each_country
def test_therapists_are_one_tap_away_where_any_are_known(country: str) -> None:
    """The button stands in exactly the countries that have a finder; no label is cut."""
    people = people_for(country)
    assert (f"h:therapists:{country}" in data(of(country))) == bool(people.finders)
    shown = labels(therapists_message(EN, people))
    assert [label for label in shown if label.endswith("…") or len(label) > 30] == []
    assert shown == [*(finder.label for finder in people.finders if finder.url), "Back"]


def test_help_begins_with_a_person() -> None:
    """Before what the bot is, and before its commands."""
    message = help_message(EN, people_for("GB", today=TODAY), operator="")
    text = message.text
    assert text.index("999") < text.index("I am an automated program") < text.index("/checkin")
    assert "Ask the person who gave you this bot" in text
    assert data(message) == ["h:show"]


def test_help_asks_for_a_country_that_is_not_known() -> None:
    """The same words and button as in /people, above the advice."""
    message = help_message(EN, people_for(None), operator="A & B")
    assert "This bot is run by A &amp; B." in message.text
    assert message.text.startswith("Tell me your country and I can show its numbers.")
    assert labels(message) == ["Choose my country", "Someone to talk to"]
    assert data(message) == ["h:ask:0", "h:show"]


def test_the_question_for_a_country_is_the_same_everywhere() -> None:
    """At the start, in the settings and here it is asked in the same words; only to look is another thing."""
    asked = [
        ask_country(EN, ()),
        ask_near_country(EN, ()),
        country_screen(EN, ("DE",), 0),
        ask_own_country(EN, (), is_kept=True),
        ask_own_country(EN, (), is_kept=False),
    ]
    assert len({tuple(read(message).split("\n\n")[:2]) for message in asked}) == 1
    assert "your own country stays as it is" in read(ask_another_country(EN, ()))
