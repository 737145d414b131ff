"""Buttons of a check-in: what they carry comes back, and nothing else is read."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.feelings import all_feelings
from bot.engine.flow import placed_steps
from bot.engine.replies import Back, Begin, Change, Choose, Done, Pick, Rate, Reply, Skip, Stop, Typed
from bot.engine.scales import SCALES
from bot.engine.steps import Choice, Words
from bot.registry import load_flows
from bot.voice.buttons import CHECKIN, long, parts_of, reply_of, short
from bot.voice.message import press

NAMES = st.text(string.ascii_lowercase + string.digits + "_", min_size=1, max_size=20)
RATES = st.sampled_from(list(SCALES)).flatmap(
    lambda scale: st.builds(Rate, step=NAMES, value=st.integers(1, SCALES[scale].top), scale=st.just(scale))
)
REPLIES = (
    RATES
    | st.builds(Pick, step=NAMES, word=st.sampled_from(list(all_feelings())), chosen=st.booleans())
    | st.builds(Done, step=NAMES)
    | st.builds(Choose, step=NAMES, option=NAMES)
    | st.builds(Back, step=st.none() | NAMES)
    | st.builds(Skip, step=st.none() | NAMES)
    | st.builds(Change, step=NAMES)
    | st.sampled_from([Stop(), Begin()])
)
LARGEST_ID = 2**63 - 1


@given(REPLIES, st.integers(0, LARGEST_ID))
def test_a_reply_comes_back_from_its_button(reply: Reply, session: int) -> None:
    """Any reply with any allowed name fits a button beside any id, and is read as it was written."""
    data = press("label", CHECKIN, short(session), *parts_of(reply)).data or ""
    _, number, *parts = data.split(":")
    assert (long(number), reply_of(tuple(parts))) == (session, reply)


@given(st.lists(st.text(max_size=8), max_size=4).map(tuple))
def test_data_that_no_button_wrote_is_nothing_or_a_reply(parts: tuple[str, ...]) -> None:
    """Whatever comes, reading it never fails."""
    reply = reply_of(parts)
    assert reply is None or reply_of(parts_of(reply)) == reply


@pytest.mark.parametrize(
    "parts", [(), ("z",), ("r", "mood", "x"), ("r", "mood", "4z"), ("r", "mood", "f"), ("r", "mood", "123f")]
)
def test_broken_data_is_no_reply(parts: tuple[str, ...]) -> None:
    """Unknown kinds, scales and numbers are not guessed at."""
    assert reply_of(parts) is None


@pytest.mark.parametrize("parts", [("w", "words", "+"), ("w", "words", "sad"), ("r", "mood", "²f")])
def test_half_written_data_is_no_reply(parts: tuple[str, ...]) -> None:
    """A feeling without its sign, a sign without its feeling, and a digit that is none."""
    assert reply_of(parts) is None


def test_typed_text_has_no_button() -> None:
    """It is sent as a message."""
    with pytest.raises(ValueError, match="no button"):
        parts_of(Typed(text="hello"))


@pytest.mark.parametrize("text", ["", "A", "é", "-1", "1" * 14, "1 2"])
def test_what_is_no_id_is_not_read_as_one(text: str) -> None:
    """Only what `short` could have written is an id."""
    assert long(text) is None


def test_every_button_of_every_flow_fits_beside_the_largest_id() -> None:
    """The names in the flows that ship leave room."""
    for flow in load_flows().flows.values():
        for step in (placed.step for placed in placed_steps(flow.steps)):
            options = step.options if isinstance(step, Choice) else ()
            feelings = all_feelings() if isinstance(step, Words) else ()
            replies: list[Reply] = [*(Choose(step=step.name, option=option) for option in options)]
            replies += [Pick(step=step.name, word=word, chosen=False) for word in feelings]
            for reply in (*replies, Change(step=step.name)):
                assert press("label", CHECKIN, short(LARGEST_ID), *parts_of(reply))
