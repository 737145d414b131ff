"""Every flow can be read and answered in another language."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.care.feelings import all_feelings
from bot.engine.flow import placed_steps
from bot.engine.reading import read_value
from bot.engine.scales import FACES, SCALES, Band
from bot.engine.steps import Choice, Rating, Words
from bot.engine.values import Chosen, Picked, Rated
from bot.registry import load_flows
from bot.transcript import (
    Act,
    Setting,
    Talk,
    begin,
    find_button,
    go_on,
    in_plain_text,
    press,
    read_transcript,
)
from bot.voice.answers import NOTE_SHOWN
from bot.voice.lexicon import SpokenLexicon
from bot.voice.message import DATA_LIMIT, TEXT_LIMIT, Message, shorten
from tests.flows.rewrite import transcripts
from tests.pseudo import PSEUDO, in_pseudo, plain_english

CASES = [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in transcripts()]
STEPS = [placed.step for flow in load_flows().flows.values() for placed in placed_steps(flow.steps)]
LONGEST_LABEL = 60


@pytest.mark.parametrize("path", CASES)
def test_a_talk_in_another_language_holds_no_english(path: Path) -> None:
    """Beside the person's own words every letter of every message and button is of that language."""
    for messages, typed in _shown(path):
        for message in messages:
            shown = [in_plain_text(message), *(button.label for row in message.rows for button in row)]
            assert [plain_english(text, *typed) for text in shown] == [[] for _ in shown]


@pytest.mark.parametrize("path", CASES)
def test_a_talk_in_another_language_stays_within_the_limits(path: Path) -> None:
    """Longer texts still fit a message, a button, and the data behind it."""
    for messages, _ in _shown(path):
        for message in messages:
            assert 0 < len(in_plain_text(message)) <= TEXT_LIMIT
            for button in (button for row in message.rows for button in row):
                assert 0 < len(button.label) <= LONGEST_LABEL
                assert 0 < len((button.data or "").encode()) <= DATA_LIMIT


@pytest.mark.parametrize("path", CASES)
def test_a_talk_means_the_same_in_another_language(path: Path) -> None:
    """The answers of both talks are the same, whichever language they were given in."""
    english, foreign = _last(path)
    assert foreign.session.answers == english.session.answers
    assert foreign.is_over == english.is_over


@pytest.mark.parametrize("step", [step for step in STEPS if isinstance(step, Rating)], ids=lambda s: s.name)
@pytest.mark.parametrize("scale", list(SCALES))
def test_a_rating_is_answered_by_typing_a_translated_label(step: Rating, scale: str) -> None:
    """Each of the five words leads to its own fifth of the scale."""
    lexicon = SpokenLexicon(language=PSEUDO, scale=scale)
    words = (step.low, *step.between, step.high)
    read = [read_value(step, in_pseudo(word).upper(), lexicon) for word in words]
    assert [value.band for value in read if isinstance(value, Rated)] == list(Band)


@pytest.mark.parametrize("step", [step for step in STEPS if isinstance(step, Choice)], ids=lambda s: s.name)
def test_a_choice_is_answered_by_typing_a_translated_label(step: Choice) -> None:
    """Each label is read as its option, with a full stop or without."""
    lexicon = SpokenLexicon(language=PSEUDO, scale=FACES.id)
    for option, label in step.options.items():
        assert read_value(step, f" {in_pseudo(label)}. ", lexicon) == Chosen(option=option)


def test_feelings_are_answered_by_typing_translated_words() -> None:
    """Each feeling is known by its translated word, alone and beside another."""
    words = next(step for step in STEPS if isinstance(step, Words))
    lexicon = SpokenLexicon(language=PSEUDO, scale=FACES.id)
    sad = all_feelings()["sad"]
    for feeling in all_feelings().values():
        typed = f"{in_pseudo(feeling.word)}, {in_pseudo(sad.word)}"
        names = tuple(dict.fromkeys((feeling.id, "sad")))
        assert read_value(words, typed, lexicon) == Picked(words=names)


def _shown(path: Path) -> list[tuple[tuple[Message, ...], list[str]]]:
    """What is shown after each act in the pseudo-language, and what the person had typed until then."""
    typed: list[str] = []
    shown = []
    for talk, act in _talks(path):
        typed += [act.text, shorten(act.text, NOTE_SHOWN)] if act and not act.is_tap else []
        shown.append((talk[1].shown, sorted(typed, key=len, reverse=True)))
    return shown


def _last(path: Path) -> tuple[Talk, Talk]:
    return _talks(path)[-1][0]


def _talks(path: Path) -> list[tuple[tuple[Talk, Talk], Act | None]]:
    """The talk in English and in the pseudo-language side by side, after each act."""
    transcript = read_transcript(path.read_text(encoding="utf-8"))
    setting = Setting(
        flow=load_flows().flows[transcript.flow], scale=transcript.scale, usual=transcript.usual
    )
    talks = begin(setting), begin(replace(setting, language=PSEUDO))
    sides: list[tuple[tuple[Talk, Talk], Act | None]] = [(talks, None)]
    for act in transcript.acts:
        talks = go_on(talks[0], act), _foreign(talks, act)
        sides.append((talks, act))
    return sides


def _foreign(talks: tuple[Talk, Talk], act: Act) -> Talk:
    """The same act in the pseudo-language: the button with the same data, or the translated words."""
    english, foreign = talks
    if not act.is_tap:
        return go_on(foreign, replace(act, text=_translated(act.text)))
    data = find_button(english, act.text).data
    return press(foreign, next(button for button in foreign.buttons if button.data == data))


def _translated(text: str) -> str:
    """Known words one by one; any other text is the person's own in every language."""
    known = {word: word for word in ("back", "skip", "stop", "no", "no thanks")}
    known |= {feeling.word: feeling.word for feeling in all_feelings().values()}
    for step in STEPS:
        labels = [*step.options.values()] if isinstance(step, Choice) else []
        known |= {label.casefold(): label for label in labels}
        known |= (
            {word: word for word in (step.low, *step.between, step.high)} if isinstance(step, Rating) else {}
        )
    parts = text.split(", ")
    return (
        ", ".join(in_pseudo(known[part]) for part in parts) if all(part in known for part in parts) else text
    )
