"""Feelings are chosen one by one, by taps and by typing, until they are done."""

from bot.engine.events import (
    AnswerWithdrawn,
    Asked,
    Ended,
    Ending,
    StepSkipped,
    TextKept,
    WordsGiven,
)
from bot.engine.flow import Flow
from bot.engine.replies import Back, Change, Done, Pick, Skip, Stop
from bot.engine.steps import Words
from bot.engine.values import Picked, Skipped
from tests.engine.talk import NOTHING, Talk, mood, name_asked, rate, sleep, words


def pick(word: str, *, chosen: bool = True) -> Pick:
    """A tap on a feeling."""
    return Pick(step="words", word=word, chosen=chosen)


def at_words() -> Talk:
    """A talk in which the words are asked."""
    talk = Talk()
    talk.reply(rate(4))
    return talk


def test_each_pick_is_told_at_once() -> None:
    """The question stays open, so nothing is lost if the person leaves here."""
    talk = at_words()
    one = WordsGiven(step="words", picked=Picked(words=("calm",)))
    assert talk.reply(pick("calm")) == [one, Asked(step=words)]
    both = WordsGiven(step="words", picked=Picked(words=("calm", "tired")))
    assert talk.reply(pick("tired")) == [both, Asked(step=words)]
    assert talk.reply(Done(step="words")) == [both, Asked(step=sleep)]


def test_a_second_tap_changes_nothing() -> None:
    """A tap says what shall stand, so sending it twice is sending it once, for picking and for lifting."""
    talk = at_words()
    assert talk.reply(pick("calm"), pick("calm")) == NOTHING
    assert talk.reply(pick("calm", chosen=False), pick("calm", chosen=False)) == NOTHING


def test_no_more_than_fit_can_be_picked() -> None:
    """One must be lifted before another is picked."""
    talk = at_words()
    assert talk.reply(pick("calm"), pick("tired"), pick("sad")) == NOTHING
    assert talk.reply(pick("calm", chosen=False), pick("sad"))[0] == WordsGiven(
        step="words", picked=Picked(words=("tired", "sad"))
    )


def test_lifting_the_last_takes_the_answer_back() -> None:
    """No feelings are no answer: going back and on asks again."""
    talk = at_words()
    lifted = talk.reply(pick("calm"), pick("calm", chosen=False))
    assert lifted == [AnswerWithdrawn(step="words"), Asked(step=words)]
    assert name_asked(talk.reply(Back(), rate(4))) == "words"
    talk.reply(Stop())
    assert "words" not in talk.session.answers


def test_done_with_nothing_picked_skips() -> None:
    """Being done with no words is passing over them."""
    talk = at_words()
    assert talk.reply(Done(step="words")) == [StepSkipped(step="words"), Asked(step=sleep)]
    assert talk.value("words") == Skipped()


def test_no_closes_a_question_for_words_with_what_was_picked() -> None:
    """Nothing that was tapped is lost by it, and without a tap the question is skipped."""
    talk = at_words()
    talk.reply(pick("calm"))
    assert talk.type("no")[0] == WordsGiven(step="words", picked=Picked(words=("calm",)))
    assert at_words().type("no")[0] == StepSkipped(step="words")


def test_done_with_nothing_asks_again_where_an_answer_is_needed() -> None:
    """Words that cannot be skipped stay open."""
    needed = Words("words", "Which words?")
    flow = Flow(id="needed", title="Needed", prompt="every day at 9:00", steps=[needed], thanks="Thank you.")
    talk = Talk(flow=flow)
    assert talk.reply(Done(step="words")) == [Asked(step=needed, misses=1)]
    assert talk.reply(pick("calm"), Skip())[-1] == Ended(how=Ending.FINISHED)


def test_skipping_takes_back_what_was_picked() -> None:
    """A person who skips after all has told no words."""
    events = Talk().reply(rate(4), pick("calm"), Skip())
    assert events == [AnswerWithdrawn(step="words"), StepSkipped(step="words"), Asked(step=sleep)]


def test_stopping_keeps_what_was_picked() -> None:
    """Words that were picked count, even if nobody said that they are done."""
    talk = at_words()
    assert talk.reply(pick("calm"), Stop()) == [Ended(how=Ending.STOPPED)]
    assert talk.value("words") == Picked(words=("calm",))


def test_words_can_be_reopened_and_left_again() -> None:
    """Done with nothing new keeps what stood."""
    talk = at_words()
    talk.reply(pick("calm"), Done(step="words"))
    assert talk.reply(Change(step="words")) == [Asked(step=words)]
    talk.reply(Done(step="words"))
    assert (talk.value("words"), talk.waiting) == (Picked(words=("calm",)), "sleep")


def test_skipped_words_can_be_reopened_and_skipped_again() -> None:
    """Done with nothing picked leaves them skipped, and there is nothing to take back."""
    talk = at_words()
    talk.reply(Skip())
    assert talk.reply(Change(step="words"), Done(step="words"))[0] == StepSkipped(step="words")


def test_half_picked_words_wait_while_an_earlier_answer_is_put_right() -> None:
    """Putting the rating right comes back to the words with what was picked."""
    for way_back in (Back(step="words"), Change(step="mood")):
        talk = at_words()
        talk.reply(pick("calm"))
        assert talk.reply(way_back) == [Asked(step=mood)]
        assert name_asked(talk.reply(rate(5))) == "words"
        assert talk.reply(pick("tired"))[0] == WordsGiven(
            step="words", picked=Picked(words=("calm", "tired"))
        )


def test_words_that_wait_can_be_gone_back_to() -> None:
    """Their own button leads there before the rating is answered anew."""
    talk = at_words()
    talk.reply(pick("calm"), Back())
    assert talk.reply(Change(step="words")) == [Asked(step=words)]


def test_typed_words_join_those_that_were_tapped() -> None:
    """A word of the person's own stands beside the ones from the list, and they are done."""
    talk = at_words()
    talk.reply(pick("calm"))
    assert talk.type("mellow") == [
        WordsGiven(step="words", picked=Picked(words=("calm",), own=("mellow",))),
        Asked(step=sleep),
    ]


def test_typed_words_go_before_tapped_ones() -> None:
    """Where there is no room for all, the first that was tapped gives way."""
    talk = at_words()
    talk.reply(pick("calm"), pick("tired"))
    talk.type("mellow")
    assert talk.value("words") == Picked(words=("tired",), own=("mellow",))


def test_more_words_than_fit_are_kept_as_a_note() -> None:
    """As many as fit become the answer; the text is kept whole."""
    talk = at_words()
    assert talk.type("sad, tired, lonely")[:2] == [
        WordsGiven(step="words", picked=Picked(words=("sad", "tired"))),
        TextKept(text="sad, tired, lonely"),
    ]


def test_own_words_count_among_the_most() -> None:
    """A word of one's own leaves room for one more of two."""
    talk = at_words()
    talk.type("mellow")
    talk.reply(Change(step="words"))
    assert talk.reply(pick("calm"), pick("sad")) == NOTHING
