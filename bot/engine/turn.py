"""One reply in, events out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bot.engine.events import (
    AnswerEdited,
    AnswerWithdrawn,
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
from bot.engine.flow import Flow, Session
from bot.engine.going import Taken, asked, fit, forget_offers, go_on, nothing, stop, typed_at
from bot.engine.reading import Lexicon, OffScale, read_command, read_value
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
from bot.engine.returning import change, go_back, leave_as_it_was
from bot.engine.scales import SCALES
from bot.engine.steps import Choice, Question, Rating, Words
from bot.engine.values import Answer, Chosen, Given, Picked, Rated, Skipped, Written

__all__ = ["Taken", "asked", "take", "typed_at"]


def take(flow: Flow, session: Session, reply: Reply, lexicon: Lexicon) -> Taken:
    """Take one reply. Any reply is welcome at any time: what does not fit the moment changes nothing."""
    fitted = fit(flow, session)
    taken = _take(flow, fitted.session, reply, lexicon)
    if taken.events == [NothingChanged()]:
        return nothing(session)
    return replace(taken, events=[*fitted.events, *taken.events])


def _take(flow: Flow, session: Session, reply: Reply, lexicon: Lexicon) -> Taken:
    match reply:
        case Begin():
            return go_on(flow, session)
        case Stop():
            return stop(flow, session)
        case Back():
            return go_back(flow, session, reply.step)
        case Change():
            return change(flow, session, reply.step)
        case Typed():
            return _take_text(flow, session, reply, lexicon)
        case Edited():
            return _take_edit(flow, session, reply, lexicon)
        case Skip():
            return _skip(flow, session, reply.step)
        case Rate() | Pick() | Done() | Choose():
            return _take_tap(flow, session, reply)
        case _:
            assert_never(reply)


def _skip(flow: Flow, session: Session, name: str | None) -> Taken:
    """Pass over an optional question; at any other, leave the answer that it had or ask again."""
    step = asked(flow, session)
    if step is None or (name is not None and name != step.name):
        return nothing(session)
    value = _value_beside(session, step.name)
    if step.optional:
        withdrawn = [AnswerWithdrawn(step=step.name)] if isinstance(value, Given) else []
        session = session.with_answer(step.name, Answer(value=Skipped()))
        return _answered(flow, session, [*withdrawn, StepSkipped(step=step.name)])
    if value is not None:
        return go_on(flow, leave_as_it_was(session, step.name))
    return _miss(flow, session, step)


def _take_text(flow: Flow, session: Session, typed: Typed, lexicon: Lexicon) -> Taken:
    step = asked(flow, session)
    command = read_command(typed.text, lexicon, step)
    if command is not None:
        return _take(flow, session, command, lexicon)
    if step is None or not typed.text.strip():
        return nothing(session)
    value = read_value(step, typed.text, lexicon)
    if value is None:
        remembered = _remember(session, step, typed)
        return _miss(flow, remembered, step, kept=[TextKept(text=typed.text)])
    if isinstance(value, OffScale):
        return go_on(flow, _remember(session, step, typed), [NumberOffScale(step=value.step)])
    return _give_typed(flow, session, step, value, typed)


def _remember(session: Session, step: Question, typed: Typed) -> Session:
    """Where there is no answer yet, one can still come with an edit of this message."""
    earlier = session.answers.get(step.name, Answer())
    if earlier.value is not None:
        return session
    return session.with_answer(step.name, replace(earlier, open=True, typed_in=typed.typed_in))


def _take_edit(flow: Flow, session: Session, edited: Edited, lexicon: Lexicon) -> Taken:
    """Read a message anew at the question that it was typed at; what is no answer there is kept beside it."""
    step = typed_at(flow, session, edited.typed_in)
    if step is None or not edited.text.strip():
        return nothing(session)
    typed = Typed(text=edited.text, typed_in=edited.typed_in)
    if _value_beside(session, step.name) is None:
        return _take_text(flow, session, typed, lexicon)
    value = read_value(step, edited.text, lexicon)
    if value is None:
        return go_on(flow, session, [TextKept(text=edited.text)])
    if isinstance(value, OffScale):
        return go_on(flow, session, [NumberOffScale(step=value.step)])
    taken = _give_typed(flow, session.with_answer(step.name, Answer()), step, value, typed)
    return replace(taken, events=[AnswerEdited(step=step.name), *taken.events])


def _miss(flow: Flow, session: Session, step: Question, *, kept: Sequence[Event] = ()) -> Taken:
    """Count a reply that was not understood, and ask again; how often is for the host to word."""
    earlier = session.answers.get(step.name, Answer())
    session = session.with_answer(step.name, replace(earlier, open=True, misses=earlier.misses + 1))
    return go_on(flow, session, kept)


def _give_typed(flow: Flow, session: Session, step: Question, value: Given, typed: Typed) -> Taken:
    if isinstance(step, Words) and isinstance(value, Picked):
        return _add_words(flow, session, step, value, typed)
    return _give(flow, session, step.name, value, typed_in=typed.typed_in)


def _add_words(flow: Flow, session: Session, step: Words, told: Picked, typed: Typed) -> Taken:
    """Typed words join those that were tapped; where there are too many, the typed ones go first.

    Only where they are the whole answer is their message remembered: its edit would lose the others.
    """
    before = _picked(session, step.name)
    fresh = (*told.words, *told.own)
    old = [word for word in (*before.words, *before.own) if word not in fresh]
    room = max(0, step.at_most - len(fresh))
    kept = {*fresh[: step.at_most], *old[max(0, len(old) - room) :]}
    picked = Picked(
        words=tuple(word for word in dict.fromkeys((*before.words, *told.words)) if word in kept),
        own=tuple(word for word in dict.fromkeys((*before.own, *told.own)) if word in kept),
    )
    left_out = [TextKept(text=typed.text)] if len(fresh) > step.at_most else []
    typed_in = None if before or left_out else typed.typed_in
    return _give(flow, session, step.name, picked, kept=left_out, typed_in=typed_in)


def _take_tap(flow: Flow, session: Session, reply: Rate | Pick | Done | Choose) -> Taken:
    step = asked(flow, session)
    if step is None or step.name != reply.step:
        return nothing(session)
    match step, reply:
        case Rating(), Rate() if reply.scale in SCALES and SCALES[reply.scale].holds(reply.value):
            return _give(flow, session, step.name, Rated(value=reply.value, scale=reply.scale))
        case Choice(), Choose() if reply.option in step.options:
            return _give(flow, session, step.name, Chosen(option=reply.option))
        case Words(), Pick():
            return _pick(flow, session, step, reply)
        case Words(), Done() if picked := _picked(session, step.name):
            return _give(flow, session, step.name, picked)
        case Words(), Done():
            return _skip(flow, session, step.name)
        case _:
            return nothing(session)


def _pick(flow: Flow, session: Session, step: Words, reply: Pick) -> Taken:
    """Set or lift one feeling; the question stays open until it is done."""
    before = _picked(session, step.name)
    others = tuple(word for word in before.words if word != reply.word)
    after = replace(before, words=(*others, reply.word) if reply.chosen else others)
    if len(after) == len(before) or len(after) > max(step.at_most, len(before)):
        return nothing(session)
    session = session.with_answer(step.name, Answer(value=after or None, open=True))
    event = WordsGiven(step=step.name, picked=after) if after else AnswerWithdrawn(step=step.name)
    return go_on(flow, session, [event])


def _picked(session: Session, step: str) -> Picked:
    value = _value_beside(session, step)
    return value if isinstance(value, Picked) else Picked()


def _value_beside(session: Session, step: str) -> object:
    """What was answered so far to a question that stands open."""
    answer = session.answers.get(step)
    return answer.value if answer else None


def _give(
    flow: Flow,
    session: Session,
    step: str,
    value: Given,
    *,
    kept: Sequence[Event] = (),
    typed_in: int | None = None,
) -> Taken:
    session = session.with_answer(step, Answer(value=value, typed_in=typed_in))
    return _answered(flow, session, [_given(step, value), *kept])


def _answered(flow: Flow, session: Session, events: Sequence[Event]) -> Taken:
    return go_on(flow, forget_offers(flow, session), events)


def _given(step: str, value: Given) -> Event:
    match value:
        case Rated():
            return RatingGiven(step=step, rated=value)
        case Picked():
            return WordsGiven(step=step, picked=value)
        case Chosen():
            return OptionChosen(step=step, chosen=value)
        case Written():
            return NoteGiven(step=step, written=value)
        case _:
            assert_never(value)
