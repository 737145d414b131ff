"""Plain words that ask for something."""

import pytest

from bot.care.data import read_toml, shipped
from bot.care.phrases import INTERRUPTING, Wish, fold, languages, phrases_of, wish_in
from bot.voice.language import OFFERED


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("help", Wish.HELP),
        ("  I NEED help!! ", Wish.HELP),
        ("help me", Wish.HELP),
        ("Menu", Wish.HELP),
        ("commands?", Wish.HELP),
        ("I need someone to talk to.", Wish.PEOPLE),
        ("tip", Wish.TIP),
        ("A tip, please", Wish.TIP),
        ("I\N{RIGHT SINGLE QUOTATION MARK}d like a tip", Wish.TIP),
        ("pause", Wish.PAUSE),
        ("settings", Wish.SETTINGS),
        ("are you human?", Wish.ABOUT),
        ("Are you a bot??", Wish.ABOUT),
        ("who are you", Wish.ABOUT),
        ("Delete my data.", Wish.DELETION),
        ("who can read this?", Wish.PRIVACY),
    ],
)
def test_plain_words_do_what_they_say(text: str, wish: Wish) -> None:
    """Case, punctuation and apostrophes do not matter."""
    assert wish_in(text) is wish


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "that did not help",
        "I could not help it",
        "a tip from my boss",
        "my menu today",
        "helpful",
        "7",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    """A phrase inside a longer text is a part of that text and nothing else."""
    assert wish_in(text) is None


def test_the_word_help_is_understood_in_every_language() -> None:
    """English phrases are read where the language has no file of its own."""
    assert phrases_of("xx") == {}
    assert wish_in("help", "xx") is Wish.HELP


@pytest.mark.parametrize("language", languages())
def test_each_phrase_has_one_meaning(language: str) -> None:
    """The phrases are written as they are compared, none twice, and each wish has some."""
    raw = read_toml(shipped("phrases_data", f"{language}.toml"))
    phrases = [phrase for wish in Wish for phrase in raw[wish]]
    assert [phrase for phrase in phrases if fold(phrase) != phrase] == []
    assert len(set(phrases)) == len(phrases) == len(phrases_of(language))
    assert set(phrases_of(language).values()) == set(Wish)


def test_every_offered_language_has_its_words_for_help() -> None:
    """A language is not offered before its phrases are written."""
    assert set(OFFERED) <= set(languages())
    assert Wish.HELP in INTERRUPTING
