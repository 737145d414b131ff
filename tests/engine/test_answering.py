"""A reply is taken once, at the question it belongs to, and nothing a person types is lost."""

import pytest

from bot.engine.events import (
    Asked,
    Ended,
    Ending,
    NoteGiven,
    NumberOffScale,
    OptionChosen,
    PeopleWanted,
    RatingGiven,
    Said,
    StepSkipped,
    TextKept,
    TipWanted,
)
from bot.engine.replies import Back, Begin, Done, Pick, Rate, Reply, Skip, Typed
from bot.engine.values import Chosen, Rated, Skipped, Written
from tests.engine.talk import (
    NOTHING,
    Talk,
    choose,
    finished,
    hard,
    mood,
    people,
    rate,
    sleep,
    tip,
    wish,
    words,
)


def test_a_check_in_begins_with_its_first_question() -> None:
    """Beginning twice asks it again and loses nothing."""
    talk = Talk()
    assert talk.reply(Begin()) == [Asked(step=mood)]
    assert talk.reply(Begin()) == [Asked(step=mood)]


def test_a_tap_answers_and_asks_the_next() -> None:
    """Remarks on the way come before the next question."""
    events = Talk().reply(Begin(), rate(1))
    assert events == [
        RatingGiven(step="mood", rated=Rated(value=1, scale="faces")),
        Said(step=hard),
        Asked(step=words),
    ]


def test_both_scales_are_taken() -> None:
    """A button of ten numbers counts, even if the person chose faces since."""
    talk = Talk()
    talk.reply(Rate(step="mood", value=9, scale="ten"))
    assert talk.value("mood") == Rated(value=9, scale="ten")


def test_offers_come_where_they_are_wanted() -> None:
    """A wish for a tip brings a tip, a wish for people brings people, and neither brings both."""
    talk = Talk()
    chosen = talk.reply(rate(2), Skip(), choose("tip"))
    assert chosen == [
        OptionChosen(step="wish", chosen=Chosen(option="tip")),
        TipWanted(step=tip),
        Asked(step=sleep),
    ]
    assert PeopleWanted(step=people) in Talk().reply(rate(2), Skip(), choose("people"))


def test_the_last_answer_ends_it() -> None:
    """A note at the end is kept and the check-in is finished."""
    events = Talk().reply(rate(4), Skip(), Skip(), Typed(text="A walk."))
    given = NoteGiven(step="note", written=Written(text="A walk."))
    assert events == [given, Ended(how=Ending.FINISHED)]


@pytest.mark.parametrize(
    "tap",
    [
        rate(3),
        rate(3, step="wish"),
        rate(6),
        rate(0),
        Rate(step="words", value=3, scale="faces"),
        Rate(step="mood", value=3, scale="stars"),
        choose("tip"),
        choose("cake"),
        choose("tip", step="words"),
        Done(step="wish"),
        Done(step="nowhere"),
        Pick(step="mood", word="calm", chosen=True),
        Skip(step="mood"),
        Skip(step="nowhere"),
    ],
)
def test_a_tap_of_another_moment_changes_nothing(tap: Reply) -> None:
    """Old buttons, second taps and taps that no button sends leave the question as it stands."""
    talk = Talk()
    talk.reply(rate(2))
    before = talk.session
    assert talk.reply(tap) == NOTHING
    assert (talk.session, talk.waiting) == (before, "words")


@pytest.mark.parametrize(
    "tap", [rate(0), rate(6), Rate(step="mood", value=3, scale="stars"), choose("tip", "mood")]
)
def test_a_forged_answer_is_not_taken(tap: Reply) -> None:
    """A value that no button of this question carries is no answer to it."""
    talk = Talk()
    assert (talk.reply(tap), talk.value("mood")) == (NOTHING, None)


def test_an_unknown_option_is_not_taken() -> None:
    """A choice takes its own options alone."""
    talk = Talk()
    talk.reply(rate(2), Skip())
    assert (talk.reply(choose("cake")), talk.waiting) == (NOTHING, "wish")


def test_a_double_tap_counts_once() -> None:
    """The second tap on the same number meets the next question and changes nothing."""
    talk = Talk()
    assert talk.reply(rate(2), rate(2)) == NOTHING
    assert talk.waiting == "words"


def test_taps_after_the_end_change_nothing() -> None:
    """Nothing is asked any more, so no old button answers."""
    talk = finished()
    for reply in (
        rate(1),
        choose("tip"),
        Skip(),
        Skip(step="note"),
        Done(step="words"),
        Typed(text="late words"),
    ):
        assert talk.reply(reply) == NOTHING


def test_skipping_an_optional_question() -> None:
    """It is stored as skipped, which is neither zero nor empty."""
    talk = Talk()
    assert talk.reply(rate(4), Skip(step="words")) == [StepSkipped(step="words"), Asked(step=sleep)]
    assert talk.value("words") == Skipped()


def test_a_needed_answer_is_asked_for_again() -> None:
    """Skipping what cannot be skipped counts as a reply that was not understood."""
    talk = Talk()
    assert talk.reply(Skip()) == [Asked(step=mood, misses=1)]
    assert talk.type("skip") == [Asked(step=mood, misses=2)]


def test_words_that_are_no_answer_are_kept_as_a_note() -> None:
    """Whatever was typed is kept, and the question is asked again."""
    talk = Talk()
    assert talk.type("the dog is ill") == [TextKept(text="the dog is ill"), Asked(step=mood, misses=1)]
    assert talk.type("very ill") == [TextKept(text="very ill"), Asked(step=mood, misses=2)]
    assert talk.type("pretty bad")[-1] == Asked(step=words)


@pytest.mark.parametrize("number", ["0", "11", "12/10", "-3", "7/5"])
def test_a_number_off_the_scale_is_told_so(number: str) -> None:
    """It is no text to keep and no miss: the question is asked again as it stood."""
    talk = Talk()
    talk.type("the dog is ill")
    assert talk.type(number) == [NumberOffScale(step=mood), Asked(step=mood, misses=1)]
    talk.type("2")
    talk.reply(Back())
    assert talk.type(number) == [NumberOffScale(step=mood), Asked(step=mood)]
    assert talk.type("skip") == [Asked(step=words)]
    assert talk.value("mood") == Rated(value=2, scale="faces")


def test_misses_belong_to_their_question() -> None:
    """The next question starts without them."""
    talk = Talk()
    talk.type("the dog is ill")
    talk.reply(rate(2), Skip())
    assert talk.type("the dog is ill")[-1] == Asked(step=wish, misses=1)


def test_typed_answers_are_understood() -> None:
    """A number, an option and a command do the same as their buttons."""
    talk = Talk()
    talk.type("2")
    talk.type("skip")
    assert talk.type("nothing") == [
        OptionChosen(step="wish", chosen=Chosen(option="nothing")),
        Asked(step=sleep),
    ]


def test_blank_text_is_no_reply() -> None:
    """Spaces are neither an answer nor a note."""
    talk = Talk()
    assert talk.type(" \n ") == NOTHING
    talk.reply(rate(4), Skip(), Skip())
    assert (talk.type("  "), talk.waiting) == (NOTHING, "note")
