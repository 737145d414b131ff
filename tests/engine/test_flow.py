"""The next step follows from the flow and the answers alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring import Flow, when
from bot.engine.flow import (
    Session,
    fits,
    next_step,
    path,
    placed_steps,
    session_from_json,
    session_to_json,
)
from bot.engine.steps import Step
from bot.engine.values import Answer, Chosen, Picked, Rated, Shown, Skipped, Value, Written
from tests.engine.talk import FLOW, hard, mood, note, people, rest, sleep, tip, wish, words
from tests.engine.test_values import VALUES

LOW, HIGH = Rated(value=1, scale="faces"), Rated(value=5, scale="faces")
ANSWERS = st.builds(Answer, value=st.none() | VALUES, open=st.booleans(), misses=st.integers(0, 9))
SESSIONS = st.builds(
    Session,
    flow=st.text(),
    version=st.integers(1, 9),
    answers=st.dictionaries(st.text(), ANSWERS, max_size=4),
    usual=st.dictionaries(st.text(), st.floats(0, 100), max_size=2),
)


def session(**values: Value) -> Session:
    """A session with closed answers."""
    return Session(flow=FLOW.id, answers={name: Answer(value=value) for name, value in values.items()})


def names(steps: list[Step]) -> list[str]:
    """The names of steps."""
    return [step.name for step in steps]


def test_conditions_add_up() -> None:
    """A step inside two conditions is asked only if both hold."""
    nested = Flow(
        id="nested",
        title="Nested",
        prompt="every day at 9:00",
        steps=[mood, sleep, when(mood.is_low, when(sleep.is_low, rest), note)],
        thanks="Thank you.",
    )
    assert [len(placed.conditions) for placed in placed_steps(nested.steps)] == [0, 0, 2, 1]
    assert names(path(nested, session(mood=LOW, sleep=HIGH))) == ["mood", "sleep", "note"]
    assert names(path(nested, session(mood=LOW, sleep=LOW))) == ["mood", "sleep", "rest", "note"]


def test_an_answer_off_the_path_decides_nothing() -> None:
    """A wish that belongs to a mood since corrected brings no tip."""
    answers = session(mood=HIGH, words=Skipped(), wish=Chosen(option="tip"))
    assert names(path(FLOW, answers)) == ["mood", "words", "sleep", "note"]


def test_an_open_answer_decides_nothing() -> None:
    """While a question is asked again, what it led to waits."""
    answers = session(mood=LOW).with_answer("mood", Answer(value=LOW, open=True))
    assert answers.value("mood") is None
    assert names(path(FLOW, answers)) == ["mood", "words", "sleep", "note"]


def test_the_next_step_is_the_first_without_an_answer() -> None:
    """A remark comes first where one stands, and nothing at the end."""
    assert next_step(FLOW, session()) is mood
    assert next_step(FLOW, session(mood=LOW)) is hard
    assert next_step(FLOW, session(mood=LOW, hard=Shown())) is words
    whole = session(mood=HIGH, words=Skipped(), sleep=Skipped(), note=Skipped())
    assert next_step(FLOW, whole) is None


def test_answers_are_taken_back_by_name() -> None:
    """The others stay as they were."""
    assert session(mood=LOW, note=Skipped()).without(["mood", "gone"]) == session(note=Skipped())


@pytest.mark.parametrize(
    ("step", "fitting"),
    [
        (mood, LOW),
        (words, Picked(words=("calm",))),
        (wish, Chosen(option="tip")),
        (note, Written(text="A walk.")),
        (hard, Shown()),
        (tip, Shown()),
        (people, Shown()),
    ],
)
def test_an_answer_fits_steps_of_its_kind(step: Step, fitting: Value) -> None:
    """Every other kind of answer is foreign to a step; any question can have been skipped."""
    every: list[Value] = [
        LOW,
        Picked(words=("calm",)),
        Chosen(option="tip"),
        Written(text="A walk."),
        Shown(),
    ]
    assert [value for value in every if fits(step, value)] == [fitting]
    assert fits(step, Skipped()) is (fitting != Shown())


def test_an_option_that_is_gone_fits_no_more() -> None:
    """A choice takes only the options that it has now."""
    assert not fits(wish, Chosen(option="cake"))


@given(SESSIONS)
def test_a_session_survives_json(before: Session) -> None:
    """A session is the same after a restart, whatever was answered."""
    assert session_from_json(session_to_json(before)) == before
