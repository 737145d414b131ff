"""People to talk to: emergency number, helplines and ways to a therapist, as a message."""

from datetime import date

from babel.dates import format_date

from bot.care.numbers import Number
from bot.care.people import Emergency, Helpline, People, Reach, is_over_age
from bot.voice.language import N_, Language
from bot.voice.message import Button, Message, Rows, paragraphs, press, shorten

PREFIX = "h"
FIRST_SHOWN = 3
ALL_SHOWN = 12
LABEL = 38


def people_message(
    tr: Language, people: People, *, today: date, intro: str = "", more: bool = False
) -> Message:
    """The way to a person; the first lines only, unless `more` is asked for."""
    shown = people.helplines[: ALL_SHOWN if more else FIRST_SHOWN]
    lines = [_helpline(tr, line, today) for line in shown]
    emergency = _emergency(tr, people.emergency)
    text = paragraphs(_title(tr, people), intro, emergency, *lines, _otherwise(tr, people))
    return Message(text=text, rows=_rows(tr, people, more=more))


def first_contact(tr: Language, people: People) -> str:
    """The shortest way to a person, in two lines, for the help page."""
    parts = [_emergency(tr, people.emergency)]
    if people.helplines and people.helplines[0].reach in (Reach.EVERYONE, Reach.REGION):
        parts.append(_reach(tr, people.helplines[0]))
    if people.country is None:
        parts.append(_otherwise(tr, people))
    return "\n".join(part for part in parts if part)


def _title(tr: Language, people: People) -> str:
    if people.country is None:
        return f"<b>{tr.say('People to talk to')}</b>"
    return f"<b>{tr.say('People to talk to in {country}', country=tr.country(people.country))}</b>"


def _emergency(tr: Language, emergency: Emergency | None) -> str:
    if emergency is None:
        return tr.say("If someone is in danger now, call the emergency number where you are.")
    first = _spoken(tr, emergency.numbers)
    text = tr.say("If someone is in danger now, call {number}.", number=first)
    others = [
        tr.plain("{who} {number}", who=tr.plain(who), number=number) for who, number in emergency.others
    ]
    return f"{text} {tr.say('Also: {others}.', others=', '.join(others))}" if others else text


def _helpline(tr: Language, line: Helpline, today: date) -> str:
    audience = "" if line.reach is Reach.EVERYONE else line.audience
    parts = (line.hours, line.languages, audience, line.cost)
    about = [tr.plain(part) for part in parts if _is_known(part)]
    checked = format_date(line.checked_on, "MMMM y", locale=tr.locale)
    age = (
        N_("Checked in {month}; this may be out of date.")
        if is_over_age(line, today=today)
        else N_("Checked in {month}.")
    )
    return "\n".join(
        [_reach(tr, line), tr.say("{about}", about=" · ".join(about)), f"<i>{tr.say(age, month=checked)}</i>"]
    )


def _reach(tr: Language, line: Helpline) -> str:
    ways = []
    if line.phones:
        ways.append(tr.say("call {number}", number=_spoken(tr, line.phones)))
    if line.texts_to:
        ways.append(tr.say("text {number}", number=_spoken(tr, line.texts_to)))
    if line.chat_url:
        ways.append(tr.say("chat at {address}", address=line.chat_url))
    return f"<b>{tr.say('{name}', name=line.service)}</b>\n" + "\n".join(ways)


def _spoken(tr: Language, numbers: tuple[Number, ...]) -> str:
    """Numbers unbroken, so that Telegram makes them tappable, each with its remark."""
    return tr.plain(" or ").join(
        f"{n.dialled} ({tr.plain(n.note)})" if n.note else n.dialled for n in numbers
    )


def _otherwise(tr: Language, people: People) -> str:
    if people.helplines:
        return tr.say(
            "If none of these fits: findahelpline.com lists more, and a doctor or someone near you can help."
        )
    return tr.say(
        "I have no checked helpline for this place. findahelpline.com lists helplines of many countries, and"
        " a doctor or someone near you can help."
    )


def _rows(tr: Language, people: People, *, more: bool) -> Rows:
    rows: list[tuple[Button, ...]] = []
    finders = [finder for finder in people.finders if finder.url]
    rows.extend((Button(label=shorten(finder.name, LABEL), url=finder.url),) for finder in finders)
    rows.append((Button(label="findahelpline.com", url=people.international.url),))
    ways = []
    if not more and len(people.helplines) > FIRST_SHOWN and people.country:
        ways.append(press(tr.plain("More lines"), PREFIX, "more", people.country))
    ways.append(press(tr.plain("Another country"), PREFIX, "lands", 0))
    return (*rows, tuple(ways))


def _is_known(part: str) -> bool:
    return bool(part) and not part.startswith("not checked")
