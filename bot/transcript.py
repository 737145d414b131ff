"""A check-in played without Telegram: the real engine and the real voice, and the talk as readable text."""

import html
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.care.choosing import Moment, choose_tip, why
from bot.care.people import people_for
from bot.care.tips import load_tips
from bot.care.told import LOW, told_in
from bot.engine.events import Ended, Ending, Event, NothingChanged, TextKept, TipWanted
from bot.engine.flow import Flow, Session, session_from_json, session_to_json
from bot.engine.replies import Begin, Reply, Typed
from bot.engine.rhythm import read_rhythm
from bot.engine.scales import FACES, SCALES
from bot.engine.turn import take
from bot.errors import BotError
from bot.voice.buttons import reply_of
from bot.voice.checkin import Scene, answered, asking, changing, closing, scene
from bot.voice.language import Language
from bot.voice.lexicon import SpokenLexicon
from bot.voice.message import Button, Message
from bot.voice.people import first_contact
from bot.voice.questions import View
from bot.voice.tips import no_tip, tip_message

SESSION_ID = 1
TAP = "(tap) "
_TAG = re.compile(r"</?[a-z][^<>]*>")
_SIGN = re.compile(r"^[^\w#]+")
_HEAD = re.compile(r"# (flow|scale|usual): (.*)")


