"""Reads how someone says they are: an everyday phrase as a score, a typed or spoken number as a value.

Each language is a file in `moods_data`; in a language without one, nothing is understood.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.care.data import read_toml, shipped

MIDDLE = 50
STRONGER, SOFTER = 1.3, 0.7
"""How far from the middle 'very' and 'a bit' move a score."""
HIGHEST = 10
"""The highest number that is read among other words; a number alone is read whatever its size."""
LONGEST = 12
"""Words; what is longer is a story."""

Phrase = tuple[str, ...]
Phrases = frozenset[Phrase]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    scores: Mapping[Phrase, float]
    numbers: Mapping[str, int]
    fillers: Phrases
    """May stand before and after."""
    endings: Phrases
    """May stand after."""
    negations: Phrases
    stronger: Phrases
    softer: Phrases
    out_of: Phrases
    around: Phrases
    until: Phrases
    """Between two numbers that are neighbours: 'six or seven'."""
    squeezed: Mapping[str, str]
    """Each known word by its form without doubled letters: 'god' -> 'good'."""

    def restore(self, word: str) -> str:
        """The known word of which this is a drawn-out form, as 'sooo' is of 'so'; else the word itself."""
        known = self.squeezed.values()
        short = _squeeze(word)
        return word if word in known or word == short else self.squeezed.get(short, word)


def languages() -> tuple[str, ...]:
    """The codes of the languages whose moods and number words are known."""
    names = (file.name for file in shipped("moods_data").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def mood_score(text: str, language: str = "en") -> float | None:
    """A score of 0-100, or None unless the whole text says nothing but how one is."""
    known = _language(language)
    words = _words_of_mood(text, known) if known else ()
    if known is None or not 0 < len(words) <= LONGEST:
        return None
    scores = (_score(core, known) for core in _cores(words, known.fillers, known.fillers | known.endings))
    return next((score for score in scores if score is not None), None)


def number_in(text: str, language: str = "en") -> tuple[int, int | None] | None:
    """The number and the top of its scale, if one was named: '7 out of 10' is (7, 10), 'a 7' is (7, None).

    A single decimal is rounded half up, because scales are whole: '6.5' is (7, None), and so is '6-7', which
    means the same. A number that stands alone may lie off every scale: '12/10' is (12, 10). None for other
    numbers than from 0 to 10 among words, for several numbers, and for anything that says more.
    """
    known = _language(language)
    words = _words_of_number(text)
    if known is None or not 0 < len(words) <= LONGEST:
        return None
    around = known.fillers | known.around
    found = ((core, _number(core, known)) for core in _cores(words, around, around))
    return next((number for core, number in found if number and (core == words or _is_small(*number))), None)


def _is_small(value: int, top: int | None) -> bool:
    return 0 <= value <= (top or HIGHEST) <= HIGHEST


def _score(words: Phrase, known: _Language) -> float | None:
    """The score of a phrase, or of one that is made stronger, softer or turned round."""
    if words in known.scores:
        return known.scores[words]
    for rest in _after(words, known.negations):
        if (plain := _plain_score(rest, known)) is not None:
            return _turned(plain)
    for prefixes, factor in ((known.stronger, STRONGER), (known.softer, SOFTER)):
        for rest in _after(words, prefixes):
            if (inner := _score(rest, known)) is not None:
                return min(max(MIDDLE + factor * (inner - MIDDLE), 0), 100)
    return None


def _plain_score(words: Phrase, known: _Language) -> float | None:
    """The score without 'very' or 'a bit': 'not too bad' says what 'not bad' says."""
    if words in known.scores:
        return known.scores[words]
    inner = (
        _plain_score(rest, known) for rest in _after(words, known.stronger | known.softer | known.fillers)
    )
    return next((score for score in inner if score is not None), None)


def _turned(score: float) -> float:
    """What 'not' makes of a score: 'not bad' is no praise, and 'not great' says less than 'not good'."""
    turns = ((15, 46), (45, 58), (60, 25), (80, 30))
    return next((turned for below, turned in turns if score < below), 35)


def _number(words: Phrase, known: _Language) -> tuple[int, int | None] | None:
    value, rest = _upper(words, known)
    top = _top(rest, known)
    return None if value is None or (rest and top is None) else (value, top)


def _upper(words: Phrase, known: _Language) -> tuple[int | None, Phrase]:
    """The number at the beginning, the upper of two neighbours, and what follows it."""
    value, rest = _value(words[0], known), words[1:]
    for further in _after(rest, known.until | {("-",), ("\u2013",)}):
        if value is not None and _value(further[0], known) == value + 1:
            return value + 1, further[1:]
    return value, rest


def _top(words: Phrase, known: _Language) -> int | None:
    tops = (_value(rest[0], known) for rest in _after(words, known.out_of | {("/",)}) if len(rest) == 1)
    return next((top for top in tops if top is not None), None)


def _value(word: str, known: _Language) -> int | None:
    """A longer number may be a telephone number; it is none here, and is kept as words are."""
    if match := re.fullmatch(r"([-\u2212]?)(0|[1-9]\d{0,3})(?:[.,](\d))?", word):
        sign, whole, tenths = match.groups(default="0")
        value = int(whole) + (int(tenths) >= 5)  # noqa: PLR2004 -- half up
        return -value if sign else value
    return known.numbers.get(word)


def _cores(words: Phrase, before: Phrases, after: Phrases) -> Iterator[Phrase]:
    """What may be left when such phrases are taken off either end: the most words first, never none."""
    found = [words]
    for core in found:
        yield core
        shorter = (*_after(core, before), *(core[: len(core) - n] for n in _ends(core, after)))
        found.extend(rest for rest in shorter if rest not in found)


def _after(words: Phrase, prefixes: Iterable[Phrase]) -> list[Phrase]:
    """What follows each of the prefixes that the words begin with, if anything: the longest prefix first."""
    lengths = sorted({len(prefix) for prefix in prefixes if words[: len(prefix)] == prefix}, reverse=True)
    return [words[length:] for length in lengths if length < len(words)]


def _ends(words: Phrase, suffixes: Iterable[Phrase]) -> set[int]:
    lengths = {len(suffix) for suffix in suffixes if words[-len(suffix) :] == suffix}
    return {length for length in lengths if length < len(words)}


_SAD_FACE = re.compile(r"[:;=]['\u2019]?-?[(/\\|\[]")
_PAUSES = '.,!?;:-\u2026\u2013\u2014()"~*\u201c\u201d'


def _words_of_mood(text: str, known: _Language) -> Phrase:
    """The words of a text; a sad face beside them makes it something that is not understood."""
    if _SAD_FACE.search(text):
        return ()
    folded = re.sub("['\u2019\u02bc`]", "", unicodedata.normalize("NFKC", text).casefold())
    words = (word for word in re.findall(r"[^\W_]+|[^\w\s]|_", folded) if word not in _PAUSES)
    return tuple(known.restore(word) for word in words)


def _words_of_number(text: str) -> Phrase:
    """The numbers, words and signs of a text, without the pauses at its end; keycaps are their digits."""
    plain = re.sub("[\ufe0f\u20e3'\u2019]", "", text.casefold()).replace("\U0001f51f", "10")
    plain = unicodedata.normalize("NFKC", plain.replace("\u00bd", ".5")).replace("%", "/100")
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
    words = re.findall(
        r"(?:^[-\u2212])?\d+(?:[.,]\d+)?|[^\W\d_]+|\S", digits.strip().rstrip(_PAUSES + " ").lstrip("~( ")
    )
    return tuple(words)


@cache
def _language(code: str) -> _Language | None:
    if code not in languages():
        return None
    raw = read_toml(shipped("moods_data", f"{code}.toml"))
    scores = {_phrase(text): float(score) for text, score in raw["scores"].items()}
    lists = {name: _phrases(raw[name]) for name in ("fillers", "endings", "negations", "stronger", "softer")}
    spoken = {name: _phrases(raw["number_phrases"][name]) for name in ("out_of", "around", "until")}
    words = sorted({word for phrase in (*scores, *frozenset().union(*lists.values())) for word in phrase})
    squeezed = {_squeeze(word): word for word in words}
    return _Language(scores=scores, numbers=raw["numbers"], squeezed=squeezed, **lists, **spoken)


def _phrases(texts: Iterable[Any]) -> Phrases:
    return frozenset(_phrase(text) for text in texts)


def _phrase(text: str) -> Phrase:
    return tuple(text.split())


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)
