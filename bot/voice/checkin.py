"""What happened in a turn of a check-in, as messages."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from bot.engine.events import (
    AnswerEdited,
    AnswerWithdrawn,
    Asked,
    Ended,
    Ending,
    Event,
    NoteGiven,
    NothingChanged,
    NumberOffScale,
    OptionChosen,
    PeopleWanted,
    RatingGiven,
    Said,
    StepSkipped,
    TextKept,
    TipWanted,
    WordsGiven,
)
from bot.engine.flow import path
from bot.engine.replies import Change
from bot.engine.scales import SCALES
from bot.engine.steps import Choice, Note, Rating, Words
from bot.engine.values import Shown
from bot.voice.answers import kept_in_words, told
from bot.voice.buttons import CHECKIN, short
from bot.voice.message import TEXT_LIMIT, Message, in_rows, paragraphs, press, shorten
from bot.voice.questions import View, header, question

# After so many replies that were not understood the question is not put again; it stays open.
ASKED_AGAIN_AT_MOST = 2
# Characters of HTML; what was answered longer ago gives way to what comes next.
SO_FAR_LENGTH = 1_000


@dataclass(slots=True, kw_only=True)
class Scene:
    """A turn sorted for showing: remarks, offers in their order, and the question or the ending."""

    remarks: list[str] = field(default_factory=list)
    offers: list[TipWanted | PeopleWanted] = field(default_factory=list)
    asked: Asked | None = None
    ended: Ending | None = None
    unchanged: bool = False
    is_off_scale: bool = False
    is_edited: bool = False


def scene(view: View, events: Sequence[Event]) -> Scene:
    """Sort the events of one turn."""
    result = Scene()
    for event in events:
        _sort(event, result)
    has_words = any(isinstance(event, WordsGiven) for event in events)
    result.remarks = [text for event in events if (text := _remark(view, event, has_words=has_words))]
    return result


def _sort(event: Event, result: Scene) -> None:
    match event:
        case Asked():
            result.asked = event
        case TipWanted() | PeopleWanted():
            result.offers.append(event)
        case Ended():
            result.ended = event.how
        case NothingChanged():
            result.unchanged = True
        case NumberOffScale():
            result.is_off_scale = True
        case AnswerEdited():
            result.is_edited = True
        case Said() | TextKept():
            pass  # a remark
        case RatingGiven() | WordsGiven() | OptionChosen() | NoteGiven() | StepSkipped() | AnswerWithdrawn():
            pass  # answers are shown from the session, as they stand
        case _:
            assert_never(event)


def _remark(view: View, event: Event, *, has_words: bool) -> str:
    """What is said about an event, if anything; `has_words`: words were given in the same turn."""
    match event:
        case Said():
            return view.language.told(event.step.text)
        case TextKept():
            return _kept(view, has_words=has_words)
        case NumberOffScale():
            return _scale(view, event.step)
        case AnswerEdited():
            return view.language.say("Your answer reads as you changed it.")
        case _:
            return ""


def _kept(view: View, *, has_words: bool) -> str:
    if has_words:
        return view.language.say(
            "More words than fit here: the first are your answer, and all are kept as a note."
        )
    return view.language.say("I kept your words as a note. If you would rather talk to someone: /people")


def _scale(view: View, step: Rating) -> str:
    tr = view.language
    ends = {"low": tr.plain(step.low), "high": tr.plain(step.high)}
    return tr.say("The scale goes from 1 ({low}) to {top} ({high}).", top=SCALES[view.scale].top, **ends)


def so_far(view: View) -> str:
    """The answers on one line, as they stand above the next question."""
    answers = [answer for _, answer in told(view.language, view.flow, view.session)]
    last = _as_many_as_fit(answers[::-1], SO_FAR_LENGTH)
    return " · ".join(last[::-1])


def asking(view: View, happened: Scene, *, with_answers: bool) -> Message | None:
    """The question, after what was answered and said; None when it was put often enough."""
    if happened.asked is None:
        return None
    again = "" if happened.is_off_scale else _again(view, happened.asked)
    if again is None:
        return Message(
            text=paragraphs(
                *happened.remarks,
                view.language.say("The question above stays open for whenever you like. /cancel ends it."),
            )
        )
    put = question(view, happened.asked)
    above = so_far(view) if with_answers or happened.is_edited else ""
    return replace(
        put, text=paragraphs(header(view, happened.asked), above, *happened.remarks, again, put.text)
    )


def _as_many_as_fit(parts: Sequence[str], length: int) -> list[str]:
    """The first parts, with an ellipsis for the rest; a gap of three characters between counts too."""
    shown: list[str] = []
    for part in parts:
        if sum(len(one) + 3 for one in (*shown, part, "…")) > length:
            return [*shown, "…"]
        shown.append(part)
    return shown


def _again(view: View, asked: Asked) -> str | None:
    """A kind line before a question that is put again; None when it was put often enough."""
    say = view.language.say
    if asked.misses == 0:
        return ""
    if asked.misses > ASKED_AGAIN_AT_MOST:
        return None
    if asked.misses == 1:
        return {
            Rating: say("A rough guess is fine: tap a button, or type a number."),
            Choice: say("Whichever comes closest is fine: a tap is enough."),
            Words: say("One or two words are enough here: tap some, or type your own."),
            Note: say("A few words are enough here, or even one."),
        }[type(asked.step)]
    return say("No hurry. Here it is once more, and “Stop here” is fine too.")


def closing(view: View, how: Ending, remarks: Sequence[str] = ()) -> Message:
    """What was noted, and the way to put it right."""
    tr = view.language
    answers = [f"{asked}\n<b>{answer}</b>" for asked, answer in told(tr, view.flow, view.session)]
    head = header(view, None) if answers else ""
    thanks = _thanks(view, how, has_answers=bool(answers))
    room = TEXT_LIMIT - len(paragraphs(*remarks, head, thanks))
    shown = _as_many_as_fit([*answers, *kept_in_words(tr, view.kept)], room)
    change = press(tr.plain("Change something"), CHECKIN, short(view.session_id), "c")
    return Message(text=paragraphs(*remarks, head, *shown, thanks), rows=((change,),) if answers else ())


def _thanks(view: View, how: Ending, *, has_answers: bool) -> str:
    tr = view.language
    if not has_answers:
        return tr.say("All right, we stop here. /checkin starts it again.")
    return (
        tr.told(view.flow.thanks)
        if how is Ending.FINISHED
        else tr.say("We stop here. What you answered is kept.")
    )


def left(view: View) -> Message:
    """A check-in that was left for something else: what was answered stays in sight, the buttons go."""
    tr = view.language
    return Message(
        text=paragraphs(header(view, None), so_far(view), tr.say("Left here. What you answered is kept."))
    )


def answered(view: View, remarks: Sequence[str] = ()) -> Message:
    """The answers alone, where the next question comes below."""
    above = so_far(view) or ("" if remarks else view.language.say("It goes on below."))
    return Message(text=paragraphs(header(view, None), above, *remarks))


def changing(view: View) -> Message:
    """Which answer to change."""
    tr = view.language
    buttons = []
    for step in path(view.flow, view.session):
        value = view.session.value(step.name)
        if (
            isinstance(step, Rating | Words | Choice | Note)
            and value is not None
            and not isinstance(value, Shown)
        ):
            buttons.append(view.button(shorten(tr.plain(step.text), 40), Change(step=step.name)))
    keep = press(tr.plain("Leave it as it is"), CHECKIN, short(view.session_id), "k")
    text = paragraphs(header(view, None), tr.say("Which answer would you like to change?"))
    return Message(text=text, rows=(*in_rows(buttons, 1), (keep,)))
