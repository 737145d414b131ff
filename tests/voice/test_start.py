"""The start: four taps, and the way to a person from the first message on."""

from datetime import UTC, datetime

from bot.engine.rhythm import unpack
from bot.voice.language import Language
from bot.voice.start import TIMES, ask_city, ask_clock, ask_time, ready, welcome

EN = Language()
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def test_the_first_message_says_what_this_is_and_asks_for_consent() -> None:
    """A person to talk to is one tap away before anything is agreed to."""
    message = welcome(EN, "Ann <a>")
    for words in (
        "automated program",
        "not end-to-end encrypted",
        "18 or older",
        "Ann &lt;a&gt;",
        "/privacy",
    ):
        assert words in message.text
    assert [row[0].data for row in message.rows] == ["s:agree", "h:show"]


def test_the_clock_is_guessed_and_can_be_put_right() -> None:
    """The guess is one tap; what is offered besides stands below."""
    message = ask_clock(EN, NOW, 60, ())
    assert "Is it 19:00 for you?" in message.text
    assert (message.rows[0][0].label, message.rows[0][0].data) == ("Yes, 19:00", "s:clock:60")


def test_cities_are_told_apart_by_their_names() -> None:
    """The data carries their place in the list."""
    rows = ask_city(EN, ("Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta")).rows
    assert [button.data for row in rows for button in row] == [
        "s:city:0",
        "s:city:1",
        "s:city:2",
        "s:back:country",
    ]


def test_each_time_on_offer_is_a_rhythm_and_none_is_an_answer_too() -> None:
    """What a button carries is what it says."""
    buttons = [button for row in ask_time(EN, "Europe/Berlin").rows for button in row]
    packed = [(button.data or "").removeprefix("s:time:") for button in buttons]
    assert [unpack(text).times[0] for text in packed[:-2]] == list(TIMES)
    assert [button.label for button in buttons[:-2]] == [EN.clock(at) for at in TIMES]
    assert packed[-2:] == ["none", "s:back:country"]


def test_the_end_of_the_start_says_what_was_set_up() -> None:
    """Also that nothing will come by itself, if that was chosen."""
    assert "every day at 20:00" in ready(EN, "every day at 20:00", "DE", "Europe/Berlin").text
    text = ready(EN, "", "DE", "Europe/Berlin").text
    assert "I do not ask by myself." in text
    assert "Country: Germany. Clock: Berlin." in text
