"""A question as a person sees it: its words and its buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.care.feelings import Feeling, all_feelings, feelings_for
from bot.engine.events import Asked
from bot.engine.flow import Flow, Session, path
from bot.engine.replies import Back, Choose, Done, Pick, Rate, Reply, Skip, Stop
from bot.engine.scales import FACES, SCALES, Band
from bot.engine.steps import Choice, Note, OfferPeople, OfferTip, Question, Rating, Say, Words
from bot.engine.values import Picked, Rated
from bot.voice.buttons import CHECKIN, parts_of, short
from bot.voice.language import Language
from bot.voice.message import Button, Message, Rows, in_rows, paragraphs, press

FACE_OF = {
    Band.VERY_LOW: "\N{DISAPPOINTED FACE}",
    Band.LOW: "\N{SLIGHTLY FROWNING FACE}",
    Band.MIDDLE: "\N{NEUTRAL FACE}",
    Band.GOOD: "\N{SLIGHTLY SMILING FACE}",
    Band.VERY_GOOD: "\N{SMILING FACE WITH SMILING EYES}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a question is shown with: the session it belongs to, the language, and the person's scale."""

    flow: Flow
    session: Session
    session_id: int
    language: Language
    scale: str = FACES.id
    offers_others: bool = False
    """Whether the first question shows the way to the other check-ins, as long as nothing is answered."""
    kept: Sequence[str] = ()
    """What was typed beside the answers and kept as notes."""

    def button(self, label: str, reply: Reply) -> Button:
        """A button that sends `reply` into this session."""
        return press(label, CHECKIN, short(self.session_id), *parts_of(reply))


def question(view: View, asked: Asked) -> Message:
    """The question with its hint, its buttons, and the row that goes back, on or out."""
    step = asked.step
    text = paragraphs(f"<b>{view.language.told(step.text)}</b>", _hint(view, step))
    return Message(text=text, rows=(*_answers(view, step), _ways(view, step)))


def header(view: View, asked: Asked | None) -> str:
    """The title of the check-in, and how far it is on the path that was taken: '2 of 4'."""
    tr = view.language
    questions = [
        s.name for s in path(view.flow, view.session) if not isinstance(s, Say | OfferTip | OfferPeople)
    ]
    if asked is None or asked.step.name not in questions:
        return f"<i>{tr.told(view.flow.title)}</i>"
    at = questions.index(asked.step.name) + 1
    place = tr.say("{title} · {at} of {all}", title=tr.plain(view.flow.title), at=at, all=len(questions))
    return f"<i>{place}</i>"


def _hint(view: View, step: Question) -> str:
    tr = view.language
    match step:
        case Rating() if view.scale != FACES.id:
            top = SCALES[view.scale].top
            ends = {"low": tr.plain(step.low), "high": tr.plain(step.high)}
            return tr.say("1 is {low}, {top} is {high}.", top=top, **ends)
        case Words():
            how = tr.count(
                "Choose one, or type a word of your own.",
                "Up to {number}. You can also type a word of your own.",
                step.at_most,
            )
            own = _picked(view, step).own
            return paragraphs(how, tr.say("In your own words: {words}", words=tr.listed(own)) if own else "")
        case Note():
            return tr.say("Write it as a message.")
        case Rating() | Choice():
            return ""
        case _:
            assert_never(step)


def _answers(view: View, step: Question) -> Rows:
    match step:
        case Rating():
            return _numbers(view, step)
        case Words():
            return _feelings(view, step)
        case Choice():
            label = view.language.plain
            taps = [
                view.button(label(text), Choose(step=step.name, option=o)) for o, text in step.options.items()
            ]
            return in_rows(taps, 1)
        case Note():
            return ()
        case _:
            assert_never(step)


def _numbers(view: View, step: Rating) -> Rows:
    """Five faces, each with number and word, one a row; 1-10 in two rows of five."""
    scale = SCALES[view.scale]
    buttons = []
    for value in range(1, scale.top + 1):
        rated = Rated(value=value, scale=scale.id)
        word = view.language.plain(step.word(rated.band))
        label = f"{FACE_OF[rated.band]} {value} · {word}" if scale is FACES else str(value)
        buttons.append(view.button(label, Rate(step=step.name, value=value, scale=scale.id)))
    return in_rows(buttons, 1 if scale is FACES else 5)


def _feelings(view: View, step: Words) -> Rows:
    """The feelings that are near the last rating, chosen ones marked by a tick and kept in sight."""
    picked = _picked(view, step)
    buttons = []
    for known in _near(view, picked):
        chosen = known.id in picked.words
        word = view.language.plain(known.word)
        reply = Pick(step=step.name, word=known.id, chosen=not chosen)
        buttons.append(view.button(f"\N{CHECK MARK} {word}" if chosen else word, reply))
    rows = in_rows(buttons, 3)
    done = view.button(view.language.plain("Done"), Done(step=step.name))
    return (*rows, (done,)) if len(picked) else rows


def _picked(view: View, step: Words) -> Picked:
    answer = view.session.answers.get(step.name)
    return answer.value if answer and isinstance(answer.value, Picked) else Picked()


def _near(view: View, picked: Picked) -> Sequence[Feeling]:
    offered = feelings_for(last_band(view.flow, view.session))
    every = all_feelings()
    others = [every[word] for word in picked.words if word in every and every[word] not in offered]
    return (*offered, *others)


def last_band(flow: Flow, session: Session) -> Band | None:
    """The band of the rating that was given last on the path."""
    values = [session.value(step.name) for step in path(flow, session)]
    ratings = [value for value in values if isinstance(value, Rated)]
    return ratings[-1].band if ratings else None


def _is_begun(view: View) -> bool:
    """Whether there is an answer; in a check-in that is opened again there always is."""
    return any(answer.value is not None for answer in view.session.answers.values())


def _ways(view: View, step: Question) -> tuple[Button, ...]:
    say = view.language.plain
    questions = [
        s.name for s in path(view.flow, view.session) if not isinstance(s, Say | OfferTip | OfferPeople)
    ]
    ways = []
    if questions[:1] != [step.name]:
        ways.append(view.button(say("Back"), Back(step=step.name)))
    elif view.offers_others and not _is_begun(view):
        ways.append(press(say("Other check-ins"), "k", "other"))
    if step.optional:
        ways.append(view.button(say("Skip"), Skip(step=step.name)))
    ways.append(view.button(say("Stop here"), Stop()))
    return tuple(ways)
