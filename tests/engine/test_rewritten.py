"""A session that began before its flow was rewritten goes on and loses nothing that fits."""

from bot.authoring import Choice, Flow, Note, Rating, Say
from bot.engine.events import AnswerWithdrawn, Asked, Ended, Ending, OptionChosen, RatingGiven, Said
from bot.engine.flow import Session
from bot.engine.replies import Back, Begin, Change, Rate, Skip, Stop
from bot.engine.steps import Step
from bot.engine.values import Answer, Chosen, Picked, Rated, Shown, Skipped, Value
from tests.engine.talk import NOTHING, Talk, choose, mood, note, rate

LOW = Rated(value=2, scale="faces")


def rewritten(*steps: Step, **answers: Value) -> Talk:
    """A talk of an older version that stands in a flow of these steps."""
    flow = Flow(
        id="trial", title="A trial", prompt="every day at 9:00", steps=steps, thanks="Thank you.", version=2
    )
    kept = {name: Answer(value=value) for name, value in answers.items()}
    return Talk(flow=flow, session=Session(flow="trial", version=1, answers=kept))


def test_an_answer_to_a_step_that_is_gone_is_kept() -> None:
    """It was true when it was given, so it stays to the end; it can no longer be changed."""
    talk = rewritten(mood, note, mood=LOW, energy=LOW)
    assert talk.reply(Change(step="energy")) == NOTHING
    assert talk.reply(Skip())[-1] == Ended(how=Ending.FINISHED)
    assert talk.value("energy") == LOW


def test_half_picked_words_of_a_step_that_is_gone_are_closed_at_the_end() -> None:
    """What was picked counts, as it does wherever a check-in ends."""
    talk = rewritten(note)
    picked = Picked(words=("calm",))
    talk.session = talk.session.with_answer("words", Answer(value=picked, open=True))
    assert talk.reply(Skip())[-1] == Ended(how=Ending.FINISHED)
    assert talk.value("words") == picked


def test_an_answer_of_another_kind_is_withdrawn_and_asked_anew() -> None:
    """A rating does not answer what is a choice now."""
    wish = Choice("mood", "How is it?", options={"well": "Well", "ill": "Ill"})
    talk = rewritten(wish, note, mood=LOW)
    assert talk.reply(Begin()) == [AnswerWithdrawn(step="mood"), Asked(step=wish)]
    assert talk.reply(choose("well", "mood")) == [
        OptionChosen(step="mood", chosen=Chosen(option="well")),
        Asked(step=note),
    ]


def test_an_option_that_is_gone_is_asked_anew() -> None:
    """The choice is made among the options that there are."""
    wish = Choice("wish", "What now?", options={"tip": "A tip", "rest": "A rest"})
    talk = rewritten(wish, wish=Chosen(option="people"))
    assert talk.reply(Begin()) == [AnswerWithdrawn(step="wish"), Asked(step=wish)]


def test_a_remark_that_became_a_question_is_asked() -> None:
    """That it was shown once is no answer, and nothing to take back."""
    question = Note("hard", "What was hard?")
    assert rewritten(question, hard=Shown()).reply(Begin()) == [Asked(step=question)]


def test_a_reply_of_another_moment_leaves_even_a_stale_session() -> None:
    """Nothing is withdrawn in a turn in which nothing happened."""
    talk = rewritten(Note("mood", "How is it?"), note, mood=LOW)
    before = talk.session
    assert talk.reply(rate(3, "sleep")) == NOTHING
    assert talk.session == before


def test_a_new_remark_does_not_hold_up_the_question() -> None:
    """The tap on the question that the person sees counts, and the remark follows."""
    news = Say("news", "There is a new question below.")
    talk = rewritten(news, mood, note)
    assert talk.reply(rate(4)) == [
        RatingGiven(step="mood", rated=Rated(value=4, scale="faces")),
        Said(step=news),
        Asked(step=note),
    ]


def test_a_new_question_before_the_others_is_asked_first() -> None:
    """The answers behind it stand."""
    energy = Rating("energy", "How much energy?", low="none", high="plenty")
    talk = rewritten(energy, mood, note, mood=LOW)
    assert talk.reply(Begin()) == [Asked(step=energy)]
    assert talk.reply(Rate(step="energy", value=3, scale="faces"))[-1] == Asked(step=note)


def test_a_skip_stands_where_none_is_allowed_any_more() -> None:
    """The person passed over it while that was allowed."""
    talk = rewritten(mood, note, mood=Skipped())
    assert talk.waiting == "note"
    assert talk.reply(Back()) == [Asked(step=mood)]


def test_a_flow_without_questions_ends_at_once() -> None:
    """Nothing waits, so there is nothing to go back to and nothing stands still."""
    talk = rewritten(Say("news", "That is all."))
    assert (talk.waiting, talk.reply(Change(step="news"))) == (None, NOTHING)
    assert talk.reply(Back())[-1] == Ended(how=Ending.FINISHED)
    assert talk.reply(Stop()) == [Ended(how=Ending.FINISHED)]
