"""The way to a person: shown on wish in every state, before consent too."""

from bot.care.people import countries, people_for
from bot.turns.desk import Desk
from bot.voice import people as voice
from bot.voice.help import help_message
from bot.voice.message import Message
from bot.voice.places import country_rows, page_in


def command(desk: Desk, _argument: str) -> None:
    """/people."""
    show(desk)


def help_command(desk: Desk, _argument: str) -> None:
    """/help, and the word."""
    people = people_for(desk.person.country, today=desk.now.date())
    desk.send(help_message(desk.tr, people, operator=desk.house.operator))


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """Another country, more lines, a therapist, or the list itself."""
    match parts:
        case ("show",):
            show(desk)
        case ("back",):
            desk.answer(_own(desk))
        case ("unlisted",):
            desk.answer(voice.unlisted_country(desk.tr, people_for(None)))
        case (("lands" | "mine" | "ask") as screen, page) if (at := page_in(page)) is not None:
            _ask_country(desk, screen, at)
        case (name, country) if country in countries():
            _open(desk, name, country)
        case _:
            _refuse(desk)


def show(desk: Desk) -> None:
    """The people of the person's country as a message of its own."""
    desk.send(_own(desk))


def _open(desk: Desk, name: str, country: str) -> None:
    """A screen of one country."""
    match name:
        case "land":
            desk.answer(_of(desk, country))
        case "home":
            _keep(desk, country)
            desk.answer(_of(desk, country))
        case "more":
            desk.answer(_of(desk, country, more=True))
        case "therapists" if (people := people_for(country)).finders:
            desk.answer(voice.therapists_message(desk.tr, people))
        case _:
            _refuse(desk)


def _ask_country(desk: Desk, screen: str, page: int) -> None:
    """A country to look at, or the person's own; 'ask' leaves the message with the button as it is."""
    if screen == "lands":
        rows = country_rows(desk.tr, countries(), (voice.PREFIX, "land"), (voice.PREFIX, "lands"), page)
        desk.answer(voice.ask_another_country(desk.tr, rows))
        return
    rows = country_rows(desk.tr, countries(), (voice.PREFIX, "home"), (voice.PREFIX, "mine"), page)
    message = voice.ask_own_country(desk.tr, rows, is_kept=_is_settled(desk))
    desk.send(message, edits=None if screen == "ask" else desk.message_id)


def _keep(desk: Desk, country: str) -> None:
    """The country a person told; before the agreement nothing is kept, and the set-up asks by itself."""
    if _is_settled(desk):
        desk.person.country = country
        desk.db.add(desk.person)


def _is_settled(desk: Desk) -> bool:
    return desk.person.consented_at is not None and desk.person.setup is None


def _own(desk: Desk) -> Message:
    """For the country that was told; one whose lines were taken out of the lists is said to be so."""
    country = desk.person.country
    if country is not None and country not in countries():
        return voice.unlisted_country(desk.tr, people_for(None))
    return _of(desk, country)


def _of(desk: Desk, country: str | None, *, more: bool = False) -> Message:
    today = desk.now.date()
    return voice.people_message(desk.tr, people_for(country, today=today), today=today, more=more)


def _refuse(desk: Desk) -> None:
    desk.notice = desk.tr.plain("This button no longer works. /people shows whom you can turn to.")
