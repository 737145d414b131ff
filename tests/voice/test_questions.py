"""A question: its words, its buttons, and the row that goes back, on or out."""

from dataclasses import replace

from bot.authoring import Choice, Flow, Note, Rating, Words, when
from bot.engine.events import Asked
from bot.engine.flow import Session
from bot.engine.scales import Band
from bot.engine.steps import Question
from bot.engine.values import Answer, Chosen, Picked, Rated
from bot.voice.language import Language
from bot.voice.questions import View, header, last_band, question

MOOD = Rating("mood", "How are you?", low="awful", high="great")
WORDS = Words("words", "Which words?", at_most=2, optional=True)
WISH = Choice("wish", "What now?", options={"tip": "A tip", "no": "Nothing"})
NOTE = Note("note", "Anything else?", optional=True)
FLOW = Flow(
    id="f",
    title="Title",
    prompt="every day at 9:00",
    steps=[MOOD, WORDS, when(MOOD.is_low, WISH), NOTE],
    thanks="Thanks.",
)
VIEW = View(flow=FLOW, session=Session(flow="f"), session_id=35, language=Language())
LOW = Answer(value=Rated(value=2, scale="faces"))


def after(**answers: Answer) -> View:
    """The view with these answers."""
    return replace(VIEW, session=Session(flow="f", answers=answers))


def labels(view: View, step: Question) -> list[list[str]]:
    """The labels of the buttons, row by row."""
    return [[button.label for button in row] for row in question(view, Asked(step=step)).rows]


def test_faces_carry_number_and_word() -> None:
    """One button a row, from the lowest to the highest, then the way out."""
    assert labels(VIEW, MOOD) == [
        ["😞 1 · awful"],
        ["🙁 2 · low"],
        ["😐 3 · so-so"],
        ["🙂 4 · good"],
        ["😊 5 · great"],
        ["Stop here"],
    ]


def test_ten_numbers_stand_in_two_rows_and_their_ends_have_words() -> None:
    """What 1 and 10 mean is said in the text."""
    view = replace(VIEW, scale="ten")
    assert labels(view, MOOD)[:2] == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]
    assert "1 is awful, 10 is great." in question(view, Asked(step=MOOD)).text


def test_the_first_question_leads_to_other_checkins_where_it_was_not_prompted() -> None:
    """Later ones lead back."""
    view = replace(VIEW, offers_others=True)
    assert labels(view, MOOD)[-1] == ["Other check-ins", "Stop here"]
    assert labels(replace(after(mood=LOW), offers_others=True), WORDS)[-1] == ["Back", "Skip", "Stop here"]


def test_only_optional_questions_can_be_skipped() -> None:
    """The row of ways says which."""
    assert labels(after(mood=LOW), WISH) == [["A tip"], ["Nothing"], ["Back", "Stop here"]]
    assert labels(after(mood=LOW), NOTE) == [["Back", "Skip", "Stop here"]]


def test_chosen_feelings_are_ticked_and_done_appears() -> None:
    """A tap on a ticked one lifts it; one that is not near the rating stays in sight."""
    picked = Answer(value=Picked(words=("sad", "proud")), open=True)
    rows = question(after(mood=LOW, words=picked), Asked(step=WORDS)).rows
    buttons = {button.label: button.data for row in rows for button in row}
    assert buttons["✓ sad"] == "c:z:w:words:-sad"
    assert buttons["tired"] == "c:z:w:words:+tired"
    assert "✓ proud" in buttons
    assert [button.label for button in rows[-2]] == ["Done"]
    assert "Done" not in str(labels(after(mood=LOW), WORDS))


def test_words_of_ones_own_are_told_when_the_question_is_asked_again() -> None:
    """They have no button, so they stand in the text."""
    picked = Answer(value=Picked(own=("wobbly <", "odd")), open=True)
    text = question(after(mood=LOW, words=picked), Asked(step=WORDS)).text
    assert "In your own words: wobbly &lt; and odd" in text
    assert "In your own words" not in question(after(mood=LOW), Asked(step=WORDS)).text


def test_how_many_words_may_be_chosen_is_said() -> None:
    """One and several have their own sentences."""
    assert "Up to 2." in question(VIEW, Asked(step=WORDS)).text
    assert "Choose one," in question(VIEW, Asked(step=Words("words", "Which?", at_most=1))).text


def test_the_header_counts_on_the_path_that_was_taken() -> None:
    """A low rating leads past one question more."""
    assert header(VIEW, Asked(step=MOOD)) == "<i>Title · 1 of 3</i>"
    assert header(after(mood=LOW), Asked(step=NOTE)) == "<i>Title · 4 of 4</i>"
    assert header(VIEW, None) == header(VIEW, Asked(step=WISH)) == "<i>Title</i>"


def test_the_last_rating_on_the_path_chooses_the_feelings() -> None:
    """Without a rating there is no band."""
    assert last_band(FLOW, VIEW.session) is None
    session = Session(flow="f", answers={"mood": LOW, "wish": Answer(value=Chosen(option="tip"))})
    assert last_band(FLOW, session) is Band.LOW
