"""Going back and changing an answer keep every other answer that still belongs."""

import pytest

from bot.engine.events import (
    AnswerWithdrawn,
    Asked,
    Ended,
    Ending,
    OptionChosen,
    RatingGiven,
    Said,
    StepSkipped,
    TextKept,
    TipWanted,
)
from bot.engine.replies import Back, Begin, Change, Skip, Stop
from bot.engine.values import Chosen, Rated, Skipped, Written
from tests.engine.talk import (
    NOTHING,
    Talk,
    choose,
    finished,
    hard,
    mood,
    name_asked,
    note,
    rate,
    sleep,
    tip,
    wish,
    words,
)


def face(value: int) -> Rated:
    """One of five faces."""
    return Rated(value=value, scale="faces")


def test_back_asks_the_question_before() -> None:
    """The answer stays beside the question until another comes, and then the talk goes on where it was."""
    talk = Talk()
    assert talk.reply(rate(4), Skip(), Back(step="sleep")) == [Asked(step=words)]
    assert talk.reply(Back()) == [Asked(step=mood)]
    assert talk.reply(rate(5)) == [RatingGiven(step="mood", rated=face(5)), Asked(step=sleep)]


def test_back_passes_over_remarks() -> None:
    """What was only said is not asked again."""
    assert Talk().reply(rate(1), Back()) == [Asked(step=mood)]


def test_back_at_the_first_question_asks_it_again() -> None:
    """There is nothing before it, and it stays open, answered or not."""
    talk = Talk()
    assert talk.reply(Back()) == [Asked(step=mood)]
    assert talk.reply(rate(4), Back(), Back()) == [Asked(step=mood)]


def test_back_from_an_old_button_changes_nothing() -> None:
    """A second tap on the same Back does not go back twice."""
    assert Talk().reply(rate(4), Skip(), Back(step="sleep"), Back(step="sleep")) == NOTHING


def test_back_after_the_end_asks_the_last_question_again() -> None:
    """The word is understood then too, while a button of a question that is no longer asked is not."""
    assert finished().type("back") == [Asked(step=note)]
    assert finished().reply(Back(step="note")) == NOTHING


def test_back_forgets_misses() -> None:
    """A question that was not understood is new when it comes again."""
    talk = Talk()
    talk.reply(rate(2), Skip())
    talk.type("whatever")
    assert talk.reply(Back(), Skip())[-1] == Asked(step=wish)


def test_a_changed_answer_is_asked_and_given_again() -> None:
    """The other answers stay, and the talk goes on at the question that waited."""
    talk = Talk()
    assert talk.reply(rate(4), Skip(), Change(step="mood")) == [Asked(step=mood)]
    assert talk.reply(rate(5)) == [RatingGiven(step="mood", rated=face(5)), Asked(step=sleep)]


@pytest.mark.parametrize("step", ["sleep", "note", "wish", "hard", "nowhere"])
def test_only_an_answer_that_stands_can_be_changed(step: str) -> None:
    """Questions that wait, lie ahead or off the path, and remarks, have no answer to change."""
    talk = Talk()
    talk.reply(rate(1), Skip(), choose("nothing"))
    talk.reply(Change(step="mood"), rate(4))
    assert talk.reply(Change(step=step)) == NOTHING


def test_changing_twice_is_changing_once() -> None:
    """The second tap finds the question open already."""
    assert Talk().reply(rate(4), Change(step="mood"), Change(step="mood")) == NOTHING


def test_another_answer_can_be_changed_instead() -> None:
    """The first question to be changed keeps its answer, and what it led to can still be changed."""
    talk = Talk()
    talk.reply(rate(2), Skip(), choose("nothing"), Change(step="mood"))
    assert talk.reply(Change(step="wish")) == [Asked(step=wish)]
    assert talk.value("mood") == face(2)


def test_a_skipped_rating_can_be_given_after_all() -> None:
    """What follows from it is asked then."""
    talk = Talk()
    talk.reply(rate(4), Skip(), Skip())
    assert talk.reply(Change(step="sleep")) == [Asked(step=sleep)]
    assert name_asked(talk.reply(rate(1, "sleep"))) == "rest"


def test_a_given_rating_can_be_skipped_after_all() -> None:
    """The rating is taken back."""
    events = Talk().reply(rate(4), Skip(), rate(4, "sleep"), Back(), Skip())
    assert events == [AnswerWithdrawn(step="sleep"), StepSkipped(step="sleep"), Asked(step=note)]


def test_skipping_a_needed_question_that_is_asked_again_leaves_its_answer() -> None:
    """Skip means here that all stays as it was."""
    talk = Talk()
    assert talk.reply(rate(4), Change(step="mood"), Skip()) == [Asked(step=words)]
    assert talk.value("mood") == face(4)


