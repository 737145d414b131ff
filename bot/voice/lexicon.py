"""The words of one language as the engine reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.care.feelings import all_feelings, find_feelings
from bot.care.moods import mood_score, number_in
from bot.voice.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLexicon:
    """Reads numbers, moods and feelings in a person's language, for the scale the person chose."""

    language: Language
    scale: str

    def number(self, text: str) -> tuple[int, int | None] | None:
        """See `bot.engine.reading.Lexicon`."""
        return number_in(text)

    def mood(self, text: str) -> float | None:
        """See `bot.engine.reading.Lexicon`."""
        return mood_score(text)

    def feelings(self, text: str) -> tuple[str, ...]:
        """See `bot.engine.reading.Lexicon`."""
        return find_feelings(text, self._labels())

    def label(self, text: str) -> str:
        """See `bot.engine.reading.Lexicon`."""
        return self.language.plain(text)

    def command(self, text: str) -> str | None:
        """See `bot.engine.reading.Lexicon`."""
        say = self.language.plain
        words = {say("back"): "back", say("skip"): "skip", say("stop"): "stop", say("cancel"): "stop"}
        return words.get(text.strip().strip(".!").casefold())

    def _labels(self) -> Mapping[str, str]:
        return {self.language.plain(feeling.word): feeling.id for feeling in all_feelings().values()}
