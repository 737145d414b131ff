"""Short replies to what is no answer."""

import pytest

from bot.care.wording import harms_in, long_sentences
from bot.voice.language import Language
from bot.voice.odd import (
    NOT_TEXT,
    cannot_note,
    group,
    not_invited,
    not_text,
    nothing_to_cancel,
    unknown_command,
    went_wrong,
)

EN = Language()


@pytest.mark.parametrize("kind", [*NOT_TEXT, "location", ""])
def test_what_is_not_text_gets_a_short_reply(kind: str) -> None:
    """An unknown kind gets the reply for all others."""
    text = not_text(EN, kind).text
    assert text == NOT_TEXT.get(kind, NOT_TEXT["other"])
    assert len(text) <= 110


@pytest.mark.parametrize("make", [unknown_command, nothing_to_cancel, group, went_wrong, not_invited])
def test_a_reply_says_what_to_do_next_and_blames_nobody(make: object) -> None:
    """There is a command, a place to go, or someone to talk to."""
    assert callable(make)
    text = make(EN).text
    assert "/" in text or "findahelpline.com" in text or "Open a chat" in text
    assert harms_in(text) == ()
    assert long_sentences(text) == ()


@pytest.mark.parametrize("tapped", [True, False])
def test_who_cannot_be_answered_is_shown_to_people(tapped: bool) -> None:  # noqa: FBT001 - a case
    """While nothing can be written down, what is said names the emergency number and helplines."""
    text = cannot_note(EN, tapped=tapped).text
    assert "emergency number" in text
    assert "findahelpline.com" in text
    assert ("tap it again" in text) is tapped
    assert ("need not send it again" in text) is not tapped
    assert harms_in(text) == ()
    assert long_sentences(text) == ()
