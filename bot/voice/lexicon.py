"""The words of one language as the engine reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.care.feelings import all_feelings, find_feelings
from bot.care.moods import languages, mood_score, number_in
from bot.voice.language import OFFERED, Language
from bot.voice.questions import FACE_OF

# The faces of the buttons, typed: from 0 to 100 in equal steps, once or several times over.
FACES_SHOWN = {frozenset(face): 25.0 * number for number, face in enumerate(FACE_OF.values())}
BESIDE_A_FACE = frozenset(" \ufe0f")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLexicon:
    """Reads numbers, moods and feelings in a person's language, for the scale the person chose."""

    language: Language
    scale: str

    def number(self, text: str) -> tuple[int, int | None] | None:
        """See `bot.engine.reading.Lexicon`."""
        return number_in(text, self._spoken)

    def mood(self, text: str) -> float | None:
        """See `bot.engine.reading.Lexicon`."""
        face = FACES_SHOWN.get(frozenset(text) - BESIDE_A_FACE)
        return mood_score(text, self._spoken) if face is None else face

    def feelings(self, text: str) -> tuple[str, ...]:
        """See `bot.engine.reading.Lexicon`."""
        return find_feelings(text, self._labels())

    def label(self, text: str) -> str:
        """See `bot.engine.reading.Lexicon`."""
        return self.language.plain(text)

    def command(self, text: str) -> str | None:
        """See `bot.engine.reading.Lexicon`."""
        say = self.language.plain
        words = {
            "back": (say("back"), say("Back")),
            "skip": (say("skip"), say("Skip")),
            "stop": (say("stop"), say("cancel"), say("Stop here")),
            "done": (say("done"), say("Done")),
            "no": (say("no"), say("nope"), say("no thanks")),
            "none": (say("none"), say("none of these"), say("idk"), say("I don't know")),
        }
        typed = _folded(text.strip().strip(".!"))
        return next((name for name, known in words.items() if typed in map(_folded, known)), None)

    @property
    def _spoken(self) -> str:
        """The language whose words for numbers and moods are known; digits are the same in all."""
        return self.language.code if self.language.code in languages() else OFFERED[0]

    def _labels(self) -> Mapping[str, str]:
        return {self.language.plain(feeling.word): feeling.id for feeling in all_feelings().values()}


def _folded(text: str) -> str:
    """Case and apostrophes do not matter."""
    return text.casefold().replace("\u2019", "").replace("'", "")
