"""Answers in words, as they stand in a check-in and in the history."""

from collections.abc import Sequence
from typing import assert_never

from bot.care.feelings import all_feelings
from bot.engine.flow import Flow, Session, path
from bot.engine.scales import SCALES
from bot.engine.steps import Choice, Note, Rating, Step, Words
from bot.engine.values import Chosen, Picked, Rated, Shown, Skipped, Value, Written
from bot.voice.language import Language, escape
from bot.voice.message import shorten

# A note is shown in full where it was written; elsewhere its beginning is enough.
NOTE_SHOWN = 200


def answer_in_words(tr: Language, step: Step, value: Value | None) -> str:
    """One answer as HTML; empty for what was skipped, only shown, or is still open."""
    match value:
        case Rated() if isinstance(step, Rating):
            return rating_in_words(tr, value, step.word(value.band))
        case Rated():
            return rating_in_words(tr, value, "")
        case Picked():
            return words_in_words(tr, value)
        case Chosen():
            return _option_in_words(tr, step, value.option)
        case Written():
            return escape(shorten(value.text, NOTE_SHOWN))
        case Skipped() | Shown() | None:
            return ""
        case _:
            assert_never(value)


def _option_in_words(tr: Language, step: Step, option: str) -> str:
    """The label; its key where the flow was rewritten and has the option no more."""
    labels = step.options if isinstance(step, Choice) else {}
    return tr.told(labels[option]) if option in labels else escape(option)


def rating_in_words(tr: Language, rated: Rated, word: str) -> str:
    """'good (4 of 5)'; without a word '4 of 5'."""
    top = SCALES[rated.scale].top
    if not word:
        return tr.say("{value} of {top}", value=rated.value, top=top)
    return tr.say("{word} ({value} of {top})", word=tr.plain(word), value=rated.value, top=top)


def words_in_words(tr: Language, picked: Picked) -> str:
    """The feelings by name, then the person's own words."""
    known = all_feelings()
    named = [tr.plain(known[word].word) for word in picked.words if word in known]
    return escape(tr.listed([*named, *picked.own]))


def kept_in_words(tr: Language, texts: Sequence[str]) -> Sequence[str]:
    """What was kept beside the answers, as HTML: one part a text, a heading before the first."""
    parts = [f"<b>{escape(shorten(text, NOTE_SHOWN))}</b>" for text in texts]
    return [f"{tr.say('Kept as a note')}\n{parts[0]}", *parts[1:]] if parts else []


def told(tr: Language, flow: Flow, session: Session) -> Sequence[tuple[str, str]]:
    """Question and answer for every step on the path that has one, both as HTML."""
    pairs = []
    for step in path(flow, session):
        answer = answer_in_words(tr, step, session.value(step.name))
        if answer and isinstance(step, Rating | Words | Choice | Note):
            pairs.append((tr.told(step.text), answer))
    return pairs
