"""A language that nobody speaks: every text accented, longer by half, and written right to left."""

import re
from gettext import NullTranslations

from babel.messages.pofile import read_po

from bot.locale.extract import TEMPLATE
from bot.voice.language import Language

ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćďéƒǵĥíĵķĺḿńóṕɋŕšťúṽŵẋýžÁɃĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŠŤÚṼŴẊÝŽ",
)
BEGIN, END = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
# A translator keeps places to fill, tags, commands and addresses as they are.
KEPT = re.compile(r"(\{\w*\}|</?[a-z]>|(?<!\w)/[a-z]+|[a-z]+\.com|@\w+)")
_LETTERS = re.compile(r"[A-Za-z]")
_ONE_PLACE = re.compile(r"\{\w*\}")
FEW = 5


class NotInTemplate(AssertionError):
    """A text was shown that a translator never gets to see."""


def in_pseudo(text: str) -> str:
    """The text as this language writes it."""
    parts = KEPT.split(text)
    accented = "".join(part if number % 2 else part.translate(ACCENTED) for number, part in enumerate(parts))
    longer = "ő" * (len(text) // 2)
    return f"{BEGIN}{accented}{longer}{END}"


class PseudoTranslations(NullTranslations):
    """Translates what is in the template, in three plural forms; raises NotInTemplate for all else."""

    def __init__(self) -> None:
        super().__init__()
        with TEMPLATE.open("rb") as file:
            ids = [message.id for message in read_po(file) if message.id]
        self.texts = frozenset(one if isinstance(one, str) else tuple(one) for one in ids)
        self.singulars = frozenset(one if isinstance(one, str) else one[0] for one in ids)

    def gettext(self, message: str) -> str:
        """The pseudo text; a lone place to fill is no text."""
        if not _LETTERS.search(_ONE_PLACE.sub("", message)):
            return message
        if message not in self.singulars:
            raise NotInTemplate(message)
        return in_pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One, few and many, each marked by its own sign."""
        if (msgid1, msgid2) not in self.texts:
            raise NotInTemplate(msgid1)
        form = "¹" if n == 1 else "²" if n < FEW else "⁵"
        return in_pseudo(msgid1 if n == 1 else msgid2) + form


PSEUDO = Language("he", PseudoTranslations())


def plain_english(text: str, *user_texts: str) -> list[str]:
    """The words of plain English in a text, beside what the person wrote and what a translator keeps."""
    for own in user_texts:
        text = text.replace(own, "")
    return _WORD.findall(KEPT.sub("", text))


_WORD = re.compile(r"[A-Za-z]+")
