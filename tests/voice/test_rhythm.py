"""A rhythm in words."""

import pytest

from bot.engine.rhythm import read_rhythm, unpack
from bot.voice.language import Language
from bot.voice.rhythm import rhythm_in_words


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("every day at 9:00", "every day at 09:00"),
        ("every day at 9:00 and 20:00", "every day at 09:00 and 20:00"),
        ("weekdays at 7:30", "on weekdays at 07:30"),
        ("weekends at 11:00", "at weekends at 11:00"),
        ("sunday at 18:00", "every Sunday at 18:00"),
        ("mon and thu at 9:00", "on Monday and Thursday at 09:00"),
    ],
)
def test_a_rhythm_reads_as_one_would_say_it(phrase: str, words: str) -> None:
    """Each kind of days has its own wording."""
    assert rhythm_in_words(Language(), read_rhythm(phrase)) == words


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        ("7f.1000~1800x1", "every day, once between 10:00 and 18:00"),
        ("7f.1000~1800x3", "every day, 3 times between 10:00 and 18:00"),
        ("1f.0900~1200x2", "on weekdays, 2 times between 09:00 and 12:00"),
        ("60.0900~1200x1", "at weekends, once between 09:00 and 12:00"),
        ("40.0900~1200x1", "on Sunday, once between 09:00 and 12:00"),
        ("09.0900~1200x2", "on Monday and Thursday, 2 times between 09:00 and 12:00"),
    ],
)
def test_a_span_reads_as_one_would_say_it(packed: str, words: str) -> None:
    """Which days, how often, and from when until when."""
    assert rhythm_in_words(Language(), unpack(packed)) == words
