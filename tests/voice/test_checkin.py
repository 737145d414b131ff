"""A turn in messages: what was said, what is asked, how it ends; and that Telegram takes all of it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.authoring import Flow, Note, Rating, Say
from bot.engine.check import check
from bot.engine.events import (
    AnswerEdited,
    Asked,
    Ended,
    Ending,
    Event,
    NothingChanged,
    NumberOffScale,
    Said,
    TextKept,
    WordsGiven,
)
from bot.engine.flow import Session
from bot.engine.scales import SCALES
from bot.engine.values import Answer, Picked, Rated, Skipped, Written
from bot.registry import load_flows
from bot.sandbox.html_text import parse_html
from bot.transcript import Act, Setting, Talk, begin, go_on, press
from bot.voice.checkin import SO_FAR_LENGTH, answered, asking, changing, closing, left, scene, so_far
from bot.voice.language import Language
from bot.voice.message import DATA_LIMIT, TEXT_LIMIT, Message
from bot.voice.questions import View
from tests.pseudo import PSEUDO

MOOD = Rating("mood", "How are you?", low="awful", high="great")
NOTE = Note("note", "Anything & <more>?", optional=True)
FLOW = Flow(id="f", title="A & B", prompt="every day at 9:00", steps=[MOOD, NOTE], thanks="Thanks <3 {you}")
GOOD = Answer(value=Rated(value=4, scale="faces"))
LONG_TEXT = "a long question " * 62
WORDS = st.text("<>&ab '\"\n:{}", min_size=1, max_size=40) | st.text(min_size=1, max_size=40)
TYPED = (
    st.sampled_from(["&" * 4096, "x" * 4096, "7/10", "sad", "back", "skip", "2", "no idea at all, sorry"])
    | WORDS
)
ACTS = st.lists(st.integers(0, 99) | st.integers(0, 99) | TYPED, max_size=14)


def view(flow: Flow = FLOW, **answers: Answer) -> View:
    """A session with these answers."""
    session = Session(flow=flow.id, answers=answers)
    return View(flow=flow, session=session, session_id=2**63 - 1, language=Language())


def seen(message: Message | None) -> str:
    """The text as Telegram shows it; raises Refusal where Telegram would."""
    assert message is not None
    return parse_html(message.text)[0]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(load_flows().flows.values())),
    st.sampled_from(list(SCALES)),
    st.sampled_from([Language(), PSEUDO]),
    ACTS,
)
def test_any_talk_stays_within_the_limits(
    flow: Flow, scale: str, tr: Language, acts: list[int | str]
) -> None:
    """Whatever is tapped or typed, Telegram takes each message and each button."""
    talk = begin(Setting(flow=flow, scale=scale, language=tr, usual={"day": 80}))
    _fits(talk)
    for act in acts:
        if isinstance(act, int):
            talk = press(talk, talk.buttons[act % len(talk.buttons)]) if talk.buttons else talk
        else:
            talk = go_on(talk, Act(text=act))
        _fits(talk)


def _fits(talk: Talk) -> None:
    for message in talk.shown:
        assert 0 < len(seen(message)) <= TEXT_LIMIT
        for button in (button for row in message.rows for button in row):
            assert button.label.strip()
            assert len((button.data or "").encode()) <= DATA_LIMIT


def test_the_longest_flow_that_is_allowed_still_ends_in_one_message() -> None:
    """Where not all answers fit, the first do, and an ellipsis stands for the rest."""
    steps = [Note(f"n{number}", LONG_TEXT) for number in range(12)]
    flow = replace(FLOW, steps=steps, thanks=LONG_TEXT)
    assert check(flow) == []
    shown = view(flow, **{step.name: Answer(value=Written(text="<&>" * 999)) for step in steps})
    text = seen(closing(shown, Ending.FINISHED))
    assert len(text) <= TEXT_LIMIT
    assert "\n\n…\n\n" in text
    assert text.endswith(LONG_TEXT)
    assert len(so_far(shown)) <= SO_FAR_LENGTH + len("…") + 3
    assert so_far(shown).startswith("…")


def test_the_words_of_a_flow_are_shown_as_they_are_written() -> None:
    """Signs and braces in a flow neither break a message nor vanish."""
    text = seen(closing(view(mood=GOOD, note=Answer(value=Written(text="<b>"))), Ending.FINISHED))
    assert "A & B" in text
    assert "Anything & <more>?\n<b>" in text
    assert text.endswith("Thanks <3 {you}")


def test_a_remark_stands_above_the_next_question() -> None:
    """Title and place first, then answers so far, the remark, the question."""
    events: list[Event] = [Said(step=Say("hard", "That is <hard>.")), Asked(step=NOTE)]
    shown = view(mood=GOOD)
    text = seen(asking(shown, scene(shown, events), with_answers=True))
    assert text.split("\n\n")[:4] == [
        "A & B · 2 of 2",
        "good (4 of 5)",
        "That is <hard>.",
        "Anything & <more>?",
    ]


def test_a_question_is_put_again_twice_and_then_stays_open() -> None:
    """Each time with other words; the third time no question is pushed; each time people are named."""
    shown = view()
    texts = [
        seen(
            asking(
                shown, scene(shown, [TextKept(text="x"), Asked(step=MOOD, misses=misses)]), with_answers=False
            )
        )
        for misses in (1, 2, 3)
    ]
    assert len(set(texts)) == 3
    assert all("I kept your words as a note." in text for text in texts)
    assert ["How are you?" in text for text in texts] == [True, True, False]
    assert all("/people" in text for text in texts)
    assert "/cancel" in texts[2]


def test_a_number_off_the_scale_is_met_with_the_scale() -> None:
    """Both ends in the step's own words, and the question again, however often it was missed before."""
    events: list[Event] = [NumberOffScale(step=MOOD), Asked(step=MOOD, misses=3)]
    for scale, ends in (("faces", "to 5 (great)."), ("ten", "to 10 (great).")):
        shown = replace(view(), scale=scale)
        text = seen(asking(shown, scene(shown, events), with_answers=False))
        assert text.split("\n\n")[1:3] == [f"The scale goes from 1 (awful) {ends}", "How are you?"]


