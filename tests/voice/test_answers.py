"""Answers in words."""

import pytest

from bot.authoring import Choice, Flow, Note, OfferTip, Rating, Say, Words
from bot.engine.flow import Session
from bot.engine.steps import Step, When
from bot.engine.values import Answer, Chosen, Picked, Rated, Shown, Skipped, Value, Written
from bot.voice.answers import NOTE_SHOWN, answer_in_words, rating_in_words, told
from bot.voice.language import Language

EN = Language()
MOOD = Rating("mood", "Mood & all?", low="awful", high="great")
WORDS = Words("words", "Words?")
WISH = Choice("wish", "Wish?", options={"tip": "A <tip>"})
NOTE = Note("note", "Note?")
OF_FIVE = Rated(value=5, scale="faces")


@pytest.mark.parametrize(
    ("step", "value", "words"),
    [
        (MOOD, OF_FIVE, "great (5 of 5)"),
        (MOOD, Rated(value=1, scale="ten"), "awful (1 of 10)"),
        (NOTE, OF_FIVE, "5 of 5"),
        (WORDS, Picked(words=("sad", "gone", "tired"), own=("<odd>",)), "sad, tired and &lt;odd&gt;"),
        (WISH, Chosen(option="tip"), "A &lt;tip&gt;"),
        (WISH, Chosen(option="gone"), "gone"),
        (NOTE, Chosen(option="tip"), "tip"),
        (NOTE, Written(text="a & b"), "a &amp; b"),
        (NOTE, Skipped(), ""),
        (NOTE, Shown(), ""),
        (NOTE, None, ""),
    ],
)
def test_an_answer_is_told_in_words(step: Step, value: Value | None, words: str) -> None:
    """Also where the flow was rewritten and the answer no longer fits its step."""
    assert answer_in_words(EN, step, value) == words


def test_a_long_note_is_told_by_its_beginning() -> None:
    """The note itself stands where it was written."""
    shown = answer_in_words(EN, NOTE, Written(text="word " * 1_000))
    assert len(shown) <= NOTE_SHOWN
    assert shown.endswith("…")


def test_a_rating_without_a_word_is_a_number() -> None:
    """The scale is always named."""
    assert rating_in_words(EN, Rated(value=3, scale="ten"), "") == "3 of 10"


def test_only_what_was_answered_is_told() -> None:
    """In the order of the flow, without remarks, offers, gaps and questions that stand open."""
    steps: list[Step | When] = [MOOD, Say("say", "Said."), WORDS, OfferTip("tip"), NOTE, WISH]
    flow = Flow(id="f", title="T", prompt="every day at 9:00", steps=steps, thanks="Thanks.")
    answers = {
        "wish": Answer(value=Chosen(option="tip")),
        "say": Answer(value=Shown()),
        "tip": Answer(value=Shown()),
        "mood": Answer(value=OF_FIVE),
        "words": Answer(value=Picked(words=("sad",)), open=True),
        "note": Answer(value=Skipped()),
    }
    session = Session(flow="f", answers=answers)
    assert told(EN, flow, session) == [("Mood &amp; all?", "great (5 of 5)"), ("Wish?", "A &lt;tip&gt;")]
