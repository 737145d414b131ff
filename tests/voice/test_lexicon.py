"""The words of a person's language as the engine reads them."""

import pytest

from bot.voice.language import Language
from bot.voice.lexicon import SpokenLexicon
from tests.pseudo import PSEUDO, in_pseudo

EN = SpokenLexicon(language=Language(), scale="faces")
FOREIGN = SpokenLexicon(language=PSEUDO, scale="ten")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("back", "back"),
        (" Skip. ", "skip"),
        ("STOP!", "stop"),
        ("cancel", "stop"),
        ("No, thanks", None),
        ("no thanks!", "no"),
        ("none of these", "none"),
        ("i don\u2019t know", "none"),
        ("dont know why", None),
        ("go back", None),
        ("", None),
    ],
)
def test_a_single_word_is_a_command(text: str, command: str | None) -> None:
    """In any case, with a mark behind it; a sentence is none."""
    assert EN.command(text) == command


@pytest.mark.parametrize("word", ["back", "skip", "stop"])
def test_a_command_is_read_in_the_language_of_the_person(word: str) -> None:
    """As it is translated."""
    assert FOREIGN.command(in_pseudo(word).upper()) == word


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("\N{SLIGHTLY SMILING FACE}", 75),
        (" \N{DISAPPOINTED FACE}\N{DISAPPOINTED FACE}", 0),
        ("\N{DOG}", None),
    ],
)
def test_a_face_of_the_buttons_can_be_typed(text: str, score: float | None) -> None:
    """It says what its button says; other faces are not guessed at."""
    assert EN.mood(text) == score


def test_numbers_moods_feelings_and_labels_are_read() -> None:
    """Each by the room that knows it."""
    assert EN.number("7/10") == (7, 10)
    assert EN.mood("pretty bad") is not None
    assert EN.feelings("sad and tired") == ("sad", "tired")
    assert (EN.label("good"), FOREIGN.label("good")) == ("good", in_pseudo("good"))
