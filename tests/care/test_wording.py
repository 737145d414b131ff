"""The words that no tip may hold, and the ones that only look like them."""

import pytest

from bot.care.wording import harms_in, long_sentences, sentences


@pytest.mark.parametrize(
    "text",
    [
        "You may lose some weight too.",
        "Great for weight loss!",
        "Five hours are plenty: sleep less.",
        "Pull an all-nighter.",
        "Take 5 mg in the evening.",
        "Lower the dose.",
        "Good for depression.",
        "People with PTSD like it.",
        "This will help.",
        "It treats worry.",
        "A cure for worry.",
        "People who commit suicide",
        "After a failed attempt",
        "Think of your family.",
        "Just relax.",
        "You must try harder.",
        "It is your own fault.",
        "A cognitive step.",
        "Notice the rumination.",
    ],
)
def test_harmful_words_are_found(text: str) -> None:
    """Praise for harm, claims, names of disorders, blame and jargon are each found once or more."""
    assert harms_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lose yourself in a book.",
        "The weight of your feet on the floor.",
        "It may help a little.",
        "Sleep comes, or it does not.",
        "A careful step, at a secure pace.",
        "Wait for the calm that comes down slowly.",
        "You need not argue with it.",
    ],
)
def test_harmless_words_pass(text: str) -> None:
    """Words that merely look alike are left alone."""
    assert harms_in(text) == ()


def test_a_harm_is_named_with_its_word() -> None:
    """Whoever mends a text sees what is wrong and where."""
    assert harms_in("Bipolar people") == ("names a disorder (Bipolar)",)


def test_sentences_end_at_full_stops_and_questions() -> None:
    """A quotation mark after the stop belongs to the sentence; a colon ends none."""
    assert sentences("Say: 'Well.' What now? Rest.") == ("Say: 'Well.", "What now?", "Rest.")


def test_a_sentence_may_have_22_words() -> None:
    """The 23rd word is one too many."""
    assert long_sentences("word " * 21 + "end.") == ()
    assert len(long_sentences("Short. " + "word " * 22 + "end.")) == 1
