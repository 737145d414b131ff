"""A message that is edited after it was read is read anew, at the question that it was typed at."""

from dataclasses import replace

import pytest

from bot.engine.events import (
    AnswerEdited,
    Asked,
    Ended,
    Ending,
    NoteGiven,
    NumberOffScale,
    OptionChosen,
    RatingGiven,
    Said,
    StepSkipped,
    TextKept,
    WordsGiven,
)
from bot.engine.flow import session_from_json, session_to_json
from bot.engine.replies import Back, Edited, Pick, Skip, Typed
from bot.engine.turn import typed_at
from bot.engine.values import Chosen, Picked, Rated, Written
from tests.engine.talk import FLOW, NOTHING, Talk, choose, hard, mood, rate, sleep, wish, words


def typed(text: str, typed_in: int = 1) -> Typed:
    """Text in a message of this number."""
    return Typed(text=text, typed_in=typed_in)


def edited(text: str, typed_in: int = 1) -> Edited:
    """The message of this number, with another text."""
    return Edited(text=text, typed_in=typed_in)


def face(value: int) -> Rated:
    """One of five faces."""
    return Rated(value=value, scale="faces")


def test_an_edited_number_is_another_answer() -> None:
    """The question that waits stays the same, and what the path now leads past is said."""
    talk = Talk()
    talk.reply(typed("4"))
    given = RatingGiven(step="mood", rated=face(5))
    assert talk.reply(edited("5")) == [AnswerEdited(step="mood"), given, Asked(step=words)]
    assert talk.reply(edited("1"))[2:] == [Said(step=hard), Asked(step=words)]
    assert talk.value("mood") == face(1)


def test_an_edit_after_the_end_changes_the_answer() -> None:
    """The check-in is as finished as it was, unless the path now asks for more."""
    talk = Talk()
    talk.reply(typed("4"), Skip(), Skip(), typed("A walk.", 2))
    assert talk.reply(edited("5"))[-1] == Ended(how=Ending.FINISHED)
    written = NoteGiven(step="note", written=Written(text="A run."))
    assert talk.reply(edited("A run.", 2)) == [
        AnswerEdited(step="note"),
        written,
        Ended(how=Ending.FINISHED),
    ]
    assert talk.reply(edited("2"))[-1] == Asked(step=wish)


def test_an_edited_option_leads_elsewhere() -> None:
    """What only the old option led to is withdrawn at the end."""
    talk = Talk()
    talk.reply(rate(2), Skip(), typed("tip"))
    chosen = OptionChosen(step="wish", chosen=Chosen(option="nothing"))
    assert talk.reply(edited("nothing")) == [AnswerEdited(step="wish"), chosen, Asked(step=sleep)]


def test_edited_words_take_the_place_of_those_that_were_typed() -> None:
    """What is no longer in the message is no longer in the answer."""
    talk = Talk()
    talk.reply(rate(4), typed("sad"))
    given = WordsGiven(step="words", picked=Picked(words=("calm", "tired")))
    assert talk.reply(edited("calm, tired"))[:2] == [AnswerEdited(step="words"), given]


def test_words_that_stand_beside_tapped_ones_are_not_changed_by_an_edit() -> None:
    """The tapped ones would be lost; so it is with words of which some did not fit."""
    talk = Talk()
    talk.reply(rate(4), Pick(step="words", word="calm", chosen=True), typed("tired"))
    assert talk.reply(edited("sad")) == NOTHING
    talk.reply(Back(), typed("sad, tired, lonely", 2))
    assert talk.reply(edited("sad", 2)) == NOTHING


@pytest.mark.parametrize("first", ["hm banana", "11"])
def test_a_message_that_was_no_answer_becomes_one(first: str) -> None:
    """As long as its question waits, the edit is read as if it had been typed."""
    talk = Talk()
    talk.reply(typed(first))
    assert talk.reply(edited("4")) == [RatingGiven(step="mood", rated=face(4)), Asked(step=words)]
    talk.reply(typed("a story that is long", 2))
    assert talk.reply(edited("skip", 2)) == [StepSkipped(step="words"), Asked(step=sleep)]


def test_a_message_that_missed_answers_nothing_once_something_else_does() -> None:
    """The edit of a miss changes no answer that was tapped or typed after it."""
    talk = Talk()
    talk.reply(typed("hm banana"), rate(4))
    assert talk.reply(edited("2")) == NOTHING
    talk.reply(Back(), typed("hm", 2))
    assert talk.reply(edited("2", 2)) == NOTHING
    assert talk.value("mood") is None


def test_an_answer_that_was_looked_at_again_can_still_be_edited() -> None:
    """Back and skip leave its message beside it; the edit answers the question that was asked again."""
    talk = Talk()
    talk.reply(typed("4"), Back(), Skip(), Back())
    assert talk.reply(edited("5"))[-1] == Asked(step=words)
    assert talk.value("mood") == face(5)


def test_an_edit_that_is_no_answer_any_more_leaves_the_answer() -> None:
    """The words are kept as a note, and a number off the scale is told so."""
    talk = Talk()
    talk.reply(typed("4"))
    text = "4 because the sun was out"
    assert talk.reply(edited(text)) == [TextKept(text=text), Asked(step=words)]
    assert talk.reply(edited("11")) == [NumberOffScale(step=mood), Asked(step=words)]
    assert talk.value("mood") == face(4)


@pytest.mark.parametrize("edit", [edited("5", 7), edited(" ")])
def test_an_edit_of_another_message_changes_nothing(edit: Edited) -> None:
    """Nor does one that leaves nothing to read."""
    talk = Talk()
    talk.reply(typed("4"))
    assert talk.reply(edit) == NOTHING


def test_an_edited_answer_off_the_path_changes_nothing() -> None:
    """A question that is asked no more is not answered by an edit."""
    talk = Talk()
    talk.reply(typed("2"), Skip(), typed("tip", 2), edited("4"))
    assert talk.reply(edited("nothing", 2)) == NOTHING


def test_a_message_is_remembered_with_its_answer() -> None:
    """Also in a session that is read back from the database, and not at all in one from before."""
    talk = Talk()
    talk.reply(typed("4", 2**62))
    restored = session_from_json(session_to_json(talk.session))
    assert typed_at(FLOW, restored, 2**62) is mood
    before = session_from_json(session_to_json(talk.session).replace(f', "typed_in": {2**62}', ""))
    assert before.answers["mood"] == replace(talk.session.answers["mood"], typed_in=None)


def test_an_option_that_was_tapped_has_no_message() -> None:
    """A tap takes the place of what was typed."""
    talk = Talk()
    talk.reply(typed("2"), Skip(), typed("tip", 2), Back(), choose("nothing"))
    assert talk.reply(edited("people", 2)) == NOTHING
