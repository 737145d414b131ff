"""Reads plain words that ask for something of the bot, as 'help' and 'are you human?' do.

Each language is a file in `phrases_data`. A phrase counts only if it is the whole message.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from bot.care.data import BadData, read_toml, shipped

ALWAYS_READ = "en"
"""Its phrases are read in every language: 'help' is typed everywhere."""


class Wish(StrEnum):
    """What typed words may ask for."""

    HELP = "help"
    PEOPLE = "people"
    ABOUT = "about"
    PRIVACY = "privacy"
    DELETION = "deletion"
    TIP = "tip"
    PAUSE = "pause"
    SETTINGS = "settings"


INTERRUPTING = frozenset({Wish.HELP, Wish.PEOPLE, Wish.ABOUT, Wish.PRIVACY, Wish.DELETION})
"""What is met while a question is open too; the question stays open."""


class BadPhrases(BadData):
    """A file of phrases cannot be used; the message names the file and what to mend."""


def wish_in(text: str, language: str = ALWAYS_READ) -> Wish | None:
    """What the whole text asks for in a language or in English, or None."""
    said = fold(text)
    return phrases_of(language).get(said) or phrases_of(ALWAYS_READ).get(said)


def languages() -> tuple[str, ...]:
    """The codes of the languages that have phrases."""
    names = (file.name for file in shipped("phrases_data").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def fold(text: str) -> str:
    """The words of a text in lower case, without apostrophes and punctuation, one space between."""
    plain = re.sub("['\u2019\u02bc`]", "", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.findall(r"\w+", plain))


@cache
def phrases_of(language: str) -> Mapping[str, Wish]:
    """Each folded phrase with its wish; none for a language without a file; raises `BadPhrases`."""
    if language not in languages():
        return {}
    raw = read_toml(shipped("phrases_data", f"{language}.toml"), BadPhrases)
    if raw.keys() != set(Wish):
        raise BadPhrases(f"{language}.toml: give a list of phrases for each of {', '.join(Wish)}.")
    return {fold(phrase): wish for wish in Wish for phrase in raw[wish]}
