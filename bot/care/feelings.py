"""The words for feelings: which ones are offered, and how typed ones are read."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.care.data import BadData, read_toml, shipped
from bot.care.needs import Need
from bot.engine.scales import Band

OFFERED = 12
"""How many words are offered at once."""
NO_BAND = "any"
"""The name in the data file of the words offered when no rating is known."""


class BadFeelings(BadData):
    """The file of feelings cannot be used; the message names the word and what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeling:
    """A word for how one feels; both levels run from -1 to 1 (Russell's circumplex)."""

    id: str
    word: str
    valence: float
    """From unpleasant to pleasant."""
    arousal: float
    """From little energy to much."""
    needs: frozenset[Need]

    @property
    def is_unpleasant(self) -> bool:
        """Whether it lies on the unpleasant half."""
        return self.valence < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vocabulary:
    feelings: Mapping[str, Feeling]
    offered: Mapping[str, tuple[str, ...]]
    joining: frozenset[str]


def all_feelings() -> Mapping[str, Feeling]:
    """Every feeling by id, the most pleasant and lively first, the lowest last."""
    return _vocabulary().feelings


def feelings_for(band: Band | None) -> tuple[Feeling, ...]:
    """The words that fit a rating best, mixed ones among them; without a rating, some of each kind."""
    vocabulary = _vocabulary()
    return tuple(vocabulary.feelings[name] for name in vocabulary.offered[band or NO_BAND])


@cache
def _vocabulary() -> _Vocabulary:
    return read_vocabulary(read_toml(shipped("feelings.toml"), BadFeelings))


def read_vocabulary(raw: Mapping[str, Any]) -> _Vocabulary:
    """Checks the content of a file of feelings; raises `BadFeelings`."""
    read = [_read_feeling(entry) for entry in raw["feelings"]]
    feelings = {feeling.id: feeling for feeling in read}
    if len(feelings) < len(read):
        raise BadFeelings("feelings.toml: an id stands twice; make each id unique.")
    offered = {band: _read_offer(band, raw["offered"], feelings) for band in (*Band, NO_BAND)}
    joining = frozenset(word for words in raw.get("joining", {}).values() for word in words.split())
    return _Vocabulary(feelings=feelings, offered=offered, joining=joining)


def _read_feeling(entry: Mapping[str, Any]) -> Feeling:
    try:
        feeling = Feeling(
            id=entry["id"],
            word=entry["word"],
            valence=float(entry["valence"]),
            arousal=float(entry["arousal"]),
            needs=frozenset(Need(need) for need in entry["needs"]),
        )
    except (KeyError, ValueError) as fault:
        raise BadFeelings(
            f"feelings.toml: the entry {dict(entry)} lacks or misspells {fault}; mend it."
        ) from fault
    if not (-1 <= feeling.valence <= 1 and -1 <= feeling.arousal <= 1):
        raise BadFeelings(f"feelings.toml: '{feeling.id}' has a level outside -1 to 1; move it inside.")
    return feeling


def _read_offer(band: str, offers: Mapping[str, Any], feelings: Mapping[str, Feeling]) -> tuple[str, ...]:
    names = tuple(offers.get(band, ()))
    unknown = [name for name in names if name not in feelings]
    if unknown or len(set(names)) != OFFERED:
        problem = f"offers the unknown word '{unknown[0]}'" if unknown else f"offers {len(set(names))} words"
        raise BadFeelings(f"feelings.toml: '{band}' {problem}; list {OFFERED} different known ids.")
    return names


_BETWEEN = re.compile(r"[,;/+&.!\n·•|]+")


def find_feelings(text: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of the feelings that a person typed, in their order, read against label -> id.

    Only if nothing else was typed: 'calm, tired' is understood, 'not calm' and whole stories are not.
    """
    known = {_plain(label): name for label, name in labels.items()}
    found: dict[str, None] = {}
    for part in _BETWEEN.split(text):
        names = _names_in(_plain(part).split(), known)
        if names is None:
            return ()
        found.update(dict.fromkeys(names))
    return tuple(found)


def _names_in(words: list[str], known: Mapping[str, str]) -> list[str] | None:
    names = []
    while words:
        length = _longest_label(words, known)
        if length:
            names.append(known[" ".join(words[:length])])
        elif words[0] not in _vocabulary().joining:
            return None
        words = words[length or 1 :]
    return names


def _longest_label(words: list[str], known: Mapping[str, str]) -> int:
    fitting = (length for length in range(len(words), 0, -1) if " ".join(words[:length]) in known)
    return next(fitting, 0)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w -]", " ", re.sub("['\u2019]", "", folded)).split())
