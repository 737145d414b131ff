"""Going on in a session: remarks and offers on the way to the next question, or to the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.engine.events import (
    AnswerWithdrawn,
    Asked,
    Ended,
    Ending,
    Event,
    NothingChanged,
    PeopleWanted,
    Said,
    TipWanted,
)
from bot.engine.flow import Flow, Session, fits, next_step, path, placed_steps
from bot.engine.steps import Choice, Note, OfferPeople, OfferTip, Question, Rating, Say, Step, Words
from bot.engine.values import Answer, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The session after a turn, and what happened in it."""

    session: Session
    events: Sequence[Event]


def asked(flow: Flow, session: Session) -> Question | None:
    """The question that waits for an answer, or None if none does."""
    return next((step for step in questions(flow, session) if session.value(step.name) is None), None)


def questions(flow: Flow, session: Session) -> list[Question]:
    """The questions on the path, answered or not."""
    return [step for step in path(flow, session) if isinstance(step, Question)]


def typed_at(flow: Flow, session: Session, message: int) -> Question | None:
    """The question on the path to which this message was the last reply, if it was typed."""
    typed_in = {name: answer.typed_in for name, answer in session.answers.items()}
    return next((step for step in questions(flow, session) if typed_in.get(step.name) == message), None)


def nothing(session: Session) -> Taken:
    """The reply belongs to another moment."""
    return Taken(session=session, events=[NothingChanged()])


def go_on(flow: Flow, session: Session, events: Sequence[Event] = ()) -> Taken:
    """Show remarks and offers until a question stands or the end is reached."""
    happened = list(events)
    while (step := next_step(flow, session)) is not None:
        event = _reached(step, session)
        happened.append(event)
        if isinstance(event, Asked):
            return Taken(session=session, events=happened)
        session = session.with_answer(step.name, Answer(value=Shown()))
    ended = _end(flow, session, Ending.FINISHED)
    return Taken(session=ended.session, events=[*happened, *ended.events])


def stop(flow: Flow, session: Session) -> Taken:
    """End here. Where nothing was left to ask, as after a change, the check-in is as finished as it was."""
    closed = _close(session)
    is_whole = next_step(flow, closed) is None
    return _end(flow, closed, Ending.FINISHED if is_whole else Ending.STOPPED)


def fit(flow: Flow, session: Session) -> Taken:
    """The session without answers that no longer fit their step, since the flow was rewritten meanwhile."""
    steps = {placed.step.name: placed.step for placed in placed_steps(flow.steps)}
    unfit = [
        name
        for name, answer in session.answers.items()
        if name in steps and answer.value is not None and not fits(steps[name], answer.value)
    ]
    return _withdraw(session, unfit) if unfit else Taken(session=session, events=[])


def forget_offers(flow: Flow, session: Session) -> Session:
    """Remarks and offers off the path count as not shown, so that they come if the path leads there again."""
    names = {step.name for step in path(flow, session)}
    shown = [name for name, answer in session.answers.items() if isinstance(answer.value, Shown)]
    return session.without([name for name in shown if name not in names])


def _reached(step: Step, session: Session) -> Asked | Said | TipWanted | PeopleWanted:
    match step:
        case Say():
            return Said(step=step)
        case OfferTip():
            return TipWanted(step=step)
        case OfferPeople():
            return PeopleWanted(step=step)
        case Rating() | Words() | Choice() | Note():
            answer = session.answers.get(step.name)
            return Asked(step=step, misses=answer.misses if answer else 0)
        case _:
            assert_never(step)


def _end(flow: Flow, session: Session, how: Ending) -> Taken:
    """End, and let go of answers that the path no longer reaches.

    An answer to a step that the flow has no more was true when it was given, and stays.
    """
    session = _close(session)
    on_path = {step.name for step in path(flow, session)}
    off_path = {placed.step.name for placed in placed_steps(flow.steps)} - on_path
    taken = _withdraw(session, [name for name in session.answers if name in off_path])
    return Taken(session=taken.session, events=[*taken.events, Ended(how=how)])


def _withdraw(session: Session, names: Sequence[str]) -> Taken:
    told = [name for name in names if not isinstance(session.answers[name].value, Shown)]
    return Taken(session=session.without(names), events=[AnswerWithdrawn(step=name) for name in told])


def _close(session: Session) -> Session:
    """No question stands open any more; one that was only looked at leaves no answer."""
    kept = {name: replace(a, open=False) for name, a in session.answers.items() if a.value is not None}
    return replace(session, answers=kept)
