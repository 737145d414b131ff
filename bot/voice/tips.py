"""A tip as a person sees it: what to do, how long it takes, when to leave it, and what is known about it."""

from bot.care.choosing import SHORT_VERSION, Reason
from bot.care.feelings import all_feelings
from bot.care.tip import Tip
from bot.voice.buttons import short
from bot.voice.language import Language
from bot.voice.message import Button, Message, Rows, paragraphs, press

PREFIX = "t"


def tip_message(
    tr: Language, tip: Tip, offer_id: int, reason: Reason | None, *, brief: bool = False
) -> Message:
    """The tip with its buttons; `brief` shows its short version."""
    steps = (
        tr.say(tip.short)
        if brief
        else "\n".join(f"{n}. {tr.say(step)}" for n, step in enumerate(tip.steps, 1))
    )
    caution = tr.say(tip.caution) if tip.caution else ""
    evidence = f"<i>{tr.say(tip.evidence_words)}</i>"
    text = paragraphs(_title(tr, tip, brief=brief), _why(tr, reason), steps, caution, evidence)
    can_shorten = not brief and tip.minutes > SHORT_VERSION
    return Message(text=text, rows=_rows(tr, offer_id, can_shorten=can_shorten))


def tip_helped(tr: Language, tip: Tip) -> Message:
    """After 'this helped'."""
    text = tr.say("Good that it helped a little. I noted it.")
    return Message(text=paragraphs(f"<b>{tr.say(tip.title)}</b>", text), rows=_again(tr))


def tip_hidden(tr: Language, tip: Tip) -> Message:
    """After 'not for me'."""
    text = tr.say("All right, that one will not come again.")
    return Message(text=paragraphs(f"<b>{tr.say(tip.title)}</b>", text), rows=_again(tr))


def no_tip(tr: Language) -> Message:
    """When nothing fits."""
    text = tr.say("I have nothing more that fits right now. A person may be the better way.")
    return Message(text=text, rows=(_people(tr),))


def enough_tips(tr: Language, hidden: Tip | None = None) -> Message:
    """After two tips running that were not right; `hidden` is the second one, if it was 'not for me'."""
    gone = tr.say("All right, that one will not come again.") if hidden else ""
    title = f"<b>{tr.say(hidden.title)}</b>" if hidden else ""
    text = tr.say(
        "Two were not right for now, and that is all right. I stop suggesting here. Someone to talk to may"
        " be the better way."
    )
    later = tr.say("/tip brings another one whenever you ask for it.")
    return Message(text=paragraphs(title, gone, text, later), rows=(_people(tr),))


def _title(tr: Language, tip: Tip, *, brief: bool) -> str:
    minutes = SHORT_VERSION if brief else tip.minutes
    takes = tr.count("about a minute", "about {number} minutes", minutes)
    return f"<b>{tr.say(tip.title)}</b> · {takes}"


def _why(tr: Language, reason: Reason | None) -> str:
    known = all_feelings()
    feeling = known.get(reason.word) if reason is not None and reason.word is not None else None
    if feeling is None or not feeling.is_unpleasant:
        return ""
    return tr.say("You said {feeling}. This is for moments like that.", feeling=tr.plain(feeling.word))


def _rows(tr: Language, offer_id: int, *, can_shorten: bool) -> Rows:
    key = short(offer_id)
    first = [press(tr.plain("Another"), PREFIX, "another", key)]
    if can_shorten:
        first.append(press(tr.plain("Shorter"), PREFIX, "shorter", key))
    verdicts = (
        press(tr.plain("This helped"), PREFIX, "helped", key),
        press(tr.plain("Not for me"), PREFIX, "hide", key),
    )
    return (tuple(first), verdicts, _people(tr))


def _again(tr: Language) -> Rows:
    return ((press(tr.plain("Another"), PREFIX, "new"),), _people(tr))


def _people(tr: Language) -> tuple[Button, ...]:
    """Stands under every tip, so that after the lowest rating too a person is one tap away."""
    return (press(tr.plain("Someone to talk to"), "h", "show"),)