def test_words_not_understood_leave_the_old_answer() -> None:
    """Only an answer replaces an answer."""
    talk = Talk()
    talk.reply(rate(4), Back())
    assert talk.type("who knows") == [TextKept(text="who knows"), Asked(step=mood, misses=1)]
    talk.reply(Stop())
    assert talk.value("mood") == face(4)


def test_answers_off_the_path_come_back_with_it() -> None:
    """A person who wavers between two ratings does not choose twice."""
    talk = Talk()
    talk.reply(rate(2), Skip(), choose("people"), Change(step="mood"), rate(4))
    assert (talk.waiting, talk.reply(Change(step="wish"))) == ("sleep", NOTHING)
    assert name_asked(talk.reply(Change(step="mood"), rate(2))) == "sleep"
    assert talk.value("wish") == Chosen(option="people")


def test_answers_off_the_path_are_withdrawn_at_the_end() -> None:
    """The record holds only what belongs together; a remark that was made is no answer to take back."""
    talk = Talk()
    talk.reply(rate(1), Skip(), choose("tip"), Change(step="mood"), rate(4))
    assert talk.reply(Stop()) == [AnswerWithdrawn(step="wish"), Ended(how=Ending.STOPPED)]
    assert set(talk.session.answers) == {"mood", "words"}


def test_an_offer_is_made_once_for_one_wish() -> None:
    """Wishing for the same again does not bring it twice."""
    talk = Talk()
    events = talk.reply(rate(2), Skip(), choose("tip"), Back(), choose("tip"))
    assert events == [OptionChosen(step="wish", chosen=Chosen(option="tip")), Asked(step=sleep)]


def test_an_offer_is_made_again_if_it_is_wished_for_anew() -> None:
    """After another wish in between, the tip and the remark come as they did at first."""
    talk = Talk()
    talk.reply(rate(1), Skip(), choose("tip"), Back(), choose("people"), Back())
    assert TipWanted(step=tip) in talk.reply(choose("tip"))
    talk.reply(Change(step="mood"), rate(4), Change(step="mood"))
    assert Said(step=hard) in talk.reply(rate(1))


def test_a_change_after_the_end_finishes_again() -> None:
    """The one answer is replaced, and nothing else is asked."""
    talk = finished()
    assert talk.reply(Change(step="mood")) == [Asked(step=mood)]
    assert talk.reply(rate(3)) == [
        RatingGiven(step="mood", rated=face(3)),
        Ended(how=Ending.FINISHED),
    ]


def test_a_change_after_the_end_can_open_and_close_questions() -> None:
    """A lower rating asks for a wish; a higher one takes the wish back."""
    talk = finished(face=4)
    assert name_asked(talk.reply(Change(step="mood"), rate(2))) == "wish"
    talk.reply(choose("tip"))
    assert talk.reply(Change(step="mood"), rate(4)) == [
        RatingGiven(step="mood", rated=face(4)),
        AnswerWithdrawn(step="wish"),
        Ended(how=Ending.FINISHED),
    ]


def test_stopping_a_change_leaves_everything_as_it_was() -> None:
    """A finished check-in stays finished, with all that followed from the answer."""
    talk = finished(face=2)
    before = talk.session
    assert talk.reply(Change(step="mood"), Stop()) == [Ended(how=Ending.FINISHED)]
    assert talk.session == before


def test_a_later_answer_waits_for_a_question_that_came_between() -> None:
    """The new question is asked first, the change comes after it."""
    talk = finished(face=4)
    talk.reply(Change(step="mood"), rate(2))
    assert name_asked(talk.reply(Change(step="note"))) == "wish"
    assert talk.reply(choose("nothing"))[-1] == Asked(step=note)


def test_stopping_keeps_the_answers() -> None:
    """What was answered stays; the question that waited has none."""
    talk = Talk()
    talk.type("not a number")
    talk.reply(rate(4), Skip(), Skip())
    assert talk.reply(Stop()) == [Ended(how=Ending.STOPPED)]
    assert {name: talk.value(name) for name in talk.session.answers} == {
        "mood": face(4),
        "words": Skipped(),
        "sleep": Skipped(),
    }


def test_stopping_at_once_leaves_nothing() -> None:
    """A question that was only looked at has no answer."""
    talk = Talk()
    talk.type("what is this")
    assert talk.reply(Stop()) == [Ended(how=Ending.STOPPED)]
    assert talk.session.answers == {}


def test_a_stopped_check_in_goes_on_where_it_was_left() -> None:
    """Beginning the same session again asks the question that waited."""
    assert Talk().reply(rate(4), Skip(), Stop(), Begin()) == [Asked(step=sleep)]


def test_a_note_is_replaced_by_a_change() -> None:
    """The new text stands, once."""
    talk = finished()
    talk.reply(Change(step="note"))
    talk.type("A walk.")
    talk.reply(Change(step="note"))
    talk.type("A long walk.")
    assert talk.value("note") == Written(text="A long walk.")
