"""Messages: their buttons, their rows, and the way through the outbox."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.voice.message import (
    DATA_LIMIT,
    Button,
    Call,
    Message,
    call_from_json,
    call_to_json,
    in_rows,
    paragraphs,
    press,
    shorten,
)

BUTTONS = st.builds(Button, label=st.text(min_size=1), data=st.none() | st.text(), url=st.none() | st.text())
ROWS = st.lists(st.lists(BUTTONS, max_size=3).map(tuple), max_size=3).map(tuple)
CALLS = st.builds(
    Call, message=st.builds(Message, text=st.text(), rows=ROWS), edits=st.none() | st.integers(1, 2**63)
)


@given(CALLS)
def test_a_call_comes_back_from_the_outbox_as_it_was(call: Call) -> None:
    """Text, buttons and the message it edits survive JSON."""
    assert call_from_json(call_to_json(call)) == call


def test_data_of_a_button_has_64_bytes_at_most() -> None:
    """Bytes count, not letters."""
    assert press("a", "x" * DATA_LIMIT).data == "x" * DATA_LIMIT
    assert press("a", "c", 7, "b").data == "c:7:b"
    with pytest.raises(ValueError, match="over 64 bytes"):
        press("a", "é" * 33)


@given(st.integers(0, 20), st.integers(1, 5))
def test_rows_hold_every_button_once_in_order(number: int, width: int) -> None:
    """No row is empty, none is wider than asked."""
    buttons = [press(str(index), index) for index in range(number)]
    rows = in_rows(buttons, width)
    assert [button for row in rows for button in row] == buttons
    assert all(0 < len(row) <= width for row in rows)


def test_paragraphs_leave_out_what_is_empty() -> None:
    """A blank line stands only between parts that say something."""
    assert paragraphs("a", "", "b", "") == "a\n\nb"
    assert paragraphs() == ""


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_is_never_too_long(text: str, length: int) -> None:
    """It is the text itself, or its beginning with an ellipsis."""
    short = shorten(text, length)
    assert len(short) <= length or short == text
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