class BadTranscript(BotError):
    """A transcript cannot be played as it is written; the message says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the person does: a tap on the button of this label, or typed text."""

    text: str
    is_tap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a talk starts from; `usual` is the person's past average (0-100) by rating."""

    flow: Flow
    scale: str = FACES.id
    usual: Mapping[str, float] = field(default_factory=dict)
    language: Language = field(default_factory=Language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A check-in between two replies: what the last turn showed, and the buttons that can be pressed."""

    setting: Setting
    session: Session
    shown: tuple[Message, ...] = ()
    buttons: tuple[Button, ...] = ()
    kept: tuple[str, ...] = ()
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What a written talk starts from, and the person's part in it."""

    flow: str
    scale: str = FACES.id
    usual: Mapping[str, float] = field(default_factory=dict)
    acts: tuple[Act, ...] = ()


def begin(setting: Setting) -> Talk:
    """The talk at its first question."""
    flow = setting.flow
    session = Session(flow=flow.id, version=flow.version, usual=setting.usual)
    return _turn(Talk(setting=setting, session=session), Begin(), is_tap=False)


def go_on(talk: Talk, act: Act) -> Talk:
    """The talk after one more act. Raises BadTranscript for a tap on a button that is not there."""
    if act.is_tap:
        return press(talk, find_button(talk, act.text))
    return _turn(talk, Typed(text=act.text), is_tap=False)


def press(talk: Talk, button: Button) -> Talk:
    """The talk after a tap on one of its buttons."""
    parts = tuple((button.data or "").split(":"))[2:]
    view = _view(talk)
    match parts:
        case ("c",):
            return _showing(talk, (changing(view),))
        case ("k",):
            return _showing(talk, (closing(view, Ending.FINISHED),))
        case _:
            reply = reply_of(parts)
            return talk if reply is None else _turn(talk, reply, is_tap=True)


def find_button(talk: Talk, label: str) -> Button:
    """The button of this label, with or without the sign before it. Raises BadTranscript."""
    for button in talk.buttons:
        if label in (button.label, label_in_words(button)):
            return button
    there = ", ".join(label_in_words(button) for button in talk.buttons) or "none"
    raise BadTranscript(f"There is no button {label!r} here: tap one of those that are there ({there}).")


def label_in_words(button: Button) -> str:
    """The label without the face or tick before it."""
    return _SIGN.sub("", button.label)


def in_plain_text(message: Message) -> str:
    """The text as it is read: no tags, nothing escaped."""
    return html.unescape(_TAG.sub("", message.text))


def _turn(talk: Talk, reply: Reply, *, is_tap: bool) -> Talk:
    setting = talk.setting
    lexicon = SpokenLexicon(language=setting.language, scale=setting.scale)
    # Between two replies a session is what the database holds of it.
    stored = session_from_json(session_to_json(talk.session))
    taken = take(setting.flow, stored, reply, lexicon)
    if any(isinstance(event, NothingChanged) for event in taken.events):
        return replace(talk, shown=())
    ended = any(isinstance(event, Ended) for event in taken.events)
    kept = tuple(event.text for event in taken.events if isinstance(event, TextKept))
    after = replace(talk, session=taken.session, is_over=ended, kept=(*talk.kept, *kept))
    return _showing(after, tuple(_messages(after, taken.events, is_tap=is_tap)))


def _showing(talk: Talk, shown: tuple[Message, ...]) -> Talk:
    """Buttons stay until a message with others comes."""
    keyboards = [tuple(button for row in message.rows for button in row) for message in shown if message.rows]
    over = () if talk.is_over else talk.buttons
    return replace(talk, shown=shown, buttons=keyboards[-1] if keyboards else over)


def _messages(talk: Talk, events: Sequence[Event], *, is_tap: bool) -> Iterator[Message]:
    """As in a chat: a tap moves its message on; after typed text, or an offer, the next comes below."""
    view = _view(talk)
    happened = scene(view, events)
    if happened.offers:
        if is_tap or happened.remarks:
            yield answered(view, happened.remarks)
        happened.remarks.clear()
        yield from (_offered(view, offer) for offer in happened.offers)
    last = _last(view, happened, with_answers=is_tap and not happened.offers)
    if last is not None:
        yield last


def _last(view: View, happened: Scene, *, with_answers: bool) -> Message | None:
    if happened.ended is not None:
        return closing(view, happened.ended, happened.remarks)
    return asking(view, happened, with_answers=with_answers)


def _offered(view: View, offer: object) -> Message:
    """The tip or the people that a chat would show, without buttons, for they lead out of the check-in."""
    tr = view.language
    if not isinstance(offer, TipWanted):
        return Message(text=first_contact(tr, people_for(None)))
    values = {name: answer.value for name, answer in view.session.answers.items()}
    told = told_in(offer.step.suits, values)
    moment = Moment(
        band=told.band,
        words=told.words,
        unsaid=told.unsaid,
        hour=read_rhythm(view.flow.prompt).times[0].hour,
        lows_in_a_row=1 if told.band in LOW else 0,
        hidden=frozenset(),
        recent=frozenset(),
        at_most=None,
    )
    draw = random.Random(view.flow.id)  # noqa: S311 - the same talk always shows the same tip
    tip = choose_tip(load_tips(), moment, draw=draw)
    return replace(no_tip(tr) if tip is None else tip_message(tr, tip, 1, why(tip, moment)), rows=())


def _view(talk: Talk) -> View:
    setting = talk.setting
    return View(
        flow=setting.flow,
        session=talk.session,
        session_id=SESSION_ID,
        language=setting.language,
        scale=setting.scale,
        kept=talk.kept,
    )


def write_transcript(transcript: Transcript, flow: Flow, language: Language | None = None) -> str:
    """The whole talk as text: what the bot shows is indented, what the person does stands after `>`."""
    setting = Setting(
        flow=flow, scale=transcript.scale, usual=transcript.usual, language=language or Language()
    )
    talk = begin(setting)
    parts = [_head(transcript), _shown(talk)]
    for act in transcript.acts:
        talk = go_on(talk, act)
        parts += [_act_line(act), _shown(talk)]
    return "\n\n".join(part for part in parts if part) + "\n"


def read_transcript(text: str) -> Transcript:
    """The person's part of a written talk. Raises BadTranscript if its head cannot be read."""
    heads = {found[1]: found[2].strip() for line in text.splitlines() if (found := _HEAD.fullmatch(line))}
    scale = heads.get("scale", FACES.id)
    if "flow" not in heads or scale not in SCALES:
        scales = " or ".join(SCALES)
        raise BadTranscript(
            f"A transcript begins with '# flow: <id>' and '# scale: <{scales}>': write both lines."
        )
    acts = tuple(_read_act(line[2:]) for line in text.splitlines() if line.startswith("> "))
    return Transcript(flow=heads["flow"], scale=scale, usual=_read_usual(heads.get("usual", "")), acts=acts)


def numbered(talk: Talk) -> list[str]:
    """The buttons that the last turn showed, one a line: '[1] very low'."""
    if not any(message.rows for message in talk.shown):
        return []
    return [f"[{number}] {button.label}" for number, button in enumerate(talk.buttons, 1)]


def _head(transcript: Transcript) -> str:
    lines = [f"# flow: {transcript.flow}", f"# scale: {transcript.scale}"]
    if transcript.usual:
        usual = ", ".join(f"{name} {score:g}" for name, score in transcript.usual.items())
        lines.append(f"# usual: {usual}")
    return "\n".join(lines)


def _read_usual(text: str) -> Mapping[str, float]:
    try:
        pairs = [item.rsplit(maxsplit=1) for item in text.split(",") if item.strip()]
        return {name.strip(): float(score) for name, score in pairs}
    except ValueError as fault:
        raise BadTranscript(
            f"'# usual: {text}' cannot be read: write a rating and 0-100, as in 'mood 60'."
        ) from fault


def _shown(talk: Talk) -> str:
    blocks = [in_plain_text(message) for message in talk.shown]
    blocks.append("\n".join(numbered(talk)))
    lines = "\n\n".join(block for block in blocks if block).splitlines()
    return "\n".join(f"  {line}" if line.strip() else "" for line in lines)


def _act_line(act: Act) -> str:
    return f"> {TAP if act.is_tap else ''}{act.text}"


def _read_act(text: str) -> Act:
    return Act(text=text.removeprefix(TAP), is_tap=text.startswith(TAP))
