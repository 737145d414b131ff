"""A rhythm in words."""

import pytest

from bot.engine.rhythm import read_rhythm
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
