"""Whatever is sent into a check-in, it stays whole, and answering it comes to its end."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.events import (
    AnswerWithdrawn,
    Asked,
    Ended,
    Event,
    NoteGiven,
    NothingChanged,
    NumberOffScale,
    OptionChosen,
    RatingGiven,
    StepSkipped,
    TextKept,
    WordsGiven,
)
from bot.engine.flow import Flow, Session, placed_steps, session_from_json, session_to_json
from bot.engine.replies import (
    Back,
    Begin,
    Change,
    Choose,
    Done,
    Edited,
    Pick,
    Rate,
    Reply,
    Skip,
    Stop,
    Typed,
)
from bot.engine.steps import Choice, Note, Question, Rating, Words
from bot.engine.turn import Taken, asked, take
from bot.engine.values import Given, Value
from bot.registry import load_flows
from tests.engine.lexicon import COMMANDS, FEELINGS, MOODS, SmallLexicon
from tests.engine.talk import FLOW

FLOWS = [FLOW, *load_flows().flows.values()]
LEXICON = SmallLexicon()
every_flow = pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
quickly = settings(max_examples=40, deadline=None)


def sessions(flow: Flow) -> st.SearchStrategy[Session]:
    """New sessions of people with any past, or none."""
    names = [placed.step.name for placed in placed_steps(flow.steps)]
    usual = st.dictionaries(st.sampled_from(names), st.floats(0, 100), max_size=2)
    return st.builds(Session, flow=st.just(flow.id), usual=usual)


def replies(flow: Flow) -> st.SearchStrategy[Reply]:
    """Taps of every kind, sound and forged, and text of every kind."""
    steps = [placed.step for placed in placed_steps(flow.steps)]
    options = [option for step in steps if isinstance(step, Choice) for option in step.options]
    names = st.sampled_from([*(step.name for step in steps), "nowhere"])
    scales = st.sampled_from(["faces", "ten", "stars"])
    words = st.sampled_from(["calm", "tired", "sad", "lonely"])
    texts = st.sampled_from([*COMMANDS, *FEELINGS, *MOODS, *options, "7/10", "9", "11", "sad, calm"])
    messages = st.integers(1, 3)
    return st.one_of(
        st.just(Begin()),
        st.builds(Rate, step=names, value=st.integers(-1, 11), scale=scales),
        st.builds(Pick, step=names, word=words, chosen=st.booleans()),
        st.builds(Done, step=names),
        st.builds(Choose, step=names, option=st.sampled_from([*options, "cake"])),
        st.builds(Typed, text=st.text() | texts, typed_in=messages),
        st.builds(Edited, text=st.text() | texts, typed_in=messages),
        st.builds(Back, step=st.none() | names),
        st.builds(Skip, step=st.none() | names),
        st.builds(Change, step=names),
        st.just(Stop()),
    )


def sensible(question: Question, number: int) -> list[Reply]:
    """Taps that answer a question; `number` picks one of the possible answers."""
    match question:
        case Rating():
            return [Rate(step=question.name, value=1 + number % 5, scale="faces")]
        case Words():
            return [Pick(step=question.name, word="calm", chosen=True), Done(step=question.name)]
        case Choice():
            options = list(question.options)
            return [Choose(step=question.name, option=options[number % len(options)])]
        case Note():
            return [Typed(text="A walk.")]


def talks(flow: Flow) -> st.SearchStrategy[tuple[Session, list[Reply]]]:
    """A session, and what is sent into it: half of it random, half of it what was asked for."""
    return st.tuples(sessions(flow), st.lists(replies(flow), max_size=12))


def reply_to(flow: Flow, session: Session, reply: Reply, number: int) -> Sequence[Reply]:
    """`reply` itself, or, so that talks get anywhere, an answer to what is asked."""
    question = asked(flow, session)
    return sensible(question, number) if question is not None and number % 2 else [reply]


def play(flow: Flow, data: st.DataObject) -> list[tuple[Session, Reply, Taken]]:
    """A random talk: each session as it was, the reply, and what came of it."""
    session, sent = data.draw(talks(flow))
    played = []
    for reply in sent:
        for one in reply_to(flow, session, reply, data.draw(st.integers(0, 9))):
            taken = take(flow, session, one, LEXICON)
            played.append((session, one, taken))
            session = taken.session
    return played


@every_flow
@quickly
@given(data=st.data())
def test_a_restart_makes_no_difference(flow: Flow, data: st.DataObject) -> None:
    """A session read back from JSON before a reply goes on exactly like one that stayed in memory."""
    for session, reply, taken in play(flow, data):
        restored = session_from_json(session_to_json(session))
        assert take(flow, restored, reply, LEXICON) == taken


@every_flow
@quickly
@given(data=st.data())
def test_a_turn_closes_with_what_is_to_be_shown(flow: Flow, data: st.DataObject) -> None:
    """Each turn ends in the question that now waits, in the end, or in nothing at all having changed."""
    for session, _, taken in play(flow, data):
        last = taken.events[-1]
        assert isinstance(last, Asked | Ended | NothingChanged)
        if isinstance(last, Asked):
            assert last.step is asked(flow, taken.session)
        if isinstance(last, Ended):
            assert not any(answer.open for answer in taken.session.answers.values())
        if NothingChanged() in taken.events:
            assert taken == Taken(session=session, events=[NothingChanged()])


def record(kept: dict[str, Value], event: Event) -> None:
    """Keep what an event tells, as a store does."""
    match event:
        case RatingGiven():
            kept[event.step] = event.rated
        case WordsGiven():
            kept[event.step] = event.picked
        case OptionChosen():
            kept[event.step] = event.chosen
        case NoteGiven():
            kept[event.step] = event.written
        case StepSkipped() | AnswerWithdrawn():
            kept.pop(event.step, None)
        case _:
            pass


@every_flow
@quickly
@given(data=st.data())
def test_the_events_tell_everything(flow: Flow, data: st.DataObject) -> None:
    """Whoever stores the events alone has the answers of the session at every moment."""
    kept: dict[str, Value] = {}
    for _, _, taken in play(flow, data):
        for event in taken.events:
            record(kept, event)
        values = {name: answer.value for name, answer in taken.session.answers.items()}
        assert kept == {name: value for name, value in values.items() if isinstance(value, Given)}


@every_flow
@quickly
@given(data=st.data())
def test_nothing_typed_is_lost(flow: Flow, data: st.DataObject) -> None:
    """Text at a question that is no command is an answer, or kept as a note, or a number off the scale."""
    told = (RatingGiven, WordsGiven, OptionChosen, NoteGiven, TextKept, NumberOffScale)
    for session, reply, taken in play(flow, data):
        is_command = isinstance(reply, Typed) and LEXICON.command(reply.text) is not None
        if isinstance(reply, Typed) and reply.text.strip() and not is_command and asked(flow, session):
            assert any(isinstance(event, told) for event in taken.events)


@every_flow
@quickly
@given(data=st.data())
def test_a_double_tap_counts_once(flow: Flow, data: st.DataObject) -> None:
    """Sending a tap of a question twice leaves the session as sending it once did."""
    for _, reply, taken in play(flow, data):
        if isinstance(reply, Rate | Pick | Choose | Change):
            assert take(flow, taken.session, reply, LEXICON).session == taken.session


@every_flow
@quickly
@given(data=st.data())
def test_answering_comes_to_the_end(flow: Flow, data: st.DataObject) -> None:
    """From wherever a talk stands, one answer a question leads out of it."""
    played = play(flow, data)
    session = played[-1][2].session if played else data.draw(sessions(flow))
    most = len(list(placed_steps(flow.steps))) + 1
    for _ in range(most):
        question = asked(flow, session)
        if question is None:
            break
        for reply in sensible(question, data.draw(st.integers(0, 9))):
            session = take(flow, session, reply, LEXICON).session
    assert asked(flow, session) is None
