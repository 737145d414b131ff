"""Everything a person reads is handed to the translators."""

from pathlib import Path

import bot
from bot.care.feelings import all_feelings
from bot.care.people import load_people
from bot.care.texts import texts
from bot.care.tips import load_tips

ROOT = Path(bot.__file__).parent.parent
TEXTS = dict(texts())


def test_every_text_stands_once_with_its_file() -> None:
    """No text is empty or yielded twice, and the file named is there."""
    found = list(texts())
    assert len(found) == len(TEXTS)
    assert all(text.strip() for text in TEXTS)
    assert all((ROOT / place).is_file() for place in set(TEXTS.values()))


def test_tips_and_feelings_are_whole() -> None:
    """Each text of each tip and each word for a feeling is among them."""
    assert {text for tip in load_tips().values() for text in tip.texts()} <= TEXTS.keys()
    assert {feeling.word for feeling in all_feelings().values()} <= TEXTS.keys()


def test_what_is_said_about_people_is_whole() -> None:
    """Hours, languages, audience, cost, instructions and roles are among them; names and sources are not."""
    lists = load_people()
    line = lists.helplines[0]
    assert {line.hours, line.languages, line.audience, line.cost, line.phones[0].note} <= TEXTS.keys()
    assert {"ambulance", "in Spanish: press 2"} <= TEXTS.keys()
    assert TEXTS.keys().isdisjoint({line.service, line.source, lists.finders[0].source})
