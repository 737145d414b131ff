"""Every message of the voice: what Telegram takes, and what another language needs."""

import re
from collections import Counter

import pytest

from bot.voice.language import Language
from bot.voice.message import DATA_LIMIT, TEXT_LIMIT
from tests.pseudo import PSEUDO, plain_english
from tests.voice.gallery import Shown, gallery

ENGLISH = gallery(Language())
FOREIGN = gallery(PSEUDO)
LONGEST_LABEL = 40


def test_the_gallery_is_rich() -> None:
    """Both languages show the same kinds of messages, and none twice."""
    names = [shown.name for shown in ENGLISH]
    assert names == [shown.name for shown in FOREIGN]
    assert len(set(names)) == len(names) > 100


@pytest.mark.parametrize("shown", [ENGLISH, FOREIGN], ids=["English", "pseudo"])
def test_telegram_takes_every_message(shown: list[Shown]) -> None:
    """Tags are closed, places are filled, texts are within 4,096 characters, and data within 64 bytes."""
    assert [one.name for one in shown if not 0 < len(one.text) <= TEXT_LIMIT or "{" in one.text] == []
    buttons = [button for one in shown for button in one.buttons]
    assert [button for button in buttons if (button.data is None) == (button.url is None)] == []
    assert [button for button in buttons if len((button.data or "").encode()) > DATA_LIMIT] == []


def test_labels_fit_a_phone() -> None:
    """A label has at most forty characters."""
    labels = {button.label for one in ENGLISH for button in one.buttons}
    assert {label for label in labels if not 0 < len(label) <= LONGEST_LABEL} == set()


def test_no_two_buttons_of_a_message_read_the_same() -> None:
    """Each label is told apart from the others, whatever its case."""
    for one in ENGLISH:
        times = Counter(button.label.casefold() for button in one.buttons)
        assert (one.name, [label for label, number in times.items() if number > 1]) == (one.name, [])


def test_no_button_speaks_by_sign_alone() -> None:
    """Each label has a letter or a digit that a screen reader says."""
    labels = {button.label for one in (*ENGLISH, *FOREIGN) for button in one.buttons}
    assert {label for label in labels if not re.search(r"\w", label)} == set()


def test_nothing_is_left_in_english() -> None:
    """Beside names, addresses, commands and countries every word is translated."""
    for one in FOREIGN:
        texts = [one.text, *(button.label for button in one.buttons if button.url is None)]
        left = [word for text in texts for word in plain_english(text, *one.names)]
        assert (one.name, left) == (one.name, [])
