"""Returning to an earlier question, in the middle or after the end."""

from dataclasses import replace

from bot.engine.flow import Flow, Session
from bot.engine.going import Taken, asked, go_on, nothing, questions
from bot.engine.steps import Question
from bot.engine.values import Picked


def go_back(flow: Flow, session: Session, step: str | None) -> Taken:
    """Ask the question before the current one, or the first one anew; None is the current one."""
    current = asked(flow, session)
    if step is not None and (current is None or current.name != step):
        return nothing(session)
    earlier = _before(flow, session, current)
    if not earlier:
        return go_on(flow, session)
    return _ask_again(flow, _leave(session, current, for_earlier=True), earlier[-1].name)


def change(flow: Flow, session: Session, step: str) -> Taken:
    """Ask `step` again; its answer stays beside it until another comes."""
    current = asked(flow, session)
    if current is not None and current.name == step:
        return nothing(session)
    is_earlier = any(question.name == step for question in _before(flow, session, current))
    left = _leave(session, current, for_earlier=is_earlier)
    answer = left.answers.get(step)
    is_answered = answer is not None and answer.value is not None
    if is_answered and any(question.name == step for question in questions(flow, left)):
        return _ask_again(flow, left, step)
    return nothing(session)


def leave_as_it_was(session: Session, step: str) -> Session:
    """Close a question that is asked again: the answer that it had stands."""
    return session.with_answer(step, replace(session.answers[step], open=False, misses=0))


def _ask_again(flow: Flow, session: Session, step: str) -> Taken:
    answer = replace(session.answers[step], open=True, misses=0)
    return go_on(flow, session.with_answer(step, answer))


def _before(flow: Flow, session: Session, current: Question | None) -> list[Question]:
    """The questions on the path before `current`; all of them at the end."""
    on_path = questions(flow, session)
    return on_path[: on_path.index(current)] if current is not None else on_path


def _leave(session: Session, current: Question | None, *, for_earlier: bool) -> Session:
    """Step away from the current question: an answer that it had stands, half-picked words stay open."""
    answer = session.answers.get(current.name) if current is not None else None
    if current is None or answer is None:
        return session
    if answer.value is None:
        return session.without([current.name])
    if for_earlier and isinstance(answer.value, Picked):
        return session
    return leave_as_it_was(session, current.name)
