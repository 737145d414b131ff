"""What the answers of a check-in tell of a moment."""

from bot.care.told import Told, told_in
from bot.engine.scales import Band
from bot.engine.steps import Rating, Words
from bot.engine.values import Picked, Rated, Skipped, Value

MOOD = Rating("mood", "?", low="a", high="b")
REST = Rating("rest", "?", low="a", high="b", low_means="tired")
WORDS = Words("words", "?")
LOW, GOOD = Rated(value=2, scale="faces"), Rated(value=4, scale="faces")


def test_a_mood_tells_its_band() -> None:
    """The last one counts."""
    assert told_in([MOOD], {"mood": LOW}) == Told(band=Band.LOW)


def test_a_low_rating_of_something_else_names_a_feeling() -> None:
    """A high one says nothing."""
    assert told_in([REST], {"rest": LOW}) == Told(words=("tired",), unsaid=frozenset({"tired"}))
    assert told_in([REST], {"rest": GOOD}) == Told()


def test_words_are_told_beside_the_rest() -> None:
    """Own words are not among the feelings that are known."""
    values: dict[str, Value | None] = {
        "mood": GOOD,
        "rest": LOW,
        "words": Picked(words=("sad", "calm"), own=("odd",)),
    }
    told = told_in([MOOD, REST, WORDS], values)
    assert told == Told(band=Band.GOOD, words=("tired", "sad", "calm"), unsaid=frozenset({"tired"}))


def test_what_was_said_is_not_unsaid() -> None:
    """A person who rates rest low and also says 'tired' has said it, whichever came first."""
    values: dict[str, Value | None] = {"rest": LOW, "words": Picked(words=("tired",))}
    assert told_in([REST, WORDS], values).unsaid == frozenset()
    assert told_in([WORDS, REST], values).unsaid == frozenset()


def test_what_was_not_answered_tells_nothing() -> None:
    """Nor what was skipped, nor steps that do not matter."""
    assert told_in([MOOD, WORDS], {"words": Skipped(), "rest": LOW}) == Told()
