"""Typed words are understood against the question, or not at all."""

import pytest

from bot.engine.reading import OffScale, read_command, read_value
from bot.engine.replies import Back, Done, Reply, Skip, Stop
from bot.engine.values import Chosen, Given, Picked, Rated, Written
from tests.engine.lexicon import SmallLexicon
from tests.engine.talk import mood, note, rest, wish, words

MISSED = OffScale(step=mood)
GERMAN = {"very low": "sehr schlecht", "Someone": "Jemanden"}


def face(value: int) -> Rated:
    """One of five faces."""
    return Rated(value=value, scale="faces")


def ten(value: int) -> Rated:
    """One of ten numbers."""
    return Rated(value=value, scale="ten")


@pytest.mark.parametrize(
    ("scale", "text", "rated"),
    [
        ("faces", "4", face(4)),
        ("faces", "7", ten(7)),
        ("ten", "4", ten(4)),
        ("faces", "7/10", ten(7)),
        ("ten", "3 of 5", face(3)),
        ("faces", "0", MISSED),
        ("faces", "11", MISSED),
        ("faces", "6/5", MISSED),
        ("faces", "40/100", MISSED),
        ("ten", "-3", MISSED),
        ("ten", "11 of my friends left", None),
        ("faces", "Very  good.", face(5)),
        ("faces", "sehr schlecht", face(1)),
        ("ten", "good", ten(8)),
        ("faces", "so-so!", face(3)),
        ("faces", "pretty bad", face(2)),
        ("ten", "great", ten(10)),
        ("faces", "as one does", None),
        ("faces", "...", None),
    ],
)
def test_reading_a_rating(scale: str, text: str, rated: Rated | OffScale | None) -> None:
    """A number counts on the scale it names, else on the person's own if it fits; words stand for a band."""
    assert read_value(mood, text, SmallLexicon(scale=scale, labels=GERMAN)) == rated


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("calm", Picked(words=("calm",))),
        ("Sad, tired, lonely, calm", Picked(words=("sad", "tired", "lonely", "calm"))),
        (" wrung out ", Picked(own=("wrung out",))),
        ("it was such a long day", None),
        ("floccinaucinihilipilificationally", None),
        ("12", None),
        ("\N{CRYING FACE}", None),
    ],
)
def test_reading_feelings(text: str, picked: Picked | None) -> None:
    """Known feelings are found by name; a short phrase is a word of the person's own, a story is not."""
    assert read_value(words, text, SmallLexicon()) == picked


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("people", "people"),
        ("someone", "people"),
        ("JEMANDEN!", "people"),
        ("A small thing", "tip"),
        ("x", None),
    ],
)
def test_reading_a_choice(text: str, option: str | None) -> None:
    """An option is named by its key, its label or the label that the person sees."""
    chosen = read_value(wish, text, SmallLexicon(labels=GERMAN))
    assert chosen == (None if option is None else Chosen(option=option))


def test_a_note_is_kept_as_it_was_written() -> None:
    """Nothing is cut off or tidied."""
    expected: Given = Written(text="  Two lines,\nand a blank. ")
    assert read_value(note, "  Two lines,\nand a blank. ", SmallLexicon()) == expected


@pytest.mark.parametrize(
    ("text", "reply"), [("Back", Back()), ("skip", Skip()), ("cancel", Stop()), ("backwards", None)]
)
def test_reading_a_command(text: str, reply: Reply | None) -> None:
    """A command is a word alone."""
    assert read_command(text, SmallLexicon(), wish) == reply


def test_no_is_a_way_past_a_question() -> None:
    """Words are done with it, and a note that is not needed is skipped; elsewhere it is an answer."""
    assert read_command("no", SmallLexicon(), words) == Done(step="words")
    assert read_command("idk", SmallLexicon(), words) == Done(step="words")
    assert read_command("no", SmallLexicon(), note) == Skip(step="note")
    assert read_command("idk", SmallLexicon(), note) is None
    for step in (mood, wish, rest, None):
        assert read_command("no", SmallLexicon(), step) is None


def test_done_is_a_command_where_words_are_asked() -> None:
    """Typed at any other question, 'done' is only a word."""
    assert read_command("done", SmallLexicon(), words) == Done(step="words")
    assert read_command("done", SmallLexicon(), wish) is None
    assert read_command("done", SmallLexicon(), None) is None
