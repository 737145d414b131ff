"""Every message of the voice: what Telegram takes, and what another language needs."""

import re

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


@pytest.mark.parametrize("shown", [*ENGLISH, *FOREIGN], ids=lambda shown: shown.name)
def test_telegram_takes_every_message(shown: Shown) -> None:
    """Tags are closed, texts are within 4,096 characters, and data within 64 bytes."""
    assert 0 < len(shown.text) <= TEXT_LIMIT
    assert "{" not in shown.text
    for button in shown.buttons:
        assert (button.data is None) != (button.url is None)
        assert len((button.data or "").encode()) <= DATA_LIMIT


@pytest.mark.parametrize("shown", ENGLISH, ids=lambda shown: shown.name)
def test_labels_fit_a_phone(shown: Shown) -> None:
    """A label has at most forty characters, a row of two or three less, and each is told apart."""
    labels = [button.label for button in shown.buttons]
    assert all(0 < len(label) <= LONGEST_LABEL for label in labels)
    assert len({label.casefold() for label in labels}) == len(labels)


@pytest.mark.parametrize("shown", ENGLISH, ids=lambda shown: shown.name)
def test_no_button_speaks_by_sign_alone(shown: Shown) -> None:
    """Each label has a letter or a digit that a screen reader says."""
    assert all(re.search(r"\w", button.label) for button in shown.buttons)


@pytest.mark.parametrize("shown", FOREIGN, ids=lambda shown: shown.name)
def test_nothing_is_left_in_english(shown: Shown) -> None:
    """Beside names, addresses, commands and countries every word is translated."""
    texts = [shown.text, *(button.label for button in shown.buttons if button.url is None)]
    assert [plain_english(text, *shown.names) for text in texts] == [[] for _ in texts]
