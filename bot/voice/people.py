"""People to talk to: emergency number, helplines and ways to a therapist, short enough for a phone."""

import re
from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from babel.dates import format_date

from bot.care.numbers import Number
from bot.care.people import Emergency, Finder, Helpline, People, Reach, is_over_age
from bot.voice.language import N_, Language
from bot.voice.message import Button, Message, Rows, paragraphs, press
from bot.voice.places import country_message

PREFIX = "h"
FIRST_SHOWN = 3
ALL_SHOWN = 12
# What fits between the bars of a chat on a phone of 390 by 844 points, above two rows of buttons.
SCREEN_ROWS = 25
ROW_LENGTH = 33


def people_message(tr: Language, people: People, *, today: date, more: bool = False) -> Message:
    """The way to a person in a country; all lines if `more` is asked for, else as many as a screen holds.

    The emergency number stands above everything, and stays in sight when a chat has scrolled to its end.
    """
    if people.country is None:
        return unknown_country(tr, people)
    if more:
        return _country(tr, people, people.country, people.helplines[:ALL_SHOWN], today)
    shown = (people.first(number) for number in range(FIRST_SHOWN, 0, -1))
    messages = [_country(tr, people, people.country, lines, today) for lines in shown]
    return next((message for message in messages if _rows_of(message.text) <= SCREEN_ROWS), messages[-1])


def unknown_country(tr: Language, people: People) -> Message:
    """As long as no country is known: what it would bring to say it, and what helps without."""
    return Message(
        text=paragraphs(
            f"<b>{tr.say('People to talk to')}</b>", tell_country(tr), _emergency(tr, None), _worldwide(tr)
        ),
        rows=((choose_country(tr),), (_international(people),)),
    )


def unlisted_country(tr: Language, people: People) -> Message:
    """For a country of which nothing is known: said plainly, with what helps everywhere."""
    return Message(
        text=paragraphs(
            f"<b>{tr.say('People to talk to')}</b>",
            _emergency(tr, None),
            tr.say("I have no checked helpline for your country."),
            _worldwide(tr),
        ),
        rows=((_international(people),), (_another(tr),)),
    )


def therapists_message(tr: Language, people: People) -> Message:
    """The ways to a therapist in a country, with what each costs, in the order of the list."""
    title = tr.say("Finding a therapist: {country}", country=tr.country(people.country or ""))
    pages = [Button(label=finder.label, url=finder.url) for finder in people.finders if finder.url]
    text = paragraphs(
        f"<b>{title}</b>",
        *(_finder(tr, finder) for finder in people.finders),
        tr.say("Their own pages say what is on offer today."),
    )
    back = press(tr.plain("Back"), PREFIX, "land", people.country)
    return Message(text=text, rows=(*((page,) for page in pages), (back,)))


def ask_own_country(tr: Language, countries: Rows, *, is_kept: bool) -> Message:
    """Which country the person is in; kept, if there is a place to keep it."""
    remark = tr.say("I keep it for the next time. /settings changes it.") if is_kept else ""
    none = press(tr.plain("Mine is not here"), PREFIX, "unlisted")
    return country_message(tr, countries, remark, ways=((none, _back(tr)),))


def ask_another_country(tr: Language, countries: Rows) -> Message:
    """A country to look at, for someone else or on a journey."""
    text = paragraphs(
        f"<b>{tr.say('Which country would you like to see?')}</b>",
        tr.say("Only to look: your own country stays as it is."),
    )
    return Message(text=text, rows=(*countries, (_back(tr),)))


def first_contact(tr: Language, people: People) -> str:
    """The shortest way to a person, in a few lines, for the help page."""
    parts = [_emergency(tr, people.emergency)]
    if people.helplines and people.helplines[0].reach in (Reach.EVERYONE, Reach.REGION):
        parts.append(_reach(tr, people.helplines[0]))
    if people.country is None:
        parts.append(_worldwide(tr))
    return "\n".join(parts)


def tell_country(tr: Language) -> str:
    """What telling one's country would bring."""
    return tr.say("Tell me your country and I can show its numbers.")


def choose_country(tr: Language, where: str = "mine") -> Button:
    """The button beside `tell_country`."""
    return press(tr.plain("Choose my country"), PREFIX, where, 0)


def _emergency(tr: Language, emergency: Emergency | None) -> str:
    if emergency is None:
        return tr.say("If someone is in danger now, call the emergency number where you are.")
    number = _spoken(tr, emergency.numbers)
    if emergency.role:
        who = tr.plain(emergency.role)
        first = tr.say("If someone is in danger now, call <b>{number}</b> ({who}).", number=number, who=who)
    else:
        first = tr.say("If someone is in danger now, call <b>{number}</b>.", number=number)
    return "\n".join(line for line in (first, _other_numbers(tr, emergency)) if line)


