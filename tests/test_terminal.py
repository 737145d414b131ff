"""A flow in the terminal: what is typed, what is shown, and how it ends."""

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.registry import load_flows
from bot.terminal import GOODBYE, play_flow
from bot.transcript import Act, read_transcript
from tests.pseudo import PSEUDO, plain_english

REGISTRY = load_flows()
KEPT = "I kept your words as a note."
SCALE = "The scale goes from 1 (very low) to 5 (very good)."


class Terminal:
    """Someone who types these lines and then Ctrl+D; `shown` is everything on the screen."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.shown: list[str] = []

    def read(self, prompt: str) -> str:
        """The next line, or the end of them."""
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        self.shown.append(prompt + line)
        return line

    def play(self, flow: str = "daily", *, scale: str = "faces", record: Path | None = None) -> str:
        """Everything that was shown."""
        play_flow(REGISTRY, flow, scale=scale, read=self.read, write=self.shown.append, record=record)
        return "\n".join(self.shown)


def test_buttons_are_numbered_and_a_number_presses_one() -> None:
    """Where no rating is asked; there a number is the answer."""
    text = Terminal("2", "1", "lonely", "3", "3").play()
    assert "[1] 😞 1 · very low" in text
    assert "low (2 of 5)" in text
    assert "[1] ✓ sad" in text
    assert "sad and lonely" in text
    assert "Just noting it" in text


def test_at_a_rating_a_button_is_behind_its_sign() -> None:
    """'6' is no number of the faces; '#6' is the button that stops."""
    assert "we stop here" in Terminal("#6").play()
    assert "so-so (6 of 10)" in Terminal("6", "1", "13").play()


@pytest.mark.parametrize(
    ("line", "answer"), [("#99", KEPT), ("#", KEPT), ("#x", KEPT), ("99", SCALE), ("0", SCALE)]
)
def test_a_number_without_a_button_is_typed_text(line: str, answer: str) -> None:
    """It is read as a reply like any other."""
    assert answer in Terminal(line).play()


def test_a_real_tip_and_the_way_to_a_person_are_shown() -> None:
    """Chosen for the answers that were given, and without a country."""
    tip = Terminal("pretty bad", "lonely", "something small to try").play()
    assert "You said lonely. This is for moments like that." in tip
    people = Terminal("pretty bad", "lonely", "someone to talk to").play()
    assert "findahelpline.com" in people


def test_tags_are_never_shown() -> None:
    """The text is plain."""
    text = Terminal("1", "1", "13", "1", "A note.").play()
    assert "<b>" not in text
    assert "<i>" not in text


def test_after_the_end_an_answer_can_be_changed_or_enter_ends() -> None:
    """Ctrl+D ends as well, at any moment."""
    text = Terminal("4", "skip", "skip", "1", "1", "5", "", "never read").play()
    assert "Which answer would you like to change?" in text
    assert "very good (5 of 5)" in text
    assert text.endswith(GOODBYE)
    assert Terminal().play().endswith(GOODBYE)


def test_an_end_without_answers_ends_the_game() -> None:
    """There is nothing left to press."""
    assert Terminal("stop", "never read").play().endswith(GOODBYE)


def test_an_unknown_flow_or_scale_names_those_there_are() -> None:
    """The sentence helps to type it right."""
    with pytest.raises(BotError, match=r"'nightly'.*daily, evening, morning, weekly"):
        Terminal().play("nightly")
    with pytest.raises(BotError, match=r"'seven'.*faces, ten"):
        Terminal().play(scale="seven")


def test_a_recorded_talk_is_a_transcript(tmp_path: Path) -> None:
    """It holds what was typed and tapped, and what was shown; half a talk is recorded too."""
    file = tmp_path / "new" / "case.txt"
    text = Terminal("7/10", "1", "", "#13").play(scale="ten", record=file)
    assert str(file) in text
    written = file.read_text(encoding="utf-8")
    calm, done = Act(text="calm", is_tap=True), Act(text="Done", is_tap=True)
    assert read_transcript(written).acts == (Act(text="7/10"), calm, done)
    assert read_transcript(written).scale == "ten"
    assert "  [1] ✓ calm\n" in written


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The folder is no file."""
    with pytest.raises(BotError, match="cannot be written"):
        Terminal("stop").play(record=tmp_path)


def test_a_flow_is_played_in_another_language() -> None:
    """All that the flow says is in that language; the frame around it is for authors, in English."""
    terminal = Terminal("7/10")
    play_flow(
        REGISTRY, "daily", scale="faces", read=terminal.read, write=terminal.shown.append, language=PSEUDO
    )
    assert plain_english("\n".join(terminal.shown[1:-2])) == []
