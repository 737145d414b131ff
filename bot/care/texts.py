"""Every text of the care room that a person reads, for the catalogs of translations."""

from collections.abc import Iterator

from bot.care.contacts import Helpline
from bot.care.feelings import all_feelings
from bot.care.people import load_people
from bot.care.tips import load_tips


def texts() -> Iterator[tuple[str, str]]:
    """Each text once, with the file it stands in; names of services and operators stay as they are."""
    seen: set[str] = set()
    for text, place in (*_of_tips(), *_of_feelings(), *_of_people()):
        if text and text not in seen:
            seen.add(text)
            yield text, place


def _of_tips() -> Iterator[tuple[str, str]]:
    for tip in load_tips().values():
        for text in tip.texts():
            yield text, f"bot/care/tips_data/{tip.id}.toml"


def _of_feelings() -> Iterator[tuple[str, str]]:
    for feeling in all_feelings().values():
        yield feeling.word, "bot/care/feelings.toml"


def _of_people() -> Iterator[tuple[str, str]]:
    lists = load_people()
    for line in lists.helplines:
        for text in _of_helpline(line):
            yield text, "bot/care/people_data/helplines.csv"
    for finder in lists.finders:
        for text in (finder.languages, finder.cost, finder.format):
            yield text, "bot/care/people_data/therapist_finders.csv"
    for emergency in lists.emergency.values():
        for text in (emergency.role, *(other.who for other in emergency.others)):
            yield text, "bot/care/people_data/emergency_numbers.csv"


def _of_helpline(line: Helpline) -> Iterator[str]:
    yield from (line.hours, line.languages, line.audience, line.cost)
    yield from (number.note for number in (*line.phones, *line.texts_to) if not number.is_word)
