"""The way to a person: shown on wish in every state, before consent too."""

from bot.care.people import countries, people_for
from bot.turns.desk import Desk
from bot.voice.help import help_message
from bot.voice.message import Message
from bot.voice.people import PREFIX, people_message
from bot.voice.places import country_rows, page_in


async def command(desk: Desk, _argument: str) -> None:
    """/people."""
    await show(desk)


async def help_command(desk: Desk, _argument: str) -> None:
    """/help, and the word."""
    people = people_for(desk.person.country, today=desk.now.date())
    desk.send(help_message(desk.tr, people, operator=desk.house.operator))


async def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """Another country, more lines, or the list itself."""
    match parts:
        case ("show",):
            await show(desk)
        case ("more", country) if country in countries():
            _show_country(desk, country, more=True, edits=desk.message_id)
        case ("lands", page) if (at := page_in(page)) is not None:
            rows = country_rows(desk.tr, countries(), (PREFIX, "land"), (PREFIX, "lands"), at)
            desk.answer(Message(text=desk.tr.say("Which country are you in?"), rows=rows))
        case ("land", country) if country in countries():
            _show_country(desk, country, edits=desk.message_id)
        case _:
            desk.notice = desk.tr.plain("This button no longer works. /people shows whom you can turn to.")


async def show(desk: Desk, *, intro: str = "") -> None:
    """The people of the person's country as a message of its own."""
    _show_country(desk, desk.person.country, intro=intro)


def _show_country(
    desk: Desk, country: str | None, *, intro: str = "", more: bool = False, edits: int | None = None
) -> None:
    today = desk.now.date()
    people = people_for(country, today=today)
    desk.send(people_message(desk.tr, people, today=today, intro=intro, more=more), edits=edits)