def test_an_edit_shows_what_the_answer_is_now() -> None:
    """Above the question that waits stand the answers so far."""
    shown = view(mood=GOOD)
    events: list[Event] = [AnswerEdited(step="mood"), Asked(step=NOTE)]
    text = seen(asking(shown, scene(shown, events), with_answers=False))
    assert text.split("\n\n")[1:3] == ["good (4 of 5)", "Your answer reads as you changed it."]


def test_more_words_than_fit_are_an_answer_and_a_note() -> None:
    """The person is told what became of each."""
    happened = scene(view(), [WordsGiven(step="words", picked=Picked(own=("a",))), TextKept(text="a, b")])
    assert happened.remarks == [
        "More words than fit here: the first are your answer, and all are kept as a note."
    ]


def test_what_was_kept_beside_the_answers_is_in_the_summary() -> None:
    """Each text, a long one by its beginning, and as many as a message takes."""
    shown = replace(view(mood=GOOD), kept=("<a> & b", "word " * 99))
    text = seen(closing(shown, Ending.FINISHED))
    assert "\n\nKept as a note\n<a> & b\n\nword word" in text
    assert len(text) < 400
    many = seen(closing(replace(view(mood=GOOD), kept=("&" * 4096,) * 30), Ending.FINISHED))
    assert len(many) <= TEXT_LIMIT
    assert many.endswith("…\n\nThanks <3 {you}")


def test_nothing_is_asked_where_the_turn_asked_nothing() -> None:
    """An old button shows no question."""
    happened = scene(view(), [NothingChanged()])
    assert happened.unchanged
    assert asking(view(), happened, with_answers=True) is None


def test_an_ending_without_answers_says_so() -> None:
    """Nothing is thanked for that was not given, and nothing can be changed."""
    shown = view(mood=Answer(), note=Answer(value=Skipped()))
    assert scene(shown, [Ended(how=Ending.STOPPED)]).ended is Ending.STOPPED
    message = closing(shown, Ending.STOPPED, ["A remark."])
    assert "we stop here" in message.text
    assert message.text.startswith("A remark.")
    assert message.rows == ()


def test_a_stopped_checkin_keeps_what_was_answered() -> None:
    """It is told as a stop, not as an end."""
    assert seen(closing(view(mood=GOOD), Ending.STOPPED)).endswith("We stop here. What you answered is kept.")


def test_changing_offers_every_answer_and_the_way_out() -> None:
    """Also what was skipped can be answered after all; what was never reached cannot."""
    message = changing(view(mood=GOOD, note=Answer(value=Skipped())))
    assert [row[0].label for row in message.rows] == [
        "How are you?",
        "Anything & <more>?",
        "Leave it as it is",
    ]
    assert [row[0].label for row in changing(view(mood=GOOD)).rows] == ["How are you?", "Leave it as it is"]


def test_a_checkin_that_was_left_or_moved_on_keeps_its_answers_in_sight() -> None:
    """The buttons go, the answers stay."""
    for message in (left(view(mood=GOOD)), answered(view(mood=GOOD), ["A remark."])):
        assert "good (4 of 5)" in message.text
        assert message.rows == ()
