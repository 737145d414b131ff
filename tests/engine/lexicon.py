"""A small lexicon of English, real enough to type into a check-in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.engine.scales import FACES

FEELINGS: Mapping[str, str] = {
    "calm": "calm",
    "tired": "tired",
    "sad": "sad",
    "lonely": "lonely",
    "at ease": "ease",
}
MOODS: Mapping[str, float] = {"pretty bad": 20, "fine": 60, "great": 95}
COMMANDS: Mapping[str, str] = {
    "back": "back",
    "skip": "skip",
    "stop": "stop",
    "cancel": "stop",
    "done": "done",
    "no": "no",
    "idk": "none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallLexicon:
    """Knows a handful of words; `labels` are the translations of a flow's texts."""

    scale: str = FACES.id
    labels: Mapping[str, str] = field(default_factory=dict)

    def number(self, text: str) -> tuple[int, int | None] | None:
        """'7', '7/10' and '7 of 10'."""
        found = re.fullmatch(r"(-?[0-9]{1,3})(?:\s*(?:/|of)\s*([0-9]{1,3}))?", text.strip())
        return None if found is None else (int(found[1]), int(found[2]) if found[2] else None)

    def mood(self, text: str) -> float | None:
        """One of three phrases."""
        return MOODS.get(text.strip().casefold())

    def feelings(self, text: str) -> tuple[str, ...]:
        """Feelings between commas, if there is nothing else."""
        words = [word.strip().casefold() for word in text.split(",")]
        return tuple(FEELINGS[word] for word in words) if all(word in FEELINGS for word in words) else ()

    def label(self, text: str) -> str:
        """The translation of a text of a flow, or the text itself."""
        return self.labels.get(text, text)

    def command(self, text: str) -> str | None:
        """One of a few words."""
        return COMMANDS.get(text.strip().casefold())