def _other_numbers(tr: Language, emergency: Emergency) -> str:
    """What else can be dialled, each as a sentence of its own."""
    others = [
        tr.plain("{who} {number}", who=tr.plain(other.who), number=_spoken(tr, other.numbers))
        for other in emergency.others
    ]
    sentences = [
        tr.say("Also: {others}.", others=", ".join(others)) if others else "",
        tr.say("The number {number} works too.", number=emergency.also) if emergency.also else "",
        tr.say("From a mobile phone, {number} works too.", number=emergency.from_mobiles)
        if emergency.from_mobiles
        else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _helplines(tr: Language, people: People, lines: Sequence[Helpline], today: date) -> list[str]:
    """Each line, and what else helps; a day of checking that all lines share is said once, below them."""
    if len({line.checked_on for line in lines}) != 1:
        aged = [f"{_helpline(tr, line)}\n{_checked(tr, line, today)}" for line in lines]
        return [*aged, _otherwise(tr, people)]
    below = f"{_checked(tr, lines[0], today)}\n{_otherwise(tr, people)}"
    return [*(_helpline(tr, line) for line in lines), below]


def _helpline(tr: Language, line: Helpline) -> str:
    hours = line.hours or N_("Hours may differ; try at any time")
    audience = "" if line.reach is Reach.EVERYONE else line.audience
    about = [tr.plain(part) for part in (hours, line.languages, audience, line.cost) if part]
    return "\n".join([_reach(tr, line), tr.say("{about}", about=" · ".join(about))])


def _checked(tr: Language, line: Helpline, today: date) -> str:
    day = format_date(line.checked_on, "d MMMM y", locale=tr.locale)
    text = (
        N_("Checked on {day}; this may be out of date.")
        if is_over_age(line, today=today)
        else N_("Checked on {day}.")
    )
    return f"<i>{tr.say(text, day=day)}</i>"


def _reach(tr: Language, line: Helpline) -> str:
    ways = []
    if line.phones:
        ways.append(tr.say("call {number}", number=_spoken(tr, line.phones)))
    if line.texts_to:
        ways.append(_texting(tr, line.texts_to))
    if line.chat_url:
        ways.append(tr.say("chat at {address}", address=line.chat_url))
    return f"<b>{tr.say('{name}', name=line.service)}</b>\n" + "\n".join(ways)


def _texting(tr: Language, numbers: tuple[Number, ...]) -> str:
    """'text SHOUT to 85258': a remark in capitals is the word that the service waits for."""
    first = numbers[0]
    if len(numbers) == 1 and first.is_word:
        return tr.say("text {word} to {number}", word=first.note, number=first.dialled)
    return tr.say("text {number}", number=_spoken(tr, numbers))


def _spoken(tr: Language, numbers: tuple[Number, ...]) -> str:
    """Numbers unbroken, so that Telegram makes them tappable, each with its remark."""
    return tr.plain(" or ").join(
        f"{n.dialled} ({tr.plain(n.note)})" if n.note else n.dialled for n in numbers
    )


def _finder(tr: Language, finder: Finder) -> str:
    about = [tr.plain(part) for part in (finder.cost, finder.format, finder.languages) if part]
    return f"<b>{tr.say('{name}', name=finder.name)}</b>\n{tr.say('{about}', about=' · '.join(about))}"


def _otherwise(tr: Language, people: People) -> str:
    """What stands below the lines; a country whose lines are all for some people only is said to be so."""
    if not people.helplines:
        return f"{tr.say('I have no checked helpline for this country.')} {_worldwide(tr)}"
    if all(line.reach > Reach.REGION for line in people.helplines):
        return f"{tr.say('I know of no helpline for everyone here.')} {_worldwide(tr)}"
    return tr.say("A doctor or someone near you can help too.")


def _worldwide(tr: Language) -> str:
    return tr.say(
        "findahelpline.com lists helplines of many countries, and a doctor or someone near you can help."
    )


def _country(tr: Language, people: People, country: str, lines: Sequence[Helpline], today: date) -> Message:
    title = f"<b>{tr.say('People to talk to: {country}', country=tr.country(country))}</b>"
    text = paragraphs(title, _emergency(tr, people.emergency), *_helplines(tr, people, lines, today))
    further = _further(tr, people, country, shown=len(lines))
    around = (_international(people), _another(tr))
    return Message(text=text, rows=tuple(row for row in (further, around) if row))


def _further(tr: Language, people: People, country: str, *, shown: int) -> tuple[Button, ...]:
    """More of the same country, or back to its first lines."""
    ways = []
    if shown < len(people.helplines):
        ways.append(press(tr.plain("More lines"), PREFIX, "more", country))
    elif shown > len(people.first(FIRST_SHOWN)):
        ways.append(press(tr.plain("Fewer lines"), PREFIX, "land", country))
    if people.finders:
        ways.append(press(tr.plain("Find a therapist"), PREFIX, "therapists", country))
    return tuple(ways)


def _rows_of(text: str) -> int:
    """Rows that a text takes on a narrow phone, about: without its tags, broken between words."""
    lines = re.sub(r"</?[bi]>", "", text).split("\n")
    return sum(len(wrap(line, ROW_LENGTH)) or 1 for line in lines)


def _international(people: People) -> Button:
    return Button(label=people.international.label, url=people.international.url)


def _another(tr: Language) -> Button:
    return press(tr.plain("Another country"), PREFIX, "lands", 0)


def _back(tr: Language) -> Button:
    return press(tr.plain("Back"), PREFIX, "back")
