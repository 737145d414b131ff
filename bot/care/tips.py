"""Loads the tips, one file each, and refuses those that could do harm or hide where they come from."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from bot.care.data import BadData, read_toml, shipped
from bot.care.needs import Circumstance, Need
from bot.care.tip import DayTime, Evidence, Label, Tip, Trait
from bot.care.wording import LONGEST_SENTENCE, harms_in, long_sentences

__all__ = ["BadTip", "DayTime", "Evidence", "Label", "Tip", "Trait", "load_tips"]

LONGEST_TIP = 1500
"""Characters of all its texts together, exclusive: what a phone shows without much scrolling."""
SHORTEST, LONGEST = 1, 30
"""Minutes, both inclusive."""
NEEDED = ("id", "title", "minutes", "steps", "label", "suits", "times", "evidence", "source", "reviewer")
KNOWN = frozenset(NEEDED) | {"short", "traits", "not_for", "caution", "evidence_words", "reviewed_on"}
PARTING = "\n\n"

Word = TypeVar("Word", bound=StrEnum)


class BadTip(BadData):
    """A tip's file cannot be used; the message names the file, the field and what to do."""


def load_tips(folder: Traversable | None = None) -> dict[str, Tip]:
    """The tips of a folder by id, those that ship when none is given; raises `BadTip`."""
    return dict(_shipped_tips()) if folder is None else _read_folder(folder)


@cache
def _shipped_tips() -> dict[str, Tip]:
    return _read_folder(shipped("tips_data"))


def _read_folder(folder: Traversable) -> dict[str, Tip]:
    tips: dict[str, Tip] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            tip = _read_tip(file)
            if tip.id in tips:
                raise BadTip(f"{file.name}: id '{tip.id}' is taken by another file; choose another id.")
            tips[tip.id] = tip
    return tips


def _read_tip(file: Traversable) -> Tip:
    fields = _Fields(file.name, read_toml(file, BadTip))
    tip = Tip(
        id=fields.text("id"),
        title=fields.text("title"),
        minutes=fields.minutes(),
        steps=fields.list_of_texts("steps"),
        short=fields.text("short", default=""),
        label=fields.one("label", Label),
        suits=fields.some("suits", Need),
        times=fields.some("times", DayTime),
        traits=fields.some("traits", Trait, may_be_empty=True),
        not_for=fields.some("not_for", Circumstance, may_be_empty=True),
        caution=fields.text("caution", default=""),
        evidence=fields.one("evidence", Evidence),
        evidence_words=fields.text("evidence_words"),
        source=fields.text("source"),
        reviewer=fields.text("reviewer"),
        reviewed_on=fields.day("reviewed_on"),
    )
    _check_words(file.name, tip)
    return tip


class _Fields:
    """The fields of one file, each handed out only if it is right."""

    __slots__ = ("_file", "_raw")

    def __init__(self, file: str, raw: dict[str, Any]) -> None:
        self._file = file
        self._raw = raw
        unknown = sorted(raw.keys() - KNOWN)
        if unknown:
            raise self._bad(unknown[0], f"is unknown; take one of {', '.join(sorted(KNOWN))}")

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self._raw.get(name, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        raise self._bad(name, "is missing or empty; write it as a text")

    def list_of_texts(self, name: str) -> tuple[str, ...]:
        value = self._raw.get(name)
        if (
            isinstance(value, list)
            and value
            and all(isinstance(part, str) and part.strip() for part in value)
        ):
            return tuple(part.strip() for part in value)
        raise self._bad(name, "is missing or empty; write a list of short sentences")

    def minutes(self) -> int:
        value = self._raw.get("minutes")
        if type(value) is int and SHORTEST <= value <= LONGEST:
            return value
        raise self._bad("minutes", f"is {value!r}; give a whole number from {SHORTEST} to {LONGEST}")

    def one(self, name: str, words: type[Word]) -> Word:
        return self._word(name, self.text(name), words)

    def some(self, name: str, words: type[Word], *, may_be_empty: bool = False) -> frozenset[Word]:
        value = self._raw.get(name, [])
        if not isinstance(value, list) or not (value or may_be_empty):
            raise self._bad(name, f"is missing or empty; list some of {', '.join(words)}")
        return frozenset(self._word(name, word, words) for word in value)

    def day(self, name: str) -> str:
        value = self.text(name, default="")
        try:
            return date.fromisoformat(value).isoformat() if value else ""
        except ValueError:
            raise self._bad(name, f"is '{value}'; write a date as 2026-01-31, or leave it empty") from None

    def _word(self, name: str, value: object, words: type[Word]) -> Word:
        known = {word.value: word for word in words}
        if not isinstance(value, str) or value not in known:
            raise self._bad(name, f"holds '{value}', which is unknown; take one of {', '.join(words)}")
        return known[value]

    def _bad(self, name: str, problem: str) -> BadTip:
        return BadTip(f"{self._file}: {name} {problem}.")


def _check_words(file: str, tip: Tip) -> None:
    for problem in (*_too_long(tip), *_harmful(tip)):
        raise BadTip(f"{file}: {problem}.")


def _too_long(tip: Tip) -> Iterable[str]:
    whole = len(PARTING.join((*tip.texts(), tip.source)))
    if whole >= LONGEST_TIP:
        yield f"all texts together have {whole} characters; stay below {LONGEST_TIP}"
    for sentence in (long for text in tip.texts() for long in long_sentences(text)):
        yield f"a sentence is over {LONGEST_SENTENCE} words, make two of it: '{sentence}'"


def _harmful(tip: Tip) -> Iterable[str]:
    for text in tip.texts():
        for harm in harms_in(text):
            yield f"'{text}' {harm}; say it in other words"
